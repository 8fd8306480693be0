"""corodemo check: whether a file is a valid trace, or what is wrong with it, and at which event."""

import glob
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

import corodemo

RECORDER = os.path.join(corodemo.ROOT, 'app', 'recorder')

#: Programs that leave what no scenario has in a trace.
PROGRAMS = {
    'threads': """
        import asyncio, threading
        async def main():
            loop = asyncio.get_event_loop()
            done = loop.create_future()
            threading.Thread(target=lambda: loop.call_soon_threadsafe(done.set_result, 1), name='worker').start()
            await done
            await loop.run_in_executor(None, print, 'job')
        asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main())
        """,
    'reader': """
        import asyncio, os
        loop = asyncio.new_event_loop()
        read, write = os.pipe()
        loop.add_reader(read, lambda: (print(os.read(read, 1)), loop.stop()))
        loop.call_later(1, os.write, write, b'x')
        loop.run_forever()
        """,
    'eager': """
        import asyncio
        async def child(n):
            print(n)
            await asyncio.sleep(n)
        async def main():
            if hasattr(asyncio, 'eager_task_factory'):
                asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            await asyncio.gather(child(0), child(1))
        asyncio.new_event_loop().run_until_complete(main())
        """,
}


class Check(unittest.TestCase):
    def check(self, text, status):
        done = corodemo.run('check', '-', stdin=text.encode())
        self.assertEqual(done.status, status, done.stderr)
        said = done.stdout if status == 0 else done.stderr
        self.assertEqual(len(said.splitlines()), 1, said)
        return said

    def wrong(self, change, event=None):
        """What is said of gather's trace after change(trace, events by kind)."""
        trace = corodemo.trace('gather')
        first = {}
        for one in trace['events']:
            first.setdefault(one['kind'], one)
        change(trace, first)
        said = self.check(json.dumps(trace), 1)
        self.assertTrue(said.startswith('corodemo: standard input: '), said)
        if event is not None:
            self.assertIn('event %d' % first[event]['n'], said)
        return said

    def test_what_corodemo_writes(self):
        for name in corodemo.scenarios():
            for format in ('json', 'jsonl'):
                self.assertIn('a valid trace of ', self.check(corodemo.run(name, '-f', format).stdout, 0), name)

    def test_what_the_recorder_writes(self):
        pythons = [sys.executable] + glob.glob(os.path.expanduser('~/.pyenv/versions/3.*/bin/python'))
        with tempfile.TemporaryDirectory() as folder:
            for name, program in PROGRAMS.items():
                path = os.path.join(folder, name + '.py')
                with open(path, 'w') as file:
                    file.write(textwrap.dedent(program))
                for python in pythons:
                    trace = os.path.join(folder, 'trace.jsonl')
                    subprocess.run([python, '-B', RECORDER, '-o', trace, path], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, check=True)
                    done = corodemo.run('check', trace)
                    self.assertEqual(done.status, 0, (name, python, done.stderr))
                    for options in (['--trace'], ['--trace=brief'], ['--trace=full'], ['-f', 'html'], ['-f', 'svg'],
                                    ['-f', 'mermaid'], ['-f', 'perfetto'], ['-f', 'asciicast']):
                        shown = corodemo.run('view', trace, *options)
                        self.assertEqual(shown.status, 0, (name, python, options, shown.stderr))

    def test_a_file_that_cannot_be_read(self):
        self.assertEqual(corodemo.run('check', 'missing.json').status, 3)

    def test_what_is_no_trace(self):
        self.check('', 1)
        self.check('{}', 1)
        self.check('{"schema": "corodemo.trace", "version": 2', 1)

    def test_an_event_by_itself(self):
        self.wrong(lambda trace, first: first['step_started'].pop('task'), 'step_started')
        self.wrong(lambda trace, first: first['step_started'].update(task='X1'), 'step_started')
        self.wrong(lambda trace, first: first['step_started'].update(cause=999), 'step_started')

    def test_an_object_that_is_not_there(self):
        said = self.wrong(lambda trace, first: first['step_finished'].update(waiting_on='F99'), 'step_finished')
        self.assertIn('F99 is not there', said)

    def test_what_is_not_nested(self):
        said = self.wrong(lambda trace, first: first['handle_finished'].update(handle='H2'), 'handle_finished')
        self.assertIn('H2 was not running', said)
        said = self.wrong(lambda trace, first: first['handle_started'].update(handle='H2'), 'handle_started')
        self.assertIn('H2 is not the first of the ready queue', said)

    def test_a_wrong_cause(self):
        self.assertIn('its cause is event', self.wrong(lambda trace, first: first['handle_started'].update(cause=1),
                                                       'handle_started'))

    def test_time_that_goes_back(self):
        said = self.wrong(lambda trace, first: first['run_finished'].update(t=0), 'run_finished')
        self.assertIn('the clock goes back: it stood at 1000000000', said)

    def test_a_handle_that_runs_twice(self):
        def again(trace, first):
            events = trace['events']
            at = events.index(first['iteration_finished'])
            events[at:at] = [dict(first['handle_started']), dict(first['handle_finished'])]
            for number, event in enumerate(events, 1):
                event['n'] = number
        self.wrong(again)

    def test_a_file_that_is_not_listed(self):
        self.assertIn('there is no listing 3', self.wrong(lambda trace, first: first['printed'].update(file=3), 'printed'))

    def test_an_outcome_that_contradicts_the_events(self):
        self.assertIn("outcome: field 'iterations': the events say 5",
                      self.wrong(lambda trace, first: trace['outcome'].update(iterations=9)))


if __name__ == '__main__':
    unittest.main()
