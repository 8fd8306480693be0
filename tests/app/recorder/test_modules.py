"""The modules of the recorder, each by itself, in this CPython."""

import gc
import json
import os
import socket
import sys
import tempfile
import threading
import unittest

from recorded import RECORDER

sys.path.insert(0, RECORDER)
from corodemo_recorder import accelerator, choices, clock, options, outside, recording, sources, texts, trace, trace_file  # noqa: E402
from corodemo_recorder.ordered_set import OrderedSet  # noqa: E402


class Accelerator(unittest.TestCase):
    def test_tasks_are_python_classes(self):
        import asyncio
        self.assertIn('__code__', dir(asyncio.Task.cancel))
        self.assertTrue(accelerator.is_asyncio(asyncio.gather.__code__))
        self.assertFalse(accelerator.is_asyncio(self.id.__func__.__code__))

    def test_the_program_can_import_the_c_module(self):
        import _asyncio
        self.assertTrue(hasattr(_asyncio, 'Future'))


class Choices(unittest.TestCase):
    def test_the_tutorials_orders(self):
        one = choices.Choices('tutorial')
        self.assertEqual(one.choose('wait', True, 3), [3, 2, 1])
        self.assertEqual(one.choose('wait', False, 3), [1, 2, 3])
        self.assertEqual(one.choose('gather', True, 4), [1, 4, 3, 2])

    def test_a_fixed_order_answers_choices_of_its_size(self):
        one = choices.Choices('2,1')
        self.assertEqual((one.choose('wait', True, 3), one.choose('wait', True, 2)), ([1, 2, 3], [2, 1]))

    def test_a_seed_gives_the_same_orders_each_time(self):
        orders = [choices.Choices('seed:7').choose('wait', True, 6) for _ in range(2)]
        self.assertEqual(orders[0], orders[1])
        self.assertEqual(sorted(orders[0]), [1, 2, 3, 4, 5, 6])

    def test_a_schedule_that_does_not_fit(self):
        with self.assertRaisesRegex(choices.Mismatch, 'answer 1 is an order of 2, but choice 1 .wait. is one of 3'):
            choices.Choices(schedule=[[2, 1]]).choose('wait', True, 3)
        one = choices.Choices(schedule=[[2, 1], [1]])
        one.choose('wait', True, 2)
        with self.assertRaisesRegex(choices.Mismatch, 'has 2 answers, but the run has 1 choices'):
            one.check_complete()

    def test_answers(self):
        self.assertEqual([choices.answer_of(text) for text in ('3,1,2', '@2', '@', '1,1', '', '@0')],
                         [[3, 1, 2], 2, 0, None, None, None])


class Sets(unittest.TestCase):
    def setUp(self):
        self.addCleanup(setattr, OrderedSet, 'decide_order', OrderedSet.decide_order)

    def test_it_asks_once_at_its_first_iteration(self):
        asked = []

        def decide(code, maker, elements):
            asked.append((code.co_name, maker))
            return elements[::-1]
        OrderedSet.decide_order = staticmethod(decide)
        one = OrderedSet('abc')
        self.assertEqual((list(one), list(one), list(OrderedSet(one))), (['c', 'b', 'a'],) * 3)
        self.assertEqual(len(asked), 1)
        one.discard('b')
        one.add('d')
        self.assertEqual(list(one), ['c', 'a', 'd'])

    def test_one_element_is_no_choice(self):
        OrderedSet.decide_order = None
        self.assertEqual(list(OrderedSet('a')), ['a'])


class Texts(unittest.TestCase):
    def setUp(self):
        self.texts = texts.Texts()
        self.texts.longest = 20

    def test_values_are_written_as_python_writes_them(self):
        self.texts.longest = 100
        for value in (None, 'end', 3, [1, (2,), {'a': {3}}], set(), frozenset(), frozenset({1}), [[]], {}, (), b'x'):
            self.assertEqual(self.texts.value(value), repr(value))

    def test_long_ones_are_cut(self):
        for value in ('x' * 100, list(range(100)), b'x' * 10 ** 7, {n: n for n in range(100)}):
            text = self.texts.value(value)
            self.assertIs(type(text), trace.Cut)
            self.assertEqual((len(text), text[-1]), (20, '…'))
            self.assertEqual(text[:-1], repr(value)[:19])

    def test_one_that_holds_itself(self):
        value = []
        value.append(value)
        self.assertEqual(self.texts.value(value), '[...]')

    def test_one_that_is_deeper_than_python_can_go(self):
        value = []
        for _ in range(100000):
            value = [value]
        self.texts.longest = 200
        self.assertEqual(self.texts.value(value), '[' * 50 + '...' + ']' * 50)

    def test_whatever_a_repr_does(self):
        class Raises:
            def __repr__(self):
                raise KeyboardInterrupt
        self.texts.longest = 100
        self.assertEqual(self.texts.value([Raises()]), '[<unprintable Raises object>]')

    def test_addresses_and_directories_are_left_out(self):
        self.texts.longest = 1000
        self.texts.leave_out(['/home/me'])
        self.assertEqual(self.texts.clean('<object object at 0x7f00aa> in /home/me/a/b.py, not in /home/you'),
                         '<object object> in b.py, not in /home/you')

    def test_an_error(self):
        self.assertEqual(self.texts.error(ValueError('no')), {'type': 'ValueError', 'message': 'no'})


class Events(unittest.TestCase):
    def setUp(self):
        self.trace = trace.Trace()

    def test_an_event_knows_what_it_happens_in(self):
        outer = self.trace.emit('handle_started', handle='H1')
        with self.trace.opened('H1', outer):
            inner = self.trace.emit('printed', text='x')
        after = self.trace.emit('note')
        self.assertEqual((inner['cause'], inner['in'], after['cause'], 'in' in after), (1, 'H1', None, False))

    def test_a_thread_has_surroundings_of_its_own(self):
        outer = self.trace.emit('handle_started', handle='H1')
        with self.trace.opened('H1', outer):
            thread = threading.Thread(target=self.trace.emit, args=('note',), name='worker')
            thread.start()
            thread.join()
        event = self.trace.take()[-1]
        self.assertEqual((event['thread'], event['cause'], 'in' in event), ('worker', None, False))

    def test_a_thread_is_not_its_predecessor(self):
        for name in ('one', 'other', 'third'):  # which may all get the same identity
            thread = threading.Thread(target=self.trace.emit, args=('note',), name=name)
            thread.start()
            thread.join()
        self.assertEqual([event['thread'] for event in self.trace.take()], ['one', 'other', 'third'])

    def test_numbers_have_no_gaps_whoever_emits(self):
        threads = [threading.Thread(target=lambda: [self.trace.emit('note') for _ in range(2000)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        found = []
        while any(thread.is_alive() for thread in threads):
            found += self.trace.take(keep=10)
        found += self.trace.take()
        self.assertEqual([event['n'] for event in found], list(range(1, 8001)))

    def test_the_newest_are_kept_back(self):
        for _ in range(5):
            self.trace.emit('note')
        self.assertEqual([event['n'] for event in self.trace.take(keep=2)], [1, 2, 3])
        self.assertEqual([event['n'] for event in self.trace.take()], [4, 5])

    def test_one_that_is_unfinished_is_kept_back(self):
        for _ in range(3):
            event = self.trace.emit('note')
        self.trace.context.unfinished = event['n'] - 1
        self.assertEqual([event['n'] for event in self.trace.take()], [1])
        self.trace.context.unfinished = None
        self.assertEqual([event['n'] for event in self.trace.take()], [2, 3])

    def test_time_never_goes_back(self):
        self.trace.now = 5
        first = self.trace.emit('note')
        first['t'] = 7
        self.trace.emit('note')
        self.assertEqual([event['t'] for event in self.trace.take()], [7, 7])

    def test_what_was_cut_says_so(self):
        self.assertTrue(self.trace.emit('printed', text=trace.Cut('x…'))['cut'])
        self.assertNotIn('cut', self.trace.emit('printed', text='x'))


class File(unittest.TestCase):
    HEADER = {'schema': 'corodemo.trace', 'program': {'name': 'p', 'listings': {'python': {'file': 'p.py', 'text': ''}}},
              'clock': {'kind': 'virtual', 'unit': 'ns'}}

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, 'trace')

    def write(self, name, clock_kind='virtual'):
        file = trace_file.TraceFile(self.path + name, self.HEADER)
        file.write([{'n': 1, 'kind': 'note', 'text': 'ü \ud800'}])
        file.add_listing({'file': 'pkg/jobs.py', 'text': 'x'})
        file.write([{'n': 2, 'kind': 'note'}])
        self.assertFalse(os.path.exists(self.path + name))
        file.finish({'status': 'returned'}, clock_kind)
        self.assertEqual(os.listdir(os.path.dirname(self.path)), [os.path.basename(self.path + name)])
        with open(self.path + name, encoding='utf-8') as file:
            return file.read()

    def test_lines(self):
        lines = [json.loads(line) for line in self.write('.jsonl', 'mixed').splitlines()]
        self.assertEqual(lines, [self.HEADER, {'n': 1, 'kind': 'note', 'text': 'ü \ud800'},
                                 {'listing': {'file': 'pkg/jobs.py', 'text': 'x'}}, {'n': 2, 'kind': 'note'},
                                 {'outcome': {'status': 'returned'}, 'clock': {'kind': 'mixed', 'unit': 'ns'}}])

    def test_a_document(self):
        document = json.loads(self.write('.json', 'mixed'))
        self.assertEqual(document['clock']['kind'], 'mixed')
        self.assertEqual([listing['file'] for listing in document['program']['listings']['python']],
                         ['p.py', 'pkg/jobs.py'])
        self.assertEqual([event['n'] for event in document['events']], [1, 2])
        self.assertEqual(document['outcome'], {'status': 'returned'})

    def test_an_empty_one(self):
        file = trace_file.TraceFile(self.path + '.json', self.HEADER)
        file.finish({'status': 'returned'}, 'virtual')
        with open(self.path + '.json') as file:
            self.assertEqual(json.load(file)['events'], [])

    def test_what_was_printed_is_bounded(self):
        file = trace_file.TraceFile(self.path + '.json', self.HEADER)
        for _ in range(30):
            file.print('x' * 10 ** 6)
        self.assertEqual(len(file.stdout()), trace_file.LONGEST_OUTPUT)
        file.remove()


class Writing(unittest.TestCase):
    def test_threads_that_write_at_once_lose_nothing(self):
        written = []

        class File:
            @staticmethod
            def write(events):
                written.extend(event['n'] for event in events)
        one = recording.Recording()
        one.is_on, one.file = True, File

        def work():
            for _ in range(3000):
                trace.trace.emit('note')
                one.flush(5)
        begin = trace.trace.emit('note')['n']
        threads = [threading.Thread(target=work) for _ in range(4)]
        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            sys.setswitchinterval(interval)
        one.flush_all()
        self.assertEqual(written[-12001:], list(range(begin, begin + 12001)))


class Instrumented(unittest.TestCase):
    def test_results_of_calls_are_seen_at_their_lines(self):
        seen = []
        names = {sources.SEEN: lambda value: seen.append((value, sys._getframe(1).f_lineno)) or value,
                 sources.CLOCKED: lambda function: function}
        one = sources.Sources()
        text = 'def f(x):\n    return x\ny = f(f(1))\nz = [f(i) for i in "ab"]\n'
        exec(one.compile(text.encode(), '/p/a.py'), names)
        self.assertEqual(seen, [(1, 3), (1, 3), ('a', 4), ('b', 4)])
        self.assertEqual(one.listings, [{'file': 'a.py', 'text': text}])

    def test_only_calls_that_may_read_a_clock_are_clocked(self):
        clocked = []
        names = {sources.SEEN: lambda value: value, sources.CLOCKED: lambda function: clocked.append(function) or function}
        exec(sources.Sources().compile(
            b'import time\nfrom time import perf_counter as pc\nlen("")\npc()\ntime.time()\n', '/p/a.py'), names)
        import time
        self.assertEqual(clocked, [time.perf_counter, time.time])

    def test_what_is_the_programs(self):
        one = sources.Sources()
        one.add_root(os.path.dirname(os.path.dirname(os.__file__)))
        self.assertFalse(one.holds(os.__file__))
        one.add_root('/p')
        self.assertTrue(one.holds('/p/pkg/jobs.py'))
        self.assertFalse(one.holds('/p/venv/lib/python3/site-packages/a.py'))
        self.assertEqual(one.name('/p/pkg/jobs.py'), 'pkg/jobs.py')


class Options(unittest.TestCase):
    def test_what_stands_behind_the_program_is_its_own(self):
        for arguments in ([], ['--', 'a'], ['a', '--', '-o', 'b'], ['-o', 'c'], ['-m', '--help'], ['--']):
            parsed = options.parse(['-o', 'trace.json', 'program.py'] + arguments)
            self.assertEqual((parsed.output, parsed.program, parsed.program_arguments),
                             ('trace.json', 'program.py', arguments))
        parsed = options.parse(['-m', 'pkg.mod', '-m', 'x'])
        self.assertEqual((parsed.module, parsed.program, parsed.program_arguments), (True, 'pkg.mod', ['-m', 'x']))


class Descriptors(unittest.TestCase):
    def inside(self, fd):
        return outside.Descriptor(fd).is_inside()

    def test_both_ends_of_a_pipe(self):
        reading, writing = os.pipe()
        self.assertTrue(self.inside(reading))
        self.assertTrue(self.inside(writing))
        os.close(writing)
        self.assertFalse(self.inside(reading))
        os.close(reading)

    def test_both_ends_of_a_connection(self):
        with socket.socket() as server, socket.socket() as client:
            server.bind(('127.0.0.1', 0))
            server.listen(1)
            client.connect(server.getsockname())
            self.assertEqual(outside.Descriptor(server.fileno()).kind, 'listening socket')
            accepted, _ = server.accept()
            with accepted:
                self.assertTrue(self.inside(client.fileno()))
                self.assertTrue(self.inside(accepted.fileno()))
            self.assertFalse(self.inside(client.fileno()))

    def test_a_pair_of_sockets(self):
        one, other = socket.socketpair()
        with one, other:
            self.assertTrue(self.inside(one.fileno()))

    def test_names_are_numbered_in_order_of_first_use(self):
        numbers = outside.Numbers()
        self.assertEqual([numbers.name('pipe', 9), numbers.name('pipe', 4), numbers.name('pipe', 9),
                          numbers.name('socket', 9)], ['pipe 1', 'pipe 2', 'pipe 1', 'socket 1'])

    def test_nothing_outside(self):
        self.assertEqual(outside.Outside().everything(), [])

    def test_a_thread(self):
        event = threading.Event()
        thread = threading.Thread(target=event.wait, name='waits')
        thread.start()
        self.assertEqual(outside.Outside().everything(), ['thread waits'])
        event.set()
        thread.join()
        self.assertEqual(gc.get_referrers(thread)[1:], [])  # no frame that looked at threads is kept


class TheClock(unittest.TestCase):
    def setUp(self):
        self.addCleanup(setattr, trace.trace, 'now', trace.trace.now)
        self.clock = clock.Clock()
        self.clock.start('auto', clock.SECOND // 10, False)

    def test_it_stands_still_and_jumps(self):
        before = self.clock.read()
        self.assertEqual(self.clock.read(), before)
        self.clock.advance(before + 5, 'idle')
        self.assertEqual(self.clock.read(), before + 5)
        self.clock.advance(before, 'idle')
        self.assertEqual(self.clock.read(), before + 5)

    def test_it_goes_with_the_real_one_while_something_is_outside(self):
        self.clock.go_with_real_time()
        before = self.clock.read()
        clock.real_sleep(0.01)
        self.assertGreaterEqual(self.clock.read(), before + 9 * 10 ** 6)
        self.clock.leave_real_time()
        self.assertEqual(self.clock.read(), self.clock.read())
        self.assertEqual(self.clock.kind, 'mixed')

    def test_a_loop_that_reads_it_gets_out(self):
        until = self.clock.read() + 2 * 10 ** 6
        while self.clock.read() < until:
            pass
        self.assertEqual(self.clock.kind, 'mixed')


if __name__ == '__main__':
    unittest.main()
