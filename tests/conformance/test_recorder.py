"""What the recorder writes, compared with expectations worked out by hand. Tests the CPython that runs this file."""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECORDER = os.path.join(ROOT, 'app', 'recorder')
SCENARIOS = os.path.join(ROOT, 'scenarios')
VERSION = sys.version_info[:2]

PREAMBLE = """
import asyncio
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
"""


def run(arguments, **environment):
    return subprocess.run([sys.executable, '-B', RECORDER] + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=dict(os.environ, **environment))


class Trace:
    def __init__(self, document):
        self.document = document
        self.events = document['events']
        self.outcome = document['outcome']

    def of(self, *kinds):
        return [event for event in self.events if event['kind'] in kinds]

    def printed(self):
        return [event['text'] for event in self.of('printed')]

    def keys(self, *kinds):
        """(kind, ids) of each event, or of those of some kinds."""
        ids = ('loop', 'task', 'future', 'handle', 'coroutine', 'callback')
        return [' '.join([event['kind']] + [event[key] for key in ids if key in event])
                for event in self.events if not kinds or event['kind'] in kinds]


class RecorderTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def record(self, path, *options, **environment):
        output = os.path.join(self.folder, 'trace.json')
        run(['--reproducible', '-o', output] + list(options) + [path], **environment)
        with open(output, encoding='utf-8') as file:
            trace = Trace(json.load(file))
        self.check(trace)
        return trace

    def scenario(self, name, *arguments):
        return self.record(os.path.join(SCENARIOS, 'tutorial', name + '.py'), *(arguments + ('--preset-loop',)))

    def write(self, text, name='program.py'):
        path = os.path.join(self.folder, name)
        with open(path, 'w') as file:
            file.write(textwrap.dedent(text))
        return path

    def program(self, text, *arguments):
        """Records a program that has a loop; its output must be that of plain CPython."""
        path = self.write(PREAMBLE + textwrap.dedent(text))
        trace = self.record(path, *arguments)
        if trace.outcome['status'] != 'hung':
            plain = subprocess.run([sys.executable, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            self.assertEqual(trace.outcome['stdout'], plain.stdout.decode())
        return trace

    def check(self, trace):
        """Checks what holds for every trace."""
        self.assertEqual([event['n'] for event in trace.events], list(range(1, len(trace.events) + 1)))
        order = ['n', 't', 'run', 'it', 'kind', 'cause', 'in', 'line', 'phase']
        open_, time = [], 0
        for event in trace.events:
            common = [key for key in event if key in order]
            self.assertEqual(list(event)[:len(common)], [key for key in order if key in event])
            self.assertGreaterEqual(event['t'], time)
            time = event['t']
            if event['cause'] is not None:
                self.assertLess(event['cause'], event['n'])
            kind, identity = event['kind'], event.get('task') or event.get('handle')
            if kind in ('handle_finished', 'step_finished'):
                self.assertEqual(open_.pop(), identity)
            self.assertEqual(event.get('in'), open_[-1] if open_ and event.get('role') != 'thread' else None)
            if kind in ('handle_started', 'step_started'):
                open_.append(identity)
        text = json.dumps(trace.document)
        self.assertIsNone(re.search(r'0x[0-9a-f]{6,}', text))
        self.assertNotIn(self.folder, text)
        self.assertNotIn(os.path.dirname(os.__file__), text)


class Scenarios(RecorderTest):
    @unittest.skipIf(VERSION < (3, 7), "3.6's gather makes its outer future first")
    def test_gather_event_by_event(self):
        trace = self.scenario('gather')
        expected = ['loop_created L1', 'coroutine_created C1', 'coroutine_created C2', 'coroutine_created C3']
        for i in '123':
            expected += ['task_created T%s C%s' % (i, i), 'handle_scheduled L1 T%s H%s' % (i, i),
                         'callback_added T%s K1' % i]
        expected += ['future_created G1', 'callback_added G1 K2', 'run_started L1', 'iteration_started']
        for i in range(1, 4):
            expected += ['handle_started H%d' % i, 'step_started T%d' % i, 'printed', 'future_created F%d' % i,
                         'timer_scheduled L1 F%d H%d' % (i, i + 3),
                         'callback_added T%d F%d' % (i, i), 'step_finished T%d' % i, 'handle_finished H%d' % i]
        expected += ['iteration_finished', 'iteration_started', 'clock_advanced',
                     'timer_due H4', 'timer_due H5', 'timer_due H6']
        for i in range(1, 4):
            expected += ['handle_started H%d' % (i + 3), 'future_done F%d' % i,
                         'handle_scheduled L1 T%d F%d H%d' % (i, i, i + 6), 'handle_finished H%d' % (i + 3)]
        expected += ['iteration_finished', 'iteration_started']
        for i in range(1, 4):
            expected += ['handle_started H%d' % (i + 6), 'step_started T%d' % i, 'printed', 'future_done T%d' % i,
                         'handle_scheduled L1 T%d H%d K1' % (i, i + 9), 'step_finished T%d' % i,
                         'handle_finished H%d' % (i + 6)]
        expected += ['iteration_finished', 'iteration_started',
                     'handle_started H10', 'handle_finished H10', 'handle_started H11', 'handle_finished H11',
                     'handle_started H12', 'future_done G1', 'handle_scheduled L1 G1 H13 K2', 'handle_finished H12',
                     'iteration_finished', 'iteration_started',
                     'handle_started H13', 'loop_stop_requested', 'handle_finished H13',
                     'iteration_finished', 'run_finished']
        self.assertEqual(trace.keys(), expected)
        self.assertEqual(trace.outcome, {
            'status': 'returned', 'exit_status': 0, 'value': '[None, None, None]', 'time': 10 ** 9, 'iterations': 5,
            'stdout': 'Hello world!\n' * 3 + 'Hello again!\n' * 3})

    def test_gather_in_full_where_it_matters(self):
        trace = self.scenario('gather')
        suspended = trace.of('step_finished')[0]
        self.assertEqual((suspended['end'], suspended['waiting_on'], suspended['stack']),
                         ('suspended', 'F1', [{'coro': 'hello', 'line': 9}]))
        wakeup = [e for e in trace.of('handle_scheduled') if e['role'] == 'wakeup'][0]
        self.assertEqual(trace.events[wakeup['cause'] - 1]['kind'], 'future_done')
        jump, = trace.of('clock_advanced')
        self.assertEqual((jump['from'], jump['to'], jump['why'], jump['it']), (0, 10 ** 9, 'idle', 2))
        self.assertEqual(trace.events[jump['cause'] - 1]['kind'], 'timer_scheduled')
        outer, = [e for e in trace.of('future_created') if e['of'] == 'gather']
        children = ['T1', 'T3', 'T2'] if VERSION < (3, 7) else ['T1', 'T2', 'T3']  # created in the order 1, 3, 2
        self.assertEqual((outer['children'], outer['via']), (children, 'K1'))
        self.assertEqual([e['name'] for e in trace.of('task_created')],
                         [None] * 3 if VERSION < (3, 8) else ['Task-1', 'Task-2', 'Task-3'])
        self.assertEqual(len(trace.of('handle_started')), 13)

    def test_output_of_every_scenario(self):
        for name, lines, iterations in [
                ('hello', ['Hello world!', 'Hello again!'], 4),
                ('callback', ['Hello world!', 'Hello again!', 'Done'], 4),
                ('print_sum', ['Compute 1 + 2 ...', '1 + 2 = 3'], 4),
                ('result', ['Hello world!', 'Hello again!', 'return is end', 'ret is end'], 4),
                ('stop_in_callback', ['Hello world!'] * 2 + ['Hello again!'] * 2 + ['Done'], 5)]:
            with self.subTest(name):
                trace = self.scenario(name)
                self.assertEqual((trace.printed(), trace.outcome['iterations']), (lines, iterations))

    def test_the_callback_of_the_program_runs_before_that_of_run_until_complete(self):
        trace = self.scenario('callback')
        self.assertEqual([(e['role'], e['callback'], e.get('name')) for e in trace.of('callback_added')[:2]],
                         [('user', 'K1', 'done_callback'), ('run', 'K2', None)])
        self.assertEqual(trace.of('printed')[-1]['line'], 13)
        self.assertEqual(len(trace.of('loop_closed')), 1)

    @unittest.skipIf(VERSION >= (3, 11), 'wait refuses coroutines')
    def test_wait_starts_the_last_first_as_in_the_tutorial(self):
        trace = self.scenario('wait')
        self.assertEqual(trace.printed()[:3], ['Compute 5 + 6 ...', 'Compute 3 + 4 ...', 'Compute 1 + 2 ...'])
        choice, = trace.of('choice_made')
        self.assertEqual((choice['site'], choice['size'], choice['order']), ('wait', 3, [3, 2, 1]))
        self.assertEqual([e['coroutine'] for e in trace.of('task_created')[1:]], ['C3', 'C2', 'C1'])
        self.assertEqual((trace.outcome['value'], trace.outcome['iterations']), ('({T2, T3, T4}, set())', 7))

    @unittest.skipIf(VERSION >= (3, 11), 'wait refuses coroutines')
    def test_wait_in_other_orders(self):
        def first(*arguments):
            return [line[8] for line in self.scenario('wait', *arguments).printed()[:3]]
        self.assertEqual(first('--set-order', 'argument'), ['1', '3', '5'])
        self.assertEqual(first('--set-order', '2,3,1'), ['3', '5', '1'])
        self.assertEqual(first('--schedule', '3,1,2'), ['5', '1', '3'])
        self.assertEqual(sorted(first('--set-order', 'seed:7')), ['1', '3', '5'])

    @unittest.skipIf(VERSION < (3, 11), 'wait takes coroutines')
    def test_wait_refuses_coroutines(self):
        trace = self.scenario('wait')
        message = 'Passing coroutines is forbidden, use tasks explicitly.'
        self.assertEqual(trace.outcome['error'], {'type': 'TypeError', 'message': message})
        self.assertEqual((trace.outcome['status'], trace.outcome['iterations']), ('raised', 2))
        self.assertEqual([(e['category'], e['message'], e['phase']) for e in trace.events if 'phase' in e],
                         [('RuntimeWarning', "coroutine 'print_sum' was never awaited", 'exit')] * 3)

    def test_run_forever_hangs(self):
        trace = self.scenario('run_forever')
        self.assertEqual([e['kind'] for e in trace.events[-2:]], ['loop_hung', 'run_finished'])
        self.assertEqual((trace.events[-2]['it'], trace.events[-1]['it'], trace.events[-1]['why']), (5, None, 'hung'))
        self.assertEqual(trace.outcome['status'], 'hung')
        self.assertNotIn('value', trace.outcome)

    @unittest.skipUnless((3, 12) <= VERSION < (3, 14), 'the versions that warn')
    def test_no_current_loop(self):
        trace = self.record(os.path.join(SCENARIOS, 'tutorial', 'hello.py'))
        warned, = trace.of('warned')
        self.assertEqual((warned['category'], warned['message'], warned['line']),
                         ('DeprecationWarning', 'There is no current event loop', 12))

    def test_the_same_bytes_each_time(self):
        paths = [path for folder in ('tutorial', 'races') for path in sorted(glob.glob(os.path.join(SCENARIOS, folder, '*.py')))]
        self.assertGreater(len(paths), 30)
        for path in paths:
            first, second = [self.record(path, '--preset-loop', PYTHONHASHSEED=seed).document for seed in '12']
            self.assertEqual(first, second, path)


CHILD = """
async def child(delay):
    try:
        await asyncio.sleep(delay)
        print('slept')
        return delay
    except asyncio.CancelledError:
        print('cancelled')
        raise
async def fail():
    raise ValueError('no')
"""


class Cancelling(RecorderTest):
    def cancels(self, text):
        trace = self.program(CHILD + textwrap.dedent(text))
        return trace, [(e.get('task') or e['future'], e['delivered']) for e in trace.of('cancel_requested')]

    def test_while_sleeping(self):
        trace, cancels = self.cancels("""
            async def main():
                t = asyncio.ensure_future(child(5))
                await asyncio.sleep(0.01)
                t.cancel()
                try:
                    await t
                except asyncio.CancelledError:
                    print('seen')
                print(t.cancel())
            loop.run_until_complete(main())
            """)
        self.assertEqual(cancels, [('T2', 'waiter'), ('F2', 'done'), ('T2', 'refused')])
        start = trace.of('cancel_requested')[0]['n']
        self.assertEqual([e['kind'] for e in trace.events[start - 1:start + 3]],
                         ['cancel_requested', 'cancel_requested', 'future_done', 'handle_scheduled'])
        self.assertEqual([e['throw'] for e in trace.of('step_started') if 'throw' in e], ['CancelledError'] * 2)
        self.assertEqual(trace.keys('handle_cancelled', 'timer_dropped'), ['handle_cancelled H4', 'timer_dropped H4'])
        self.assertEqual(trace.outcome['time'], 10 ** 7)

    def test_before_the_first_step(self):
        trace, cancels = self.cancels("""
            async def main():
                t = asyncio.ensure_future(child(5))
                t.cancel()
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                print(t.cancelled())
            loop.run_until_complete(main())
            """)
        self.assertEqual(cancels, [('T2', 'flag')])
        step, = [e for e in trace.of('step_started') if e['task'] == 'T2']
        self.assertEqual((step['first'], step['throw']), (True, 'CancelledError'))
        self.assertEqual([e['end'] for e in trace.of('step_finished') if e['task'] == 'T2'], ['cancelled'])
        self.assertEqual(trace.printed(), ['True'])

    def test_a_cancel_of_the_programs_own_that_raises(self):
        trace, cancels = self.cancels("""
            class Stubborn(asyncio.Future):
                def cancel(self, *args, **kwargs):
                    raise ValueError('no')
            async def waits():
                await future
            async def main():
                t = asyncio.ensure_future(waits())
                await asyncio.sleep(0)
                try:
                    t.cancel()
                except ValueError as error:
                    print(error)
                future.set_result(1)
                await t
            future = Stubborn(loop=loop)
            loop.run_until_complete(main())
            """)
        self.assertEqual(cancels, [('T2', 'refused')])

    def test_with_the_wakeup_queued(self):
        trace, cancels = self.cancels("""
            async def waits(future):
                try:
                    print(await future)
                except asyncio.CancelledError:
                    print('value lost')
            async def main():
                future = loop.create_future()
                t = asyncio.ensure_future(waits(future))
                await asyncio.sleep(0)
                future.set_result(1)
                t.cancel()
                await asyncio.sleep(0)
            loop.run_until_complete(main())
            """)
        self.assertEqual(cancels, [('T2', 'flag'), ('F1', 'refused')])
        self.assertEqual(trace.printed(), ['value lost'])
        self.assertEqual(trace.of('future_created')[0]['of'], 'user')

    @unittest.skipIf(VERSION < (3, 9), 'no messages')
    def test_message(self):
        trace, cancels = self.cancels("""
            async def main():
                t = asyncio.ensure_future(child(5))
                await asyncio.sleep(0)
                t.cancel('why')
                await asyncio.wait([t])
            loop.run_until_complete(main())
            """)
        self.assertEqual([(e['message'], e['delivered']) for e in trace.of('cancel_requested')],
                         [('why', 'waiter'), ('why', 'done')])

    def test_gathers_outer_future(self):
        trace, cancels = self.cancels("""
            async def main():
                outer = asyncio.gather(child(5), child(6))
                await asyncio.sleep(0.01)
                outer.cancel()
                try:
                    await outer
                except asyncio.CancelledError:
                    print('seen')
            loop.run_until_complete(main())
            """)
        self.assertEqual(cancels[0], ('G1', 'waiter'))
        self.assertEqual(sorted(cancels[1:]), [('F2', 'done'), ('F3', 'done'), ('T2', 'waiter'), ('T3', 'waiter')])


    def outcomes(self, text):
        """What became of the requests: (task, outcome), each with the request that it answers as its cause."""
        trace, cancels = self.cancels(text)
        found = trace.of('cancel_delivered')
        for event in found:
            request = trace.events[event['cause'] - 1]
            self.assertEqual((request['kind'], request['task']), ('cancel_requested', event['task']))
        return trace, [(event['task'], event['outcome']) for event in found]

    def test_thrown(self):
        trace, outcomes = self.outcomes("""
            async def main():
                t = asyncio.ensure_future(child(5))
                await asyncio.sleep(0.01)
                t.cancel()
                t.cancel()
                await asyncio.wait([t])
            loop.run_until_complete(main())
            """)
        self.assertEqual(outcomes, [('T2', 'thrown')])
        delivered, = trace.of('cancel_delivered')
        before = trace.events[delivered['n'] - 2]
        self.assertEqual((before['kind'], before['throw'], delivered['in']), ('step_started', 'CancelledError', 'T2'))
        self.assertEqual(delivered['cause'], trace.of('cancel_requested')[0]['n'])

    def test_never_started(self):
        trace, outcomes = self.outcomes("""
            async def main():
                t = asyncio.ensure_future(child(5))
                t.cancel()
                await asyncio.wait([t])
            loop.run_until_complete(main())
            """)
        self.assertEqual(outcomes, [('T2', 'never_started')])

    def test_swallowed_by_the_coroutine(self):
        trace, outcomes = self.outcomes("""
            async def stubborn():
                try:
                    await asyncio.sleep(5)
                except asyncio.CancelledError:
                    await asyncio.sleep(0.01)
                return 1
            async def main():
                t = asyncio.ensure_future(stubborn())
                await asyncio.sleep(0.01)
                t.cancel()
                print(await t)
            loop.run_until_complete(main())
            """)
        self.assertEqual(outcomes, [('T2', 'thrown'), ('T2', 'swallowed')])
        swallowed = trace.of('cancel_delivered')[1]['n']
        self.assertEqual([e['kind'] for e in trace.events[swallowed - 4:swallowed + 1]],  # its future is done
                         ['step_started', 'future_done', 'handle_scheduled', 'cancel_delivered', 'step_finished'])

    def test_swallowed_by_what_it_awaits(self):
        trace, outcomes = self.outcomes("""
            async def stubborn():
                try:
                    await asyncio.sleep(5)
                except asyncio.CancelledError:
                    return 1
            async def waits():
                return await asyncio.ensure_future(stubborn())
            async def main():
                t = asyncio.ensure_future(waits())
                await asyncio.sleep(0.01)
                t.cancel()
                print(await t)
            loop.run_until_complete(main())
            """)
        self.assertEqual(outcomes, [('T3', 'thrown'), ('T3', 'swallowed'), ('T2', 'swallowed')])
        self.assertEqual([(e.get('task') or e['future'], e['by']) for e in trace.of('cancel_requested')],
                         [('T2', 'T1'), ('T3', 'T2'), ('F2', 'T3')])

    def test_too_late(self):
        trace, outcomes = self.outcomes("""
            async def cancels_itself():
                tasks[0].cancel()
                return 1
            tasks = []
            async def main():
                tasks.append(asyncio.ensure_future(cancels_itself()))
                await asyncio.wait(tasks)
            loop.run_until_complete(main())
            """)
        self.assertEqual(outcomes, [('T2', 'too_late')])

    def test_nobody_cancels_a_task_that_awaits_what_is_cancelled(self):
        trace, outcomes = self.outcomes("""
            async def main():
                future = loop.create_future()
                loop.call_later(0.01, future.cancel)
                try:
                    await future
                except asyncio.CancelledError:
                    print('cancelled')
            loop.run_until_complete(main())
            """)
        self.assertEqual(outcomes, [])
        request, = trace.of('cancel_requested')
        self.assertEqual((request['future'], request['by']), ('F1', 'H2'))  # the timer

    def test_who_cancels(self):
        trace, _ = self.outcomes("""
            async def main():
                outer = asyncio.gather(child(5))
                await asyncio.sleep(0.01)
                loop.call_soon(outer.cancel)
                await asyncio.wait([outer])
            loop.run_until_complete(main())
            loop.create_future().cancel()
            """)
        self.assertEqual([(e.get('task') or e['future'], e.get('by')) for e in trace.of('cancel_requested')],
                         [('G1', 'H6'), ('T2', 'G1'), ('F2', 'T2'), ('F4', None)])

    @unittest.skipIf(VERSION < (3, 11), 'no count')
    def test_count(self):
        trace, outcomes = self.outcomes("""
            async def main():
                t = asyncio.ensure_future(child(5))
                await asyncio.sleep(0.01)
                print(t.cancel(), t.cancel(), t.uncancel(), t.cancel(), t.cancelling())
                await asyncio.wait([t])
                print(t.cancel(), t.uncancel(), t.uncancel(), t.uncancel())
            loop.run_until_complete(main())
            """)
        self.assertEqual([(e['kind'], e['count']) for e in trace.of('cancel_requested', 'uncancelled') if 'task' in e],
                         [('cancel_requested', 1), ('cancel_requested', 2), ('uncancelled', 1),
                          ('cancel_requested', 2), ('cancel_requested', 2), ('uncancelled', 1), ('uncancelled', 0)])

    @unittest.skipIf(VERSION < (3, 11), 'no uncancel')
    def test_withdrawn(self):
        trace, outcomes = self.outcomes("""
            async def main():
                task = asyncio.current_task()
                task.cancel()
                print(task.uncancel())
                try:
                    await asyncio.sleep(0.01)
                except asyncio.CancelledError:
                    pass  # before 3.13 it is thrown all the same
            loop.run_until_complete(main())
            """)
        self.assertEqual(outcomes, [('T1', 'withdrawn' if VERSION >= (3, 13) else 'thrown')])

    @unittest.skipIf(VERSION < (3, 11), 'no uncancel')
    def test_of_a_task_that_is_done_nothing_is_withdrawn(self):
        trace, outcomes = self.outcomes("""
            async def fails():
                asyncio.current_task().cancel()
                raise ValueError
            async def main():
                t = asyncio.ensure_future(fails())
                await asyncio.wait([t])
                print(t.uncancel(), t.exception())
            loop.run_until_complete(main())
            """)
        self.assertEqual(outcomes, [('T2', 'too_late')])

    @unittest.skipIf(VERSION < (3, 11), 'no uncancel')
    def test_what_is_passed_on_cannot_be_withdrawn(self):
        trace, outcomes = self.outcomes("""
            async def main():
                t = asyncio.ensure_future(child(5))
                await asyncio.sleep(0.01)
                print(t.cancel(), t.cancel(), t.uncancel(), t.uncancel())
                await asyncio.wait([t])
            loop.run_until_complete(main())
            """)
        self.assertEqual([e['delivered'] for e in trace.of('cancel_requested') if 'task' in e], ['waiter', 'flag'])
        self.assertEqual(outcomes, [('T2', 'thrown')])

    @unittest.skipIf(VERSION < (3, 11), 'no timeout')
    def test_a_timeout_swallows_nothing(self):
        trace, outcomes = self.outcomes("""
            async def main():
                try:
                    async with asyncio.timeout(0.01):
                        await asyncio.sleep(5)
                except TimeoutError:
                    print('late')
            loop.run_until_complete(main())
            """)
        self.assertEqual(outcomes, [('T1', 'thrown')])
        self.assertEqual([(e['task'], e['count']) for e in trace.of('uncancelled')], [('T1', 0)])
        self.assertEqual([e['by'] for e in trace.of('cancel_requested')], ['H2', 'T1'])


class Gathering(RecorderTest):
    def test_exceptions_as_results(self):
        trace = self.program(CHILD + """
r = loop.run_until_complete(asyncio.gather(fail(), child(0.01), return_exceptions=True))
print(type(r[0]).__name__, r[1])
""")
        comma = ',' if VERSION < (3, 7) else ''
        self.assertEqual(trace.outcome['value'], "[ValueError('no'%s), 0.01]" % comma)

    def test_exception(self):
        trace = self.program(CHILD + """
try:
    loop.run_until_complete(asyncio.gather(fail(), child(0.01)))
except ValueError as error:
    print(error)
""")
        self.assertEqual(trace.of('run_finished')[0]['error'], {'type': 'ValueError', 'message': 'no'})
        self.assertEqual(trace.of('run_finished')[0]['why'], 'stopped')
        self.assertNotIn('value', trace.outcome)

    def test_nested(self):
        trace = self.program(CHILD + """
print(loop.run_until_complete(asyncio.gather(child(0.01), asyncio.gather(child(0.02)))))
""")
        outers = [(e['future'], e['children']) for e in trace.of('future_created') if e['of'] == 'gather']
        self.assertEqual(outers, [('G1', ['T1']), ('G2', ['T2', 'G1'])])
        self.assertEqual(trace.outcome['value'], '[0.01, [0.02]]')

    def test_the_same_twice(self):
        trace = self.program(CHILD + """
t = asyncio.ensure_future(child(0.01), loop=loop)
print(loop.run_until_complete(asyncio.gather(t, t)))
""")
        outer, = [e for e in trace.of('future_created') if e['of'] == 'gather']
        self.assertEqual(outer['children'], ['T1', 'T1'])
        added = [e for e in trace.of('callback_added') if e['role'] == 'gather']
        self.assertEqual(len(added), 2 if VERSION < (3, 7) else 1)

    def test_of_nothing(self):
        trace = self.program("print(loop.run_until_complete(asyncio.gather()))\n")
        self.assertEqual([e['future'] for e in trace.of('future_created', 'future_done')], ['G1', 'G1'])
        self.assertEqual((trace.outcome['value'], trace.outcome['iterations']), ('[]', 1))


class Waiting(RecorderTest):
    def test_first_completed(self):
        trace = self.program(CHILD + """
async def main():
    tasks = [asyncio.ensure_future(child(d)) for d in (0.05, 0.01, 0.09)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending))
    return done, pending
loop.run_until_complete(main())
""")
        self.assertEqual(trace.outcome['value'], '({T3}, {T2, T4})')
        self.assertEqual([e['future'] for e in trace.of('callback_removed')], ['T2', 'T4'])
        self.assertEqual([e['order'] for e in trace.of('choice_made')], [[1, 2, 3]])

    def test_timeout(self):
        trace = self.program(CHILD + """
async def main():
    t = asyncio.ensure_future(child(5))
    return await asyncio.wait([t], timeout=0.01)
loop.run_until_complete(main())
""")
        self.assertEqual(trace.outcome['value'], '(set(), {T2})')
        timer, = [e for e in trace.of('timer_scheduled') if e['role'] == 'timeout']
        self.assertEqual((timer['when'], timer['future']), (10 ** 7, 'F1'))
        self.assertEqual(len(trace.of('choice_made')), 0)


class Scheduling(RecorderTest):
    def test_sleep_0_yields_without_a_future(self):
        trace = self.program("""
            async def main():
                await asyncio.sleep(0)
            loop.run_until_complete(main())
            """)
        self.assertEqual([e['end'] for e in trace.of('step_finished')], ['yielded', 'returned'])
        self.assertEqual(trace.of('future_created', 'timer_scheduled', 'clock_advanced'), [])
        self.assertEqual(trace.outcome['iterations'], 3)

    def test_ready_handles_run_before_timers_that_become_due(self):
        trace = self.program("""
            for n, call in enumerate([lambda f, n: loop.call_at(loop.time(), f, n), lambda f, n: loop.call_soon(f, n),
                                      lambda f, n: loop.call_later(-1, f, n), lambda f, n: loop.call_soon(f, n)]):
                call(print, n)
            loop.call_later(0.01, loop.stop)
            loop.run_forever()
            """)
        self.assertEqual(trace.printed(), ['1', '3', '2', '0'])
        self.assertEqual([(e['role'], e['when'], e['name']) for e in trace.of('timer_scheduled')],
                         [('call_at', 0, 'print'), ('call_later', -10 ** 9, 'print'), ('call_later', 10 ** 7, 'stop')])
        self.assertEqual([(e['handle'], e['role'], e['name']) for e in trace.of('handle_scheduled')],
                         [('H2', 'call_soon', 'print'), ('H4', 'call_soon', 'print')])

    def test_cancelled_handles(self):
        trace = self.program("""
            soon = loop.call_soon(print, 'never')
            first = loop.call_later(0.01, print, 'never')
            loop.call_later(0.02, print, 'second')
            last = loop.call_later(0.03, print, 'never')
            soon.cancel(); soon.cancel(); first.cancel(); last.cancel()
            loop.call_later(0.04, loop.stop)
            loop.run_forever()
            """)
        self.assertEqual(trace.keys('handle_cancelled', 'handle_skipped', 'timer_dropped', 'timer_due'),
                         ['handle_cancelled H1', 'handle_cancelled H2', 'handle_cancelled H4', 'timer_dropped H2',
                          'handle_skipped H1', 'timer_due H3', 'timer_dropped H4', 'timer_due H5'])
        self.assertEqual([e['to'] for e in trace.of('clock_advanced')], [2 * 10 ** 7, 4 * 10 ** 7])

    @unittest.skipIf(VERSION >= (3, 13), 'refused')
    def test_a_delay_that_is_not_a_number(self):
        trace = self.program("""
            loop.call_later(float('nan'), print, 'at once')
            loop.call_later(0.01, loop.stop)
            loop.run_forever()
            """)
        self.assertEqual(trace.of('timer_scheduled')[0]['when'], 0)

    def test_equal_deadlines_fire_in_order_of_creation(self):
        trace = self.program("""
            for n in range(10):
                loop.call_later(0.01 + n / 1000000, print, n)
            loop.call_later(0.02, loop.stop)
            loop.run_forever()
            """)
        self.assertEqual(trace.printed(), [str(n) for n in range(10)])
        path = self.write(PREAMBLE + 'for n in range(10):\n    loop.call_at(1, print, n)\n'
                          'loop.call_at(1, loop.stop)\nloop.run_forever()\n')
        self.assertEqual(self.record(path).printed(), [str(n) for n in range(10)])

    def test_a_rebuild_of_the_heap(self):
        trace = self.program("""
            timers = [loop.call_later(n + 1, print, n) for n in range(102)]
            loop.call_later(0.01, loop.stop)
            for timer in timers[::-1][:60]:
                timer.cancel()
            loop.run_forever()
            """)
        self.assertEqual([e['handle'] for e in trace.of('timer_dropped')], ['H%d' % n for n in range(43, 103)])
        self.assertEqual(trace.of('iteration_finished')[0]['timers'], 42)

    def test_a_day_is_the_longest_jump(self):
        path = self.write(PREAMBLE + 'loop.run_until_complete(asyncio.sleep(172805))\n')
        self.assertEqual([e['to'] // 10 ** 9 for e in self.record(path).of('clock_advanced')],
                         [86400, 172800, 172805])

    def test_time_sleep_blocks(self):
        trace = self.program("""
            import time
            async def main():
                start = time.monotonic()
                time.sleep(0.05)
                print(round(time.monotonic() - start, 1))
            loop.run_until_complete(main())
            """)
        jump, = trace.of('clock_advanced')
        self.assertEqual((jump['why'], jump['to'], jump['in'], jump['line']), ('blocked', 5 * 10 ** 7, 'T1', 9))

    def test_stop_before_run_forever_runs_one_iteration(self):
        trace = self.program("loop.stop()\nloop.call_soon(print, 1)\nloop.run_forever()\n")
        self.assertEqual((trace.printed(), trace.outcome['iterations']), (['1'], 1))
        self.assertIsNone(trace.of('loop_stop_requested')[0]['run'])


class Roles(RecorderTest):
    def roles(self, text):
        trace = self.program(CHILD + textwrap.dedent(text))
        return [event['role'] for event in trace.of('callback_added') if event['role'] not in ('wakeup', 'run')]

    def test_callbacks_of_asyncios_functions(self):
        self.assertEqual(self.roles("""
            async def main():
                await asyncio.shield(child(0.01))
                for first in asyncio.as_completed([child(0.01)]):
                    await first
                print(await asyncio.wait_for(child(0.01), 1))
            loop.run_until_complete(main())
            """), ['shield'] * (1 if VERSION < (3, 7) else 2) + ['as_completed']
            + ['wait_for'] * (VERSION < (3, 12)))

    @unittest.skipIf(VERSION < (3, 11), 'no task groups')
    def test_a_task_group(self):
        self.assertEqual(self.roles("""
            async def main():
                async with asyncio.TaskGroup() as group:
                    group.create_task(child(0.01))
            loop.run_until_complete(main())
            """), ['task_group'])

    def test_a_method_of_asyncio_that_the_program_adds_is_the_programs(self):
        self.assertEqual(self.roles("""
            done = loop.create_future()
            async def main():
                asyncio.ensure_future(child(0.01)).add_done_callback(done.set_result)
                await done
            loop.run_until_complete(main())
            """), ['user'])

    def handles(self, text):
        return [(event['role'], event.get('name')) for event in self.program(text).of('handle_scheduled')
                if event['role'] in ('call_soon', 'thread')]

    def test_a_thread_is_another_thread_than_the_loops(self):
        self.assertEqual(self.handles("""
            import threading
            async def main():
                loop.call_soon_threadsafe(print, 'from here')
                thread = threading.Thread(target=loop.call_soon_threadsafe, args=(print, 'from there'))
                thread.start()
                thread.join()
                loop.call_soon(print, 'afterwards')
                await asyncio.sleep(0)
            loop.run_until_complete(main())
            """), [('call_soon', 'print'), ('thread', 'print'), ('call_soon', 'print')])

    def test_a_generator_that_is_dropped_is_closed_by_asyncio(self):
        self.assertEqual(self.handles("""
            async def numbers():
                yield 1
            async def main():
                async for number in numbers():
                    break
                await asyncio.sleep(0.01)
            loop.run_until_complete(main())
            """), [('call_soon', None)])


class Reports(RecorderTest):
    def test_a_callback_that_raises(self):
        trace = self.program("""
            def callback():
                pass
            async def main():
                pass
            t = asyncio.ensure_future(main(), loop=loop)
            t.add_done_callback(callback)
            loop.run_until_complete(t)
            """)
        report, = trace.of('exception_reported')
        self.assertEqual(report['error'], {
            'type': 'TypeError', 'message': 'callback() takes 0 positional arguments but 1 was given'})
        self.assertTrue(report['message'].startswith('Exception in callback callback('), report['message'])
        self.assertTrue(report['message'].endswith(' at program.py:6'), report['message'])

    def test_never_awaited_each_time(self):
        trace = self.program("""
            async def hello():
                pass
            for _ in range(2):
                hello()
            kept = [hello()]
            """)
        message = "coroutine 'hello' was never awaited"  # with the line that made it
        self.assertEqual([(e['message'], e['coroutine'], e['line'], e.get('phase')) for e in trace.of('warned')],
                         [(message, 'C1', 9, None), (message, 'C2', 9, None), (message, 'C3', 10, 'exit')])

    def test_a_coroutine_that_dies_elsewhere(self):
        trace = self.program("""
            async def hello():
                pass
            async def main():
                kept = hello()
                await asyncio.sleep(0)
                kept = None
            loop.run_until_complete(main())
            """)
        self.assertEqual([(e['message'], e.get('coroutine'), e['line'], e['in']) for e in trace.of('warned')],
                         [("coroutine 'hello' was never awaited", 'C2', 9, 'T1')])

    def test_an_exception_that_nobody_retrieves(self):
        trace = self.program(CHILD + """
async def main():
    asyncio.ensure_future(fail())
    await asyncio.sleep(0.01)
    print('end')
loop.run_until_complete(main())
""")
        report, = trace.of('exception_reported')
        self.assertEqual((report['message'], report['error']['message']),
                         ('Task exception was never retrieved', 'no'))
        self.assertEqual((report['task'], report['line']), ('T2', 18))  # with the line that made it
        self.assertLess(report['n'], trace.of('printed')[0]['n'])

    def test_a_pending_task_that_dies_at_exit(self):
        trace = self.program("""
            async def waits():
                await asyncio.get_event_loop().create_future()
            task = asyncio.ensure_future(waits(), loop=loop)
            loop.call_later(0.01, loop.stop)
            loop.run_forever()
            """)
        report, = trace.of('exception_reported')
        self.assertEqual((report['message'], report['phase'], report['task'], report['line']),
                         ('Task was destroyed but it is pending!', 'exit', 'T1', 8))
        end, = trace.of('task_destroyed')
        self.assertEqual((end['task'], end['n']), ('T1', report['n'] + 1))

    def test_a_future_whose_exception_nobody_retrieves(self):
        trace = self.program("""
            future = loop.create_future()
            future.set_exception(ValueError('no'))
            del future
            """)
        report, = trace.of('exception_reported')
        self.assertEqual((report['message'], report['future'], report['line']),
                         ('Future exception was never retrieved', 'F1', 6))

    def test_a_pending_task_that_nobody_references(self):
        trace = self.program("""
            import gc
            async def waits():
                await loop.create_future()
            async def main():
                asyncio.ensure_future(waits())
                await asyncio.sleep(0.01)
                gc.collect()
            loop.run_until_complete(main())
            """)
        self.assertEqual([(e['kind'], e['task'], e['line'], e['in'])
                          for e in trace.of('exception_reported', 'task_destroyed')],
                         [('exception_reported', 'T2', 10, 'T1'), ('task_destroyed', 'T2', 12, 'T1')])

    @unittest.skipIf(VERSION >= (3, 11), "a frame that is kept keeps the one of asyncio's step, which called it")
    def test_a_cancelled_step_keeps_nothing(self):
        """No garbage collector is needed for what the frames had into which a CancelledError was thrown."""
        self.program("""
            import gc
            gc.disable()
            loop.set_exception_handler(lambda loop, context: print(context['message']))
            async def fails():
                raise ValueError
            async def waits():
                await asyncio.wait([loop.create_task(fails()) for _ in range(2)])
            async def waits_cancelled():
                for task in (asyncio.all_tasks if hasattr(asyncio, 'all_tasks') else asyncio.Task.all_tasks)():
                    task.cancel()
                await waits()
            async def main(coro):
                task = loop.create_task(coro)
                try:
                    await asyncio.sleep(0)
                    task.cancel()
                    await task
                except asyncio.CancelledError:
                    print('cancelled')
                task = coro = None
                for i in range(5):
                    print(i)
                    try:
                        await asyncio.sleep(0)
                    except asyncio.CancelledError:
                        print('cancelled, too')
            loop.run_until_complete(main(waits()))
            loop.run_until_complete(main(waits_cancelled()))
            """)

    def test_done_tasks_have_no_further_end(self):
        self.assertEqual(self.scenario('gather').of('task_destroyed'), [])

    def test_words_of_the_c_future(self):
        self.program("""
            future = loop.create_future()
            def attempt(function, *args):
                try:
                    function(*args)
                except Exception as error:
                    print(type(error).__name__, error)
            attempt(future.result)
            attempt(future.exception)
            attempt(future.set_exception, 3)
            future.set_result(1)
            attempt(future.set_result, 2)
            attempt(future.set_exception, ValueError())
            attempt(loop.run_until_complete, 1, 2)
            attempt(loop.run_until_complete, 1)
            attempt(asyncio.ensure_future, 1)
            """)

    def test_partial_lines(self):
        path = self.write("import sys\nprint('a', 'b', end='')\nprint()\nprint('c\\nd', file=sys.stderr)\n")
        self.assertEqual([(e['text'], e['stream'], e.get('newline')) for e in self.record(path).of('printed')],
                         [('a b', 'stdout', None), ('c', 'stderr', None), ('d', 'stderr', None)])

    @unittest.skipIf(VERSION < (3, 7), 'no asyncio.run')
    def test_asyncio_run(self):
        path = self.write("""
            import asyncio
            async def child():
                try:
                    await asyncio.sleep(9)
                finally:
                    print('child ends')
            async def main():
                tasks = [asyncio.ensure_future(child()) for _ in range(2)]
                await asyncio.sleep(1)
                print('main ends')
                return 'result'
            asyncio.run(main())
            """)
        trace = self.record(path)
        self.assertEqual(trace.printed(), ['main ends', 'child ends', 'child ends'])
        self.assertEqual([(e['site'], e['size']) for e in trace.of('choice_made')], [('run', 2)])
        runs = trace.of('run_started')
        self.assertEqual([(e['via'], e.get('internal')) for e in runs],
                         [('asyncio.run', None)] + [('asyncio.run', True)] * (2 if VERSION < (3, 9) else 3))
        internal = [e['task'] for e in trace.of('task_created') if e.get('internal')]
        self.assertEqual(internal, [e['until'] for e in runs[2:]])  # not what it cancels, nor gather's outer future
        self.assertEqual(trace.outcome['value'], "'result'")  # not what its shutdown returned
        self.assertEqual(len(trace.of('loop_closed')), 1)


    @unittest.skipIf(VERSION < (3, 11), 'no asyncio.Runner')
    def test_a_runner_of_the_program(self):
        trace = self.record(self.write("""
            import asyncio
            async def main():
                pass
            with asyncio.Runner() as runner:
                runner.run(main())
                runner.run(main())
            """))
        self.assertEqual([(e['via'], e.get('internal')) for e in trace.of('run_started')],
                         [('asyncio.Runner', None)] * 2 + [('asyncio.Runner', True)] * 2)

    def test_a_loop_that_the_program_shuts_down_itself(self):
        trace = self.program("loop.run_until_complete(loop.shutdown_asyncgens())\n")
        self.assertEqual([event for event in trace.of('run_started', 'task_created')
                          if 'via' in event or 'internal' in event], [])


class Variables(RecorderTest):
    def changes(self, text, *arguments):
        """(what it is in, scope, values) of each event."""
        trace = self.program(text, *(arguments or ('--variables',)))
        events = trace.of('variables_changed')
        self.assertEqual([event for event in events if 'line' in event or 'cut' in event], [])
        return [(event.get('in'), event.get('scope'), event['values']) for event in events]

    def test_each_change_is_told_once(self):
        found = self.changes("""
            total, names = 0, ['a']
            async def inner(step):
                global total
                for i in range(2):
                    total += step
                    await asyncio.sleep(1)
                return i
            async def main():
                first = await inner(5)
                names.append('b')
                await asyncio.sleep(1)
                total = first
            loop.run_until_complete(main())
            loop.call_soon(names.clear)
            loop.call_soon(loop.stop)
            loop.run_forever()
            total = 'end'
            """)
        self.assertEqual(found, [(None, None, {'total': '0', 'names': "['a']"}),
                                 ('T1', None, {'total': '5'}),
                                 ('T1', 'T1', {'step': '5', 'i': '0'}),
                                 ('T1', None, {'total': '10'}),
                                 ('T1', 'T1', {'i': '1'}),
                                 ('T1', None, {'names': "['a', 'b']"}),
                                 ('T1', 'T1', {'first': '1', 'step': None, 'i': None}),
                                 ('H9', None, {'names': '[]'}),
                                 (None, None, {'total': "'end'"})])

    def test_only_data_by_reprs_that_are_not_the_programs(self):
        found = self.changes("""
            import collections
            class Account:
                def __repr__(self):
                    print('asked')
                __class__ = property(__repr__)
            class Number(int):
                __repr__ = Account.__repr__
            account, number, function = Account(), Number(3), Account.__repr__
            accounts = [Account(), Number(3), function, loop]
            queue, counts = collections.deque([1, accounts]), collections.Counter('aab')
            groups, pairs = collections.defaultdict(list, a={2, 1}), {(1,): None, b'x': {'y': 1.5}}
            huge, truth = 1 << 9999, not accounts
            itself = []
            itself.append(itself)
            async def main():
                del globals()['huge']
            task = loop.create_task(main())
            loop.run_until_complete(task)
            """)
        accounts = '[Account, Number, function, L1]'
        self.assertEqual(found, [
            (None, None, {'accounts': accounts, 'queue': 'deque([1, %s])' % accounts,
                          'counts': "Counter({'a': 2, 'b': 1})", 'groups': "defaultdict({'a': {1, 2}})",
                          'pairs': "{(1,): None, b'x': {'y': 1.5}}", 'huge': 'int', 'truth': 'False',
                          'itself': '[...]'}),
            ('T1', None, {'huge': None})])

    def test_those_that_are_chosen(self):
        text = """
            balance, other = 0, 1
            async def main():
                seen, more = balance, 2
                await asyncio.sleep(1)
            loop.run_until_complete(main())
            """
        options = ['--variable', 'balance', '--variable', 'seen=balance']
        self.assertEqual(self.changes(text, *options), [(None, None, {'balance': '0'}), ('T1', 'T1', {'seen': '0'})])
        self.assertEqual(self.program(text, *options).document['program']['variables'],
                         {'balance': None, 'seen': 'balance'})
        self.assertNotIn('variables', self.program(text, '--variables').document['program'])
        self.assertEqual(self.program(text).of('variables_changed'), [])

    def test_long_values_and_many_variables(self):
        trace = self.program("""
            long = list(range(10 ** 6))
            for i in range(50):
                globals()['v%d' % i] = i
            loop.call_soon(loop.stop)
            loop.run_forever()
            """, '--variables')
        event, = trace.of('variables_changed')
        self.assertTrue(event['cut'])
        self.assertEqual(len(event['values']), 30)
        self.assertEqual(len(event['values']['long']), 100)
        self.assertTrue(event['values']['long'].endswith('…'))

    def test_the_program_does_not_notice(self):
        trace = self.program("""
            import gc, weakref
            class Thing:
                pass
            async def main():
                thing = Thing()
                alive = weakref.ref(thing)
                before = locals()
                await asyncio.sleep(1)
                print(before['alive'] is alive)
                del before, thing
                print(alive() is None)
                thing = Thing()
                alive = weakref.ref(thing)
                await asyncio.sleep(1)
                thing = None
                print(alive() is None)
                return thing
            loop.run_until_complete(main())
            """, '--variables')
        self.assertEqual(trace.printed()[-1], 'True')


class CommandLine(RecorderTest):
    def refused(self, status, *arguments):
        done = run(['-o', os.path.join(self.folder, 'trace.json')] + list(arguments))
        self.assertEqual(done.returncode, status)
        lines = [line for line in done.stderr.decode().splitlines() if line.startswith('corodemo: ')]
        self.assertEqual(len(lines), 1, lines)
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith('trace')], [])
        return lines[0]

    def test_usage(self):
        hello = os.path.join(SCENARIOS, 'tutorial', 'hello.py')
        self.refused(2)
        self.refused(2, '--set-order', 'backwards', hello)
        self.refused(2, '--schedule', '1,1', hello)
        self.refused(2, '--arguments', '[]', hello)
        self.refused(2, '--variable', 'a b', hello)
        self.refused(2, '--variable', 'a=', '--variables', hello)
        self.refused(2, '--set-order', 'argument', '--schedule', '2,1', hello)
        self.assertIn('sizes met: none', self.refused(2, '--set-order', '3,1,2', '--preset-loop', hello))
        self.refused(2, '--schedule', '2,1', '--preset-loop', hello)
        gather = self.write(PREAMBLE + CHILD + """
async def main():
    await asyncio.wait([asyncio.ensure_future(child(d)) for d in (1, 2)])
loop.run_until_complete(main())
""")
        self.assertIn('sizes met: 2', self.refused(2, '--set-order', '3,1,2', gather))
        self.refused(2, '--schedule', '', gather)

    def test_files(self):
        hello = os.path.join(SCENARIOS, 'tutorial', 'hello.py')
        self.refused(3, os.path.join(self.folder, 'missing.py'))
        self.refused(3, '-o', os.path.join(self.folder, 'no', 'where.json'), hello)
        self.refused(4, self.write('def ('))

    def test_header_and_jsonl(self):
        path, output = self.write('print(1)\n', 'two_words.py'), os.path.join(self.folder, 'out.jsonl')
        run(['-o', output, '--title', 'Two', '--arguments', '{"n": 3}', path])
        with open(output) as file:
            lines = [json.loads(line) for line in file]
        self.assertEqual(lines[0]['program'], {
            'name': 'two-words', 'title': 'Two', 'arguments': {'n': 3},
            'listings': {'python': {'file': 'two_words.py', 'text': 'print(1)\n'}}})
        self.assertEqual(lines[0]['policy'], {'python': '%d.%d' % VERSION, 'set_order': 'tutorial',
                                              'preset_loop': False})
        self.assertEqual(lines[0]['generator'], 'recorder (CPython %d.%d.%d)' % sys.version_info[:3])
        self.assertEqual([list(line)[0] for line in lines[1:]], ['n', 'outcome'])


if __name__ == '__main__':
    unittest.main()
