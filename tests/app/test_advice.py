"""What is wrong with a program is said, with what to write instead; a program in which nothing is wrong is not warned of."""

import os
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

import corodemo

# The scenarios that show a mistake, with the beginning of each warning.
LOCKS = 'line 11: T2 T3 transfer wait forever for lock.acquire(). Take several locks always in the same order'
FOREVER = 'run_forever() never returns'
WRONG = {
    'blocking': ['step 1, line 9: T1 T2 blocking block the event loop for 2 s in 2 steps'],
    'never-awaited': ['line 10: hello() was never awaited', 'line 12: hello() was never awaited'],
    'run-forever': [FOREVER],
    'stop-after-run-forever': [FOREVER],
    'lock-order-deadlock': [LOCKS],
    'deadlock': ['line 5: T1 waits forever for lock.acquire(). T1 already holds M1'],
    'lost-wakeup': ['line 8: T3 waiter waits forever for condition.wait(). T2 waiter was notified, but cancelled'],
    'gather-exception': ['step 7, line 18: gather() failed with ValueError: no, but T2 work ran on'],
    'unretrieved-exception': ['step 5, line 11: T2 load, created here, ended with ValueError: no file, which was never'],
    'lost-task': ['step 5, line 14: T2 job, created here, was destroyed while pending'],
}
FIXED = {('lost-wakeup', '3.14')}  # in 3.13
NEED_A_LOOP = {'blocking', 'run-forever', 'stop-after-run-forever'}  # get_event_loop() raises since 3.14

# Programs, with what is said of each.
MISTAKES = {
    'a forgotten await': ('''
        async def save():
            pass

        async def main():
            save()
            print("done")
        ''', ['save() was never awaited.* Write await save()']),
    'one of asyncio, too': ('''
        async def main():
            asyncio.sleep(1)
        ''', [r'sleep() was never awaited.* Write await asyncio.sleep(1).']),
    'a result that is a coroutine': ('''
        async def load():
            return [1]

        async def main():
            for one in load():
                pass
        ''', ['load() was never awaited']),
    'a function that blocks': ('''
        import time

        def fetch():
            time.sleep(1)

        async def main():
            fetch()
        ''', ['T1 blocks the event loop for 1 s.* Call fetch() in a thread']),
    'an exception that nobody asks for': ('''
        async def fails():
            raise ValueError("no")

        async def main():
            asyncio.ensure_future(fails())
            await asyncio.sleep(1)
        ''', ['T2 fails, created here, ended with ValueError: no, which was never retrieved']),
    'a task that nobody holds': ('''
        import gc

        async def lost():
            await asyncio.get_event_loop().create_future()

        async def main():
            asyncio.ensure_future(lost())
            await asyncio.sleep(1)
            gc.collect()
        ''', ['T2 lost, created here, was destroyed while pending: nobody held a reference to it.* Keep a reference']),
    'a child that runs on': ('''
        async def fails():
            raise ValueError("no")

        async def works():
            for i in range(5):
                await asyncio.sleep(1)

        async def main():
            try:
                await asyncio.gather(fails(), works())
            except ValueError:
                await asyncio.sleep(10)
        ''', ['gather() failed with ValueError: no, but T3 works ran on']),
    'a hang': ('''
        async def consumer(queue):
            while True:
                await queue.get()

        async def main():
            queue = asyncio.Queue()
            queue.put_nowait(1)
            await asyncio.gather(consumer(queue))
        ''', ['T2 consumer waits forever for queue.get().* Put an item']),
}
SINCE_3_7 = {'one of asyncio, too', 'a result that is a coroutine'}  # before, Python doesn't warn of these
RIGHT = {
    'others are cancelled after a failure': '''
        async def fails():
            await asyncio.sleep(1)
            raise ValueError("no")

        async def works():
            for i in range(5):
                await asyncio.sleep(0.5)

        async def main():
            tasks = [asyncio.ensure_future(works()), asyncio.ensure_future(fails())]
            try:
                await asyncio.gather(*tasks)
            except ValueError:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        ''',
    'others are awaited after a failure': '''
        async def fails():
            raise ValueError("no")

        async def works():
            for i in range(5):
                await asyncio.sleep(0.5)

        async def main():
            tasks = [asyncio.ensure_future(works()), asyncio.ensure_future(fails())]
            try:
                await asyncio.gather(*tasks)
            except ValueError:
                await asyncio.wait(tasks)
        ''',
    'workers are cancelled when the queue is empty': '''
        async def worker(queue):
            while True:
                await asyncio.sleep(await queue.get())
                queue.task_done()

        async def main():
            queue = asyncio.Queue()
            for i in range(5):
                queue.put_nowait(0.1 * i)
            workers = [asyncio.ensure_future(worker(queue)) for i in range(2)]
            await queue.join()
            for one in workers:
                one.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        ''',
    'timeouts, shields and locks': '''
        async def slow(lock):
            async with lock:
                await asyncio.sleep(3)

        async def main():
            lock = asyncio.Lock()
            tasks = [asyncio.ensure_future(slow(lock)) for i in range(3)]
            try:
                await asyncio.wait_for(asyncio.shield(tasks[0]), 1)
            except asyncio.TimeoutError:
                print("not yet")
            for done in asyncio.as_completed(tasks):
                await done
        ''',
    'a coroutine that an exception dropped': '''
        async def save(order):
            await asyncio.sleep(order)

        async def main():
            try:
                await asyncio.gather(save(1), save(1, 2))
            except TypeError:
                pass
            await asyncio.gather(asyncio.sleep(1), save(int("one")))
        ''',
    'asyncio.run() cancels what is left': '''
        async def background():
            while True:
                await asyncio.sleep(1)

        async def main():
            task = asyncio.ensure_future(background())
            await asyncio.sleep(2.5)
        ''',
    'a program that fails, with tasks left over': '''
        async def background():
            await asyncio.sleep(10)

        async def main():
            task = asyncio.ensure_future(background())
            await asyncio.sleep(0)
            raise ValueError("no")
        ''',
}


def warnings_in(text):
    """The warnings at the end of a text, each on one line, without `warning: `."""
    shown = re.findall(r'^warning: (.*\n(?: {9}.*\n)*)', text, re.MULTILINE)
    return [re.sub(r'\n *', ' ', one).strip() for one in shown]


def recorded(body, run='loop.run_until_complete(main())'):
    """The warnings of a program, recorded."""
    start = 'loop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)\n'
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, 'program.py')
        with open(program, 'w') as file:
            file.write('import asyncio\n' + textwrap.dedent(body) + '\n' + (start if run.startswith('loop') else '') + run)
        trace = os.path.join(folder, 'trace.json')
        recorder = os.path.join(corodemo.ROOT, 'app', 'recorder')
        subprocess.run([sys.executable, recorder, '--reproducible', '-o', trace, program], stdin=subprocess.DEVNULL,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        return warnings_in(corodemo.run('view', trace).stdout)


class Advice(unittest.TestCase):
    def test_the_scenarios_that_show_a_mistake_say_so_and_no_others(self):
        since = {scenario['name']: scenario['since'] for scenario in corodemo.trace('list')}
        for name in corodemo.scenarios():
            for python in '3.6', '3.10', '3.14':
                with self.subTest(name=name, python=python):
                    has_all = int(python[2:]) >= int(since[name][2:])
                    runs = has_all and (python != '3.14' or name not in NEED_A_LOOP) and (name, python) not in FIXED
                    expected = WRONG.get(name, []) if runs else []
                    found = warnings_in(corodemo.run(name, '--python', python, '-q', '--trace').stdout)
                    self.assertEqual([one[:len(begin)] for one, begin in zip(found, expected)], expected)
                    self.assertEqual(len(found), len(expected), found)

    def test_each_mistake_of_a_real_program_is_found(self):
        for name, (program, expected) in MISTAKES.items():
            with self.subTest(name):
                if name in SINCE_3_7 and sys.version_info < (3, 7):
                    continue
                found = recorded(program)
                self.assertEqual(len(found), len(expected), found)
                for one, part in zip(found, expected):
                    self.assertRegex(one, re.sub(r'[()]', r'\\\g<0>', part))

    def test_a_real_program_in_which_nothing_is_wrong_is_not_warned_of(self):
        for name, program in RIGHT.items():
            for run in ['loop.run_until_complete(main())'] + ['asyncio.run(main())'] * (sys.version_info >= (3, 7)):
                if 'asyncio.run' not in name or run.startswith('asyncio'):
                    with self.subTest(name, run=run):
                        self.assertEqual(recorded(program, run), [])

    def test_the_remedy_is_one_that_this_python_has(self):
        run = 'asyncio.run(hello())' if sys.version_info >= (3, 7) else 'loop.run_until_complete(hello())'
        program = 'async def hello():\n    pass\n\nhello()\n'
        self.assertEqual(recorded(program, ''), ['line 5: hello() was never awaited, so its body never ran. Write %s.' % run])

    def test_the_summary_of_a_run_with_a_trace_has_them(self):
        for options in [], ['-q']:
            done = corodemo.run('blocking', '-f', 'jsonl', *options)
            self.assertEqual(warnings_in(done.stderr), [], 'a trace that is not kept')
            done = corodemo.run('blocking', '-f', 'svg', *options)
            self.assertEqual(len(warnings_in(done.stderr)), 0 if options else 1)
            self.assertIn('警告：' if not options else '', corodemo.run('blocking', '-f', 'svg', '--lang', 'zh', *options).stderr)


if __name__ == '__main__':
    unittest.main()
