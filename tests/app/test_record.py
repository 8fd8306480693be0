"""corodemo record: a person's own program runs as Python runs it, and its trace can be looked at."""

import contextlib
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import textwrap
import unittest

import corodemo

HELLO = '''
    import asyncio

    async def main():
        print('hello')
        await asyncio.sleep(1)
        print('again')

    asyncio.run(main())
'''
HANG = '''
    import asyncio

    async def main():
        await asyncio.get_running_loop().create_future()

    asyncio.run(main())
'''
SLOW = '''
    import asyncio

    async def main():
        try:
            await asyncio.wait_for(asyncio.sleep(1), 0.5)
        except asyncio.TimeoutError:
            print('too slow')

    asyncio.run(main())
'''
TICKER = '''
    import asyncio

    async def main():
        while True:
            await asyncio.sleep(1)

    asyncio.run(main())
'''


class Terminal:
    """A program on a terminal of its own, with somebody at the keyboard."""

    def __init__(self, arguments, folder, **variables):
        try:
            self.process, self.screen = pty.fork()
        except OSError as error:
            raise unittest.SkipTest('this machine gives no pseudo-terminal: %s' % error) from None
        if self.process == 0:
            os.chdir(folder)
            os.execve(arguments[0], arguments, corodemo.environment(TERM='xterm', PAGER='cat', NO_COLOR='1', **variables))
        self.text = ''
        self.at = 0  # what was looked for stands before this

    def press(self, keys):
        os.write(self.screen, keys.encode())

    def read_until(self, text):
        while text not in self.text[self.at:]:
            ready, _, _ = select.select([self.screen], [], [], 30)
            data = b''
            if ready:
                with contextlib.suppress(OSError):  # the other end is closed
                    data = os.read(self.screen, 65536)
            if not data:
                raise AssertionError('%r does not appear: %r' % (text, self.text))
            self.text += data.decode().replace('\r\n', '\n')
        self.at = self.text.index(text, self.at) + len(text)

    def end(self):
        """How the process ended, after all that it wrote was read."""
        with contextlib.suppress(AssertionError):
            self.read_until('\0')
        os.close(self.screen)
        return os.waitpid(self.process, 0)[1]


class Record(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = os.path.join(folder.name, 'programs')
        self.temporary = os.path.join(folder.name, 'temporary')
        os.mkdir(self.folder)
        os.mkdir(self.temporary)

    def tearDown(self):
        self.assertEqual(os.listdir(self.temporary), [])  # nothing is left there, however it ended

    def write(self, name, text):
        os.makedirs(os.path.dirname(os.path.join(self.folder, name)), exist_ok=True)
        with open(os.path.join(self.folder, name), 'w') as file:
            file.write(textwrap.dedent(text))

    def read(self, name):
        with open(os.path.join(self.folder, name)) as file:
            return file.read()

    def record(self, *arguments, **how):
        return corodemo.run('record', *arguments, folder=self.folder, TMPDIR=self.temporary, **how)

    def begin(self, *arguments, **how):
        """The recording, while it runs; its output is read from a pipe."""
        process = subprocess.Popen([corodemo.path(), 'record', *arguments], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   env=corodemo.environment(TMPDIR=self.temporary), **how)
        self.addCleanup(process.wait, 60)
        return process

    def on_terminal(self, *arguments):
        return Terminal([corodemo.path(), 'record', *arguments], self.folder, TMPDIR=self.temporary)


class Output(Record):
    def test_output_is_the_programs_and_a_summary_follows(self):
        self.write('hello.py', HELLO)
        done = self.record('hello.py')
        self.assertEqual((done.status, done.stdout), (0, 'hello\nagain\n'))
        self.assertRegex(done.stderr, r'^hello\.py: .*, 1 s\n$')
        self.assertEqual(self.record('-q', 'hello.py').stderr, '')

    def test_the_text_follows_what_the_program_printed(self):
        self.write('hello.py', HELLO)
        done = self.record('--trace', 'hello.py')
        self.assertRegex(done.stdout, r'^hello\nagain\n(.*\n)*.*T1 starts')

    def test_a_timeout_is_what_wakes_a_task_that_waited_too_long(self):
        self.write('slow.py', SLOW)
        done = self.record('--trace', '--width', '200', 'slow.py')
        self.assertRegex(done.stdout, r' resumes (with CancelledError )?\(its timeout expired in step \d+\)')
        self.assertNotIn('wait_for() was done in step 4', done.stdout)

    def test_a_file_gets_the_trace_in_its_format(self):
        self.write('hello.py', HELLO)
        for name, text in (('hello.json', '{'), ('hello.jsonl', '{'), ('hello.svg', '<svg'), ('hello.html', '<!doctype html>')):
            done = self.record('-o', name, 'hello.py')
            self.assertEqual((done.status, done.stdout), (0, 'hello\nagain\n'))
            self.assertTrue(self.read(name).startswith(text), name)
            self.assertFalse(os.path.exists(os.path.join(self.folder, name + '.part')))
        self.assertEqual(corodemo.run('diff', 'hello.json', 'hello.jsonl', folder=self.folder).status, 0)
        self.assertIn('<title>hello</title>', self.read('hello.html'))  # the name, once

    def test_of_a_program_that_is_killed_the_trace_up_to_there_is_written(self):
        self.write('kill.py', '''
            import asyncio, os

            async def main():
                print('hello', flush=True)
                await asyncio.sleep(1)
                os.kill(os.getpid(), 9)

            asyncio.run(main())
        ''')
        for name in ('kill.json', 'kill.html'):
            done = self.record('-o', name, 'kill.py')
            self.assertEqual((done.status, done.stdout), (-9, 'hello\n'))
            self.assertIn('kill.py: killed by SIGKILL', done.stderr)
            self.assertEqual(sorted(os.listdir(self.folder))[0], name)
            os.rename(os.path.join(self.folder, name), os.path.join(self.folder, 'z' + name))
        outcome = json.loads(self.read('zkill.json'))['outcome']
        self.assertEqual((outcome['status'], outcome['signal']), ('killed', 'SIGKILL'))

    def test_the_summary_says_what_is_wrong_with_the_program(self):
        self.write('forgotten.py', '''
            import asyncio

            async def forgotten():
                pass

            async def caller():
                forgotten()

            asyncio.run(caller())
        ''')
        self.assertIn('forgotten() was never awaited', self.record('forgotten.py').stderr.split('forgotten.py: ')[-1])

    def test_a_trace_that_does_not_fit_into_memory_is_no_failure_of_the_program(self):
        self.write('hello.py', HELLO)
        done = self.record('--max-memory', '1K', 'hello.py')
        self.assertEqual((done.status, done.stdout), (0, 'hello\nagain\n'))
        self.assertIn('see --max-memory', done.stderr)
        self.assertEqual(self.record('--max-memory', '1K', '-o', 'hello.svg', 'hello.py').status, 3)

    def test_an_older_file_is_not_taken_for_the_trace(self):
        self.write('hello.json', 'old')
        self.write('exit.py', 'import os; os.kill(os.getpid(), 9)')
        self.record('-o', 'hello.json', '--python', 'nothing', 'exit.py')
        self.assertEqual(self.read('hello.json'), 'old')

    def test_frames(self):
        self.write('hello.py', HELLO)
        self.assertEqual(self.record('--frames', 'frames', 'hello.py').stdout, 'hello\nagain\n')
        self.assertIn('000.svg', os.listdir(os.path.join(self.folder, 'frames')))

    def test_standard_output_takes_no_other_format(self):
        self.write('hello.py', HELLO)
        for options in (['--json'], ['-f', 'svg']):
            done = self.record(*options, 'hello.py')
            self.assertEqual((done.status, done.stdout), (2, ''))
            self.assertIn('needs -o FILE', done.stderr)

    def test_a_file_that_cannot_be_written_is_known_before_the_program_runs(self):
        self.write('hello.py', HELLO)
        for name in ('missing/hello.html', 'missing/hello.json'):
            done = self.record('-o', name, 'hello.py')
            self.assertEqual((done.status, done.stdout), (3, ''))


class Arguments(Record):
    def test_what_follows_the_program_is_its_own(self):
        self.write('arguments.py', 'import sys; print(sys.argv)')
        for own in (['--help'], ['-q', '-o', 'x.json'], ['--lang', 'zh', '--trace'], ['-m', '', '--'], ['record', 'x.py'],
                    ['a b', '*'], ['--version='], ['--python=2.7']):
            for options in ([], ['-o', 'trace.jsonl'], ['--max-steps', '9'], ['--trace']):
                done = self.record(*options, 'arguments.py', *own)
                self.assertEqual(done.stdout.splitlines()[:1], [repr(['arguments.py'] + own)], done)
                self.assertIsNone(re.search('[\u4e00-\u9fff]', done.stderr))

    def test_every_option_with_a_value_takes_it_from_the_program(self):
        self.write('arguments.py', 'import sys; print(sys.argv)')
        values = {'--python': sys.executable, '--format': 'text', '--output': 'x.txt', '--steps': '1-2', '--task': 'T1',
                  '--axis': 'step', '--theme': 'dark', '--frames': 'frames', '--clock': 'real', '--slow': '1',
                  '--max-steps': '5', '--max-seconds': '50', '--max-text': '5', '--include': '.', '--set-order': '1,2',
                  '--schedule': '', '--lang': 'zh', '--color': 'never', '--width': '70', '--max-memory': '1G'}
        help_text = self.record('--help').stdout
        options = re.findall(r'^ +(?:-\w,)?(--[\w-]+) [A-Z]', help_text, re.MULTILINE)
        self.assertEqual(set(options) - {'--write-recorder'}, set(values))
        for option in set(values) - {'--schedule', '--axis', '--theme', '--set-order'}:
            done = self.record(option, values[option], 'arguments.py', '-q')
            self.assertEqual((done.status, done.stdout.splitlines()[:1]), (0, ["['arguments.py', '-q']"]), (option, done))

    def test_a_module(self):
        self.write('pkg/__init__.py', '')
        self.write('pkg/__main__.py', 'import sys; print(__name__, sys.argv[1:])')
        self.assertEqual(self.record('-m', 'pkg', '--help').stdout, "__main__ ['--help']\n")

    def test_standard_input(self):
        done = self.record('-', '-n', stdin=b'import sys; print(sys.argv)')
        self.assertEqual(done.stdout, "['-', '-n']\n")

    def test_options_reach_the_recorder(self):
        self.write('hello.py', HELLO)
        self.record('-o', 'hello.json', '--set-order', 'seed:7', '--preset-loop', 'hello.py')
        policy = json.loads(self.read('hello.json'))['policy']
        self.assertEqual((policy['set_order'], policy['preset_loop']), ('seed:7', True))


class Ends(Record):
    def test_the_exit_status_is_the_programs(self):
        for status in (0, 1, 2, 3, 4, 77, 255):
            self.write('exit.py', 'import sys; sys.exit(%d)' % status)
            done = self.record('exit.py')
            self.assertEqual(done.status, status)
            self.assertIn('exited with status %d' % status if status else 'no event loop ran', done.stderr)

    def test_an_exception_ends_it_as_python_does(self):
        self.write('error.py', '1 / 0')
        done = self.record('error.py')
        self.assertEqual(done.status, 1)
        self.assertTrue(done.stderr.startswith('Traceback (most recent call last):'))
        self.assertIn('ZeroDivisionError', done.stderr.splitlines()[-1])  # the summary says so, too

    def test_it_dies_of_the_signal_of_which_the_program_dies(self):
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV, signal.SIGQUIT):
            self.write('kill.py', 'import os; os.kill(os.getpid(), %d)' % number)
            done = self.record('kill.py')
            self.assertEqual(done.status, -number)

    def test_without_somebody_at_the_keyboard_a_program_that_hangs_ends(self):
        self.write('hang.py', HANG)
        done = self.record('hang.py')
        self.assertEqual(done.status, 0)
        self.assertRegex(done.stderr, r'^hang\.py: hangs: (.|\n)*\nwarning: line 5: T1.* waits forever for ')

    def test_an_endless_program_is_stopped(self):
        self.write('ticker.py', TICKER)
        done = self.record('--max-steps', '50', 'ticker.py')
        self.assertEqual(done.status, 0)
        self.assertIn('ticker.py: stopped at the limit of --max-steps', done.stderr)

    def test_a_program_that_cannot_be_interrupted_is_killed(self):
        self.write('spin.py', '''
            import signal
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            print('on and on', flush=True)
            while True:
                pass
        ''')
        done = self.record('--max-seconds', '0.5', 'spin.py')
        self.assertEqual((done.status, done.stdout), (0, 'on and on\n'))
        self.assertIn('spin.py: stopped at the limit of --max-seconds', done.stderr)


class Signals(Record):
    HANDLER = '''
        import signal, sys, time

        def stop(number, frame):
            print('stopped', flush=True)
            sys.exit(5)

        signal.signal(signal.%s, stop)
        print('begun', flush=True)
        while True:
            time.sleep(60)
    '''

    def test_a_signal_is_passed_on(self):
        for name in ('SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR1'):
            self.write('handler.py', self.HANDLER % name)
            process = self.begin('handler.py')
            self.assertEqual(process.stdout.readline(), 'begun\n')
            process.send_signal(getattr(signal, name))
            stdout, stderr = process.communicate(timeout=60)
            self.assertEqual((process.returncode, stdout), (5, 'stopped\n'), name)
            self.assertIn('handler.py: ', stderr)

    def test_an_ignored_signal_stays_ignored(self):
        self.write('ignored.py', 'import signal; print(signal.getsignal(signal.SIGHUP).name)')
        process = self.begin('ignored.py', preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        self.assertEqual(process.communicate(timeout=60)[0], 'SIG_IGN\n')

    def test_ctrl_c_reaches_the_program_and_the_trace_is_written(self):
        self.write('server.py', '''
            import asyncio

            async def main():
                server = await asyncio.start_server(lambda reader, writer: None, '127.0.0.1', 0)
                print('begun')
                await server.serve_forever()

            try:
                asyncio.run(main())
            except KeyboardInterrupt:
                print('bye')
        ''')
        terminal = self.on_terminal('-o', 'server.html', 'server.py')
        terminal.read_until('begun')
        terminal.press('\x03')
        self.assertEqual(os.WEXITSTATUS(terminal.end()), 0)
        self.assertRegex(terminal.text, r'bye\n(.*\n)*server\.py: ')
        self.assertTrue(self.read('server.html').startswith('<!doctype html>'))

    def test_the_programs_terminal_is_a_terminal(self):
        self.write('name.py', "import sys; print(input('name? ').upper(), sys.stdin.isatty(), sys.stdout.isatty())")
        terminal = self.on_terminal('name.py')
        terminal.read_until('name? ')
        terminal.press('ada\n')
        self.assertEqual(terminal.end(), 0)
        self.assertIn('ADA True True\n', terminal.text)

    def test_a_program_that_hangs_waits_for_ctrl_c(self):
        self.write('hang.py', HANG)
        terminal = self.on_terminal('hang.py')
        terminal.read_until('waits forever for')
        terminal.read_until('Ctrl-C ends it')
        self.assertEqual(os.waitpid(terminal.process, os.WNOHANG), (0, 0))
        terminal.press('\x03')
        terminal.end()
        self.assertRegex(terminal.text, r'hang\.py: hangs(.*\n)*.*hang\.py: .*hangs')

    def test_ctrl_z_gives_the_terminal_back_to_the_shell(self):
        self.write('begun.py', "import sys; print('begun'); print(sys.stdin.readline().upper())")
        terminal = Terminal(['/bin/sh', '-i'], self.folder, TMPDIR=self.temporary, ENV='', PS1='$ ')
        terminal.read_until('$ ')
        terminal.press('%s record begun.py\n' % corodemo.path())
        terminal.read_until('\nbegun\n')
        terminal.press('\x1a')
        terminal.read_until('$ ')
        terminal.press('echo in $((40 + 2))\n')
        terminal.read_until('in 42')
        terminal.press('fg\n')
        terminal.read_until('fg\n')
        terminal.press('on it goes\n')
        terminal.read_until('ON IT GOES')
        terminal.read_until('begun.py: ended')
        terminal.press('exit\n')
        self.assertEqual(terminal.end(), 0)


class Pythons(Record):
    def test_a_path_and_a_version(self):
        self.write('version.py', "import sys; print('%d.%d.%d' % sys.version_info[:3])")
        version = '%d.%d.%d' % sys.version_info[:3]
        self.assertEqual(self.record('--python', sys.executable, 'version.py').stdout, version + '\n')
        self.assertTrue(self.record('--python', '3.%d' % sys.version_info[1], 'version.py').stdout
                        .startswith(version.rsplit('.', 1)[0] + '.'))

    def fake(self, name, answer):
        self.write(name, '#!/bin/sh\necho "%s"\n' % answer)
        os.chmod(os.path.join(self.folder, name), 0o755)
        return './' + name

    def test_a_python_that_will_not_do(self):
        self.write('hello.py', HELLO)
        for python, complaint in (
                ('3.99', r'there is no Python 3\.99 \(there are: .*3\.%d' % sys.version_info[1]),
                ('nothing', r'there is no nothing \('), ('./nothing', r'there is no \./nothing \('),
                (self.fake('pypy', 'pypy 3.10.13'), r'\./pypy is pypy: record needs CPython'),
                (self.fake('old', 'cpython 3.5.10'), r'\./old is Python 3\.5\.10: record needs 3\.6 or later'),
                (self.fake('older', 'cpython 2.7.18'), r'\./older is Python 2\.7\.18: record needs 3\.6 or later'),
                (self.fake('other', ''), r'\./other is no Python')):
            done = self.record('--python', python, 'hello.py')
            self.assertEqual((done.status, done.stdout), (4, ''))
            self.assertRegex(done.stderr, '^corodemo: ' + complaint)

    def test_the_recorder_works_alone(self):
        self.write('hello.py', HELLO)
        for name in ('one.pyz', 'other.pyz'):
            self.assertEqual(self.record('--write-recorder', name), (0, '', ''))
        with open(os.path.join(self.folder, 'one.pyz'), 'rb') as one, open(os.path.join(self.folder, 'other.pyz'), 'rb') as other:
            self.assertEqual(one.read(), other.read())
        done = subprocess.run([sys.executable, 'one.pyz', '-o', 'hello.json', 'hello.py'], cwd=self.folder,
                              stdout=subprocess.PIPE, text=True, check=True)
        self.assertEqual(done.stdout, 'hello\nagain\n')
        self.assertEqual(corodemo.run('view', 'hello.json', folder=self.folder).status, 0)


class Sides(Record):
    """compare and diff take programs."""

    def compare(self, *arguments):
        return corodemo.run(*arguments, folder=self.folder, TMPDIR=self.temporary)

    def setUp(self):
        super().setUp()
        self.write('shop.py', '''
            import asyncio, sys

            async def item(name, seconds):
                await asyncio.sleep(seconds)
                print(name)

            async def main():
                await asyncio.gather(item('bread', 1), item('milk', 2 if '--slow' in sys.argv else 0.5))

            asyncio.run(main())
        ''')

    def test_a_program_with_its_arguments(self):
        done = self.compare('compare', 'shop.py --slow', 'shop.py')
        self.assertEqual((done.status, done.stderr), (1, ''))
        self.assertRegex(done.stdout, r'\Ashop\.py --slow and shop\.py: different orders\n')
        self.assertNotIn('timing', done.stdout)
        self.assertEqual(self.compare('compare', 'shop.py', 'shop.py').status, 0)

    def test_a_program_and_a_trace(self):
        self.record('-o', 'shop.json', 'shop.py')
        for command in ('diff', 'compare'):
            self.assertEqual(self.compare(command, 'shop.py', 'shop.json').status, 0)
            self.assertEqual(self.compare(command, 'shop.py --slow', 'shop.json').status, 1)

    def test_a_program_and_a_scenario(self):
        done = self.compare('compare', 'gather', 'shop.py')
        self.assertIn('two different programs', done.stdout)
        self.assertEqual(self.compare('diff', 'gather', 'gather').status, 0)

    def test_differences_of_a_run_that_really_waited_may_be_timing(self):
        self.write('thread.py', '''
            import asyncio, time

            async def main():
                await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.05)

            asyncio.run(main())
        ''')
        for command in ('diff', 'compare'):
            self.assertIn('may be timing', self.compare(command, 'thread.py', 'shop.py').stdout)


class Errors(Record):
    def test_a_program_that_cannot_be_run(self):
        self.write('syntax.py', 'import asyncio\nprint(')
        os.mkdir(os.path.join(self.folder, 'folder'))
        with open(os.path.join(self.folder, 'null.py'), 'wb') as file:
            file.write(b'\0')
        for program, status, complaint in (
                ('missing.py', 3, 'cannot read missing.py: No such file or directory'),
                ('folder', 3, 'cannot read folder: Is a directory'),
                ('syntax.py', 4, 'syntax.py: Python .* does not compile line 2: '),
                ('null.py', 4, 'null.py: Python .* does not compile')):
            done = self.record(program)
            self.assertEqual((done.status, done.stdout), (status, ''))
            self.assertRegex(done.stderr, r'\Acorodemo: ' + complaint + r'.*\n\Z')

    def test_errors_that_lead_to_it(self):
        for arguments in (['shop.py'], ['shop.py', '--fast'], ['view', 'shop.py'], ['explore', 'shop.py'],
                          ['explain', 'shop.py']):
            done = corodemo.run(*arguments, folder=self.folder)
            self.assertEqual(done.status, 2)
            self.assertIn('did you mean corodemo record shop.py?', done.stderr)

    def test_a_program_is_missing(self):
        for arguments in ([], ['--trace'], ['-m']):
            done = self.record(*arguments)
            self.assertEqual((done.status, done.stdout), (2, ''))
            self.assertIn('the program is missing', done.stderr)


if __name__ == '__main__':
    unittest.main()
