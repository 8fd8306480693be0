"""A recorded program must not notice: each of these is run by plain Python and recorded, by every CPython found. What
it prints, its standard error with warnings and tracebacks, and how it ends have to be the same."""

import concurrent.futures
import difflib
import json
import os
import pty
import signal
import subprocess
import textwrap
import unittest

import recorded
from recorded import PYTHONS, RECORDER

POOL = concurrent.futures.ThreadPoolExecutor(os.cpu_count())
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith('PYTHON')}


class ProgramTest(recorded.ProgramTest):
    def setUp(self):
        super().setUp()
        self.folder = os.path.realpath(self.folder)

    def run_one(self, version, is_recorded, options, arguments, stdin, environment, send):
        """What can be seen of a run, as lines; and the trace."""
        trace = os.path.join(self.folder, 'trace-%d.%d.json' % version)
        command = [PYTHONS[version], '-B'] + options
        if is_recorded:
            command += [RECORDER, '-o', trace]
        process = subprocess.Popen(command + arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, cwd=self.folder, env=dict(ENVIRONMENT, **environment))
        output = b''
        if send is not None:  # once the program has said that it is ready
            output = process.stdout.readline()
            process.send_signal(send)
        stdout, stderr = process.communicate(stdin, timeout=60)
        seen = ['stdout: ' + line for line in (output + stdout).decode('utf-8', 'replace').split('\n')]
        seen += ['stderr: ' + line for line in stderr.decode('utf-8', 'replace').split('\n')]
        document = None
        if is_recorded and os.path.exists(trace):
            with open(trace, encoding='utf-8') as file:
                document = json.load(file)
        return seen + ['status: %d' % process.returncode], document

    def same(self, text='', arguments=('program.py',), since=(3, 6), until=(3, 99), options=(), stdin=b'',
             send=None, **environment):
        """Run the program as it is on each CPython of these versions; return the traces, by version."""
        if text:
            self.write(text)
        versions = [version for version in PYTHONS if since <= version <= until]
        jobs = {(version, is_recorded): POOL.submit(self.run_one, version, is_recorded, list(options), list(arguments),
                                                    stdin, environment, send)
                for version in versions for is_recorded in (False, True)}
        traces, differences = {}, {}
        for version in versions:
            plain, _ = jobs[version, False].result()
            seen, traces[version] = jobs[version, True].result()
            difference = '\n'.join(difflib.unified_diff(plain, seen, 'plain', 'recorded', n=1, lineterm=''))
            if difference:
                differences.setdefault(difference, []).append('%d.%d' % version)
        if differences:
            self.fail(''.join('\n%s:\n%s\n' % (' '.join(names), text) for text, names in differences.items()))
        return traces


class Streams(ProgramTest):
    def test_both_streams(self):
        self.same("""
            import sys
            print('out')
            print('error', file=sys.stderr)
            sys.stdout.write('no newline')
            """)

    def test_bytes_beside_text(self):
        self.same("""
            import os, sys
            print('one')
            sys.stdout.buffer.write(b'two\\n')
            sys.stdout.flush()
            os.write(1, b'three\\n')
            print('four', flush=True)
            sys.stdout.writelines(['five\\n', 'six\\n'])
            os.system('echo seven')
            """)

    def test_without_a_flush_bytes_overtake(self):
        self.same("""
            import os, sys
            print('buffered')
            os.write(1, b'first\\n')
            """)

    def test_unbuffered(self):
        program = """
            import os, sys
            print('first', end=' ')
            os.write(1, b'second\\n')
            print(sys.stdout.line_buffering, getattr(sys.stdout, 'write_through', None), sys.flags.unbuffered)
            sys.stdout.buffer.write(b'third ')
            os.write(1, b'fourth\\n')
            """
        self.same(program, options=['-u'])
        self.same(program, PYTHONUNBUFFERED='1')

    def test_attributes(self):
        self.same("""
            import io, sys
            for stream in sys.stdout, sys.stderr, sys.stdin, sys.__stdout__, sys.__stderr__:
                print(stream, type(stream), stream.name, stream.mode, stream.fileno(), stream.encoding, stream.errors,
                      stream.isatty(), stream.line_buffering, getattr(stream, 'write_through', 0), stream.newlines,
                      stream.closed, stream.readable(), stream.writable(), stream.seekable(),
                      isinstance(stream, io.TextIOWrapper), type(stream.buffer), type(stream.buffer.raw))
            print(sys.stdout is sys.__stdout__)
            """)

    def test_reconfigured(self):
        self.same("""
            import sys
            sys.stdout.reconfigure(encoding='latin-1', errors='replace', line_buffering=True, newline='\\r\\n')
            print('caf\\xe9 \\u4e2d')
            """, since=(3, 7))

    def test_encodings(self):
        program = """
            import sys
            print(sys.stdout.encoding, sys.stdout.errors, sys.stderr.encoding, sys.stderr.errors)
            print('caf\\xe9', file=sys.stderr)
            print('caf\\xe9')
            """
        for encoding in 'ascii', 'latin-1:replace', 'utf-8', 'utf-16':
            self.same(program, PYTHONIOENCODING=encoding)
        self.same(program, LC_ALL='C')
        self.same("print('\\udc80')")

    def test_redirected(self):
        self.same("""
            import contextlib, io, sys
            text = io.StringIO()
            with contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
                print('into text')
                print('error', file=sys.stderr)
            print(repr(text.getvalue()))
            sys.stdout = io.TextIOWrapper(open('file.txt', 'wb'), encoding='utf-8')
            print('file')
            sys.stdout = sys.__stdout__
            sys.stdout = open(1, 'w', closefd=False)
            print('a stream of its own')
            """)

    def test_detached(self):
        self.same("""
            import io, sys
            sys.stdout = io.TextIOWrapper(sys.stdout.detach(), encoding='latin-1')
            print('caf\\xe9')
            sys.stderr = io.TextIOWrapper(sys.stderr.detach(), encoding='latin-1')
            print('caf\\xe9', file=sys.stderr)
            """)

    def test_closed(self):
        self.same("import sys\nsys.stdout.close()\n")
        self.same("import os\nprint('lost')\nos.close(1)\n")
        self.same("import sys\nprint(1)\nsys.stdout = None\nprint(2)\n")
        self.same("import sys\nsys.stderr.close()\nsys.exit('text')\n")
        self.same("import sys\nsys.stderr = None\nraise ValueError(1)\n")

    def test_input(self):
        self.same("""
            name = input('name? ')
            print('hello', name)
            print(repr(__import__('sys').stdin.read()))
            input('more? ')
            """, stdin=b'Ada\nand the rest\n')

    def at_a_terminal(self, command, answer):
        """All that a terminal shows of a process that prompts and gets the answer."""
        master, slave = pty.openpty()
        process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, cwd=self.folder, env=ENVIRONMENT,
                                   start_new_session=True)
        os.close(slave)
        shown = b''
        try:
            while True:
                shown += os.read(master, 1000)
                if shown.endswith(b'? ') and answer:
                    os.write(master, answer)
                    answer = None
        except OSError:  # the other end is closed
            pass
        finally:
            os.close(master)
        return process.wait(), shown.decode()

    def test_at_a_terminal(self):
        self.write("""
            import asyncio, os, sys
            print(sys.stdin.isatty(), sys.stdout.isatty(), sys.stdout.line_buffering, os.isatty(1))
            print('without a newline', end=' ')
            name = input('name\\u00e9? ')
            print('hello', name, file=sys.stderr)
            sys.stdout.write('again')
            asyncio.get_event_loop_policy().new_event_loop().run_until_complete(asyncio.sleep(0.01))
            """)
        for version, python in PYTHONS.items():
            plain = self.at_a_terminal([python, 'program.py'], b'Ada\n')
            recorded = self.at_a_terminal([python, RECORDER, '-o', 'trace.json', 'program.py'], b'Ada\n')
            self.assertEqual(recorded, plain, version)
            self.assertIn('hello Ada', plain[1])

    def test_children(self):
        self.same("""
            import subprocess, sys
            print('before', flush=True)
            subprocess.run([sys.executable, '-c', 'import sys; print("child"); print("error", file=sys.stderr)'])
            print(subprocess.check_output(['cat'], input=b'through a pipe'))
            """)

    def test_a_print_of_the_programs_own(self):
        self.same("""
            import builtins
            original = print
            def print(*args):
                original('<', *args, '>')
            print(1)
            builtins.print = lambda *args: original('!', *args)
            del print
            print(2)
            """)

    def test_text_stays_as_it_is(self):
        traces = self.same("""
            print('GET /a/b/c HTTP/1.1')
            print('/usr/bin/python', '/tmp/x', '0xff')
            print(hex(255), 'at 0x7f0000000000')
            """)
        for trace in traces.values():
            self.assertEqual([event['text'] for event in trace['events']],
                             ['GET /a/b/c HTTP/1.1', '/usr/bin/python /tmp/x 0xff', '0xff at 0x7f0000000000'])


class Surroundings(ProgramTest):
    PROGRAM = """
        import os, sys
        print(__name__, __file__, __package__, __spec__ and __spec__.name, __cached__, __doc__, type(__loader__))
        print(type(__builtins__))
        print(list(globals()))
        print(sys.argv, sys.path, os.getcwd(), sys.flags, sys.executable)
        print(sys.modules['__main__'].__dict__ is globals())
        """

    def test_a_file(self):
        self.same(self.PROGRAM)
        self.same(self.PROGRAM, ['program.py', '-o', 'x', '--', '-m', '--help', ''])
        self.same(self.PROGRAM, ['./program.py'])
        self.same(self.PROGRAM, [os.path.join(self.folder, 'program.py')])

    def test_in_another_folder(self):
        self.write(self.PROGRAM, 'folder/program.py')
        self.write("import helper\nprint(helper.__file__, helper.__name__)\n", 'folder/uses.py')
        self.write("", 'folder/helper.py')
        self.same(arguments=['folder/program.py', '1'])
        self.same(arguments=['folder/uses.py', '1'])

    def test_a_link(self):
        self.write(self.PROGRAM, 'folder/real.py')
        os.symlink(os.path.join('folder', 'real.py'), os.path.join(self.folder, 'link.py'))
        self.same(arguments=['link.py'])

    def test_a_module(self):
        self.write("print('package', __name__)", 'pkg/__init__.py')
        self.write(self.PROGRAM, 'pkg/mod.py')
        self.write("from . import mod\nfrom .mod import os\nprint(__package__, __spec__.name)", 'pkg/relative.py')
        self.write(self.PROGRAM, 'pkg/__main__.py')
        self.same(arguments=['-m', 'pkg.mod', 'a', '-m', 'b'])
        self.same(arguments=['-m', 'pkg.relative'])
        self.same(arguments=['-m', 'pkg'])
        self.same(self.PROGRAM, arguments=['-m', 'program'])

    def test_standard_input(self):
        self.same(arguments=['-', 'a', '-b'], stdin=textwrap.dedent(self.PROGRAM).encode())
        self.same(arguments=['-'], stdin=b"def f():\n    raise ValueError(1)\nf()\n")

    def test_a_folder(self):
        self.write(self.PROGRAM, 'folder/__main__.py')
        self.write("", 'folder/helper.py')
        self.same(arguments=['folder', 'a'])

    def test_the_interpreter(self):
        self.same("""
            import builtins, gc, sys, warnings, signal, random, threading, os
            print(gc.isenabled(), gc.get_threshold(), sys.getrecursionlimit(), sys.getswitchinterval())
            print([each for each in warnings.filters if 'never awaited' not in str(each)])  # 3.6 has such a one
            print(sys.warnoptions, sys._xoptions)
            print(hash('text'), sorted(sys.modules) == sorted(set(sys.modules)))
            print([(n, signal.getsignal(n)) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)])
            print(threading.active_count(), sys.gettrace(), sys.getprofile())
            print([name for name in dir(builtins) if 'corodemo' not in name])
            print(sorted(os.environ.items()))
            print(sys.displayhook is sys.__displayhook__, sys.excepthook is sys.__excepthook__)
            """, PYTHONHASHSEED='7')

    def test_asyncio_is_not_imported_for_those_who_do_not(self):
        self.same("""
            try:
                asyncio
            except NameError as error:
                print(error)
            import random
            random.seed(3)
            print(random.random())
            """)

    def test_no_caches_of_instrumented_code(self):
        self.write("import json\nimport helper\n")
        self.write("def f():\n    return print(1)\n", 'helper.py')
        for python in PYTHONS.values():
            subprocess.run([python, RECORDER, '-o', 'trace.json', 'program.py'], cwd=self.folder, check=True,
                           stdout=subprocess.DEVNULL, env=ENVIRONMENT)
        self.assertEqual(sorted(os.listdir(self.folder)), ['helper.py', 'program.py', 'trace.json'])


class Ends(ProgramTest):
    def test_exit_status(self):
        for code in "3", "'text'", "None", "True", "(1, 2)", "-1", "256", "ValueError(7)":
            self.same("import sys\nprint(1)\nsys.exit(%s)\n" % code)
        self.same("exit(4)")
        self.same("raise SystemExit")
        self.same("import os\nprint('lost')\nos._exit(5)\n")

    def test_from_a_task(self):
        self.same("""
            import asyncio, sys
            async def main():
                try:
                    await asyncio.sleep(0.01)
                    sys.exit(3)
                finally:
                    print('finally')
            asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main())
            """)
        self.same("""
            import asyncio, sys
            async def child():
                sys.exit('from a child')
            async def main():
                task = asyncio.ensure_future(child())
                task.add_done_callback(asyncio.Task.exception)
                try:
                    await asyncio.sleep(1)
                finally:
                    print('main ends')
            asyncio.run(main())
            """, since=(3, 7))

    def test_order_of_the_end(self):
        self.same("""
            import atexit, sys, threading, time, weakref
            class Noisy:
                def __init__(self, name):
                    self.name = name
                def __del__(self):
                    print('del', self.name)
            def exits(name):
                print('atexit', name)
            atexit.register(exits, 1)
            atexit.register(exits, 2)
            def work():
                time.sleep(0.05)
                print('thread')
            threading.Thread(target=work).start()
            kept = Noisy('kept')
            finalize = weakref.finalize(kept, print, 'finalized')
            file = open('file.txt', 'w')
            file.write('not flushed by hand')
            atexit.register(sys.stdout.write, 'written at exit')
            atexit.register(1 .__truediv__, 'zero')
            atexit.register(int, 'zero')
            print('last line')
            """)

    def test_files_of_imported_modules_are_flushed(self):
        self.write("log = open('log.txt', 'w')\nlog.write('text')\nprint('imported')\n", 'helper.py')
        self.write("import helper\n")
        for python in PYTHONS.values():
            subprocess.run([python, '-B', RECORDER, '-o', 'trace.json', 'program.py'], cwd=self.folder, check=True,
                           stdout=subprocess.DEVNULL, env=ENVIRONMENT)
            with open(os.path.join(self.folder, 'log.txt')) as file:
                self.assertEqual(file.read(), 'text')
            os.remove(os.path.join(self.folder, 'log.txt'))

    def test_uncaught(self):
        self.same("""
            import asyncio
            async def inner():
                await asyncio.sleep(0)
                raise ValueError('no')
            async def main():
                try:
                    await asyncio.gather(inner())
                except ValueError as error:
                    raise KeyError('key') from error
            asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main())
            """)
        self.same("""
            import asyncio
            async def waits(future):
                await asyncio.wait_for(future, 0.01)
            async def main():
                task = asyncio.ensure_future(waits(asyncio.get_event_loop().create_future()))
                await task
            asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main())
            """)
        self.same("""
            import asyncio
            future = asyncio.new_event_loop().create_future()
            future.set_exception(ValueError('of a future'))
            future.result()
            """)
        self.same("import json\njson.loads('{')\n")
        self.same("exec('1 +')\n")

    def test_uncaught_in_a_module_that_is_imported(self):
        self.write("def f():\n    g()\ndef g():\n    raise ValueError(1)\nf()\n", 'pkg/helper.py')
        self.write("from . import helper\n", 'pkg/__init__.py')
        self.same("import pkg\n")
        self.same(arguments=['-m', 'pkg.helper'])
        self.write("def f(:\n", 'broken.py')
        self.same("import broken\n")

    def test_uncaught_groups(self):
        self.same("""
            import asyncio
            async def fails(n):
                await asyncio.sleep(n)
                raise ValueError(n)
            async def main():
                async with asyncio.TaskGroup() as group:
                    group.create_task(fails(0))
                    group.create_task(fails(0))
            asyncio.run(main())
            """, since=(3, 11))

    def test_an_excepthook_of_the_programs_own(self):
        self.same("""
            import sys, traceback
            def hook(kind, error, tb):
                print(kind, repr(error), traceback.format_tb(tb))
                print(sys.last_type, sys.last_value is error, sys.last_traceback is tb, error.__traceback__ is tb)
            sys.excepthook = hook
            def f():
                raise ValueError(1)
            f()
            """)

    SLEEPS = """
        import asyncio, os, signal, sys, time
        async def main():
            try:
                print('ready', flush=True)
                os.read(0, 1)
            except KeyboardInterrupt:
                print('interrupted')
                %s
        asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main())
        """

    def test_signals(self):
        self.same(self.SLEEPS % 'raise KeyboardInterrupt(1) from None', send=signal.SIGINT)
        self.same(self.SLEEPS % 'sys.exit(3)', send=signal.SIGINT)
        self.same(self.SLEEPS % '', send=signal.SIGKILL)
        self.same("import os, signal\nprint(1, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)\n")
        self.same("import os, signal\nprint(1, flush=True)\nos.abort()\n")

    def test_the_program_closes_all_descriptors(self):
        traces = self.same("""
            import asyncio, os
            os.closerange(3, 1024)
            print('closed')
            asyncio.get_event_loop_policy().new_event_loop().run_until_complete(asyncio.sleep(0.01))
            """)
        for trace in traces.values():
            self.assertIn('run_finished', [event['kind'] for event in trace['events']])

    def test_a_full_disk(self):
        self.write("""
            import asyncio, resource, time
            resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
            async def main():
                while True:
                    await asyncio.sleep(0)
            asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main())
            """)
        for python in PYTHONS.values():
            done = subprocess.run([python, '-B', RECORDER, '-o', 'full.jsonl', 'program.py'], cwd=self.folder,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT)
            self.assertEqual(done.stderr.decode(), 'corodemo: cannot write %s: File too large\n'
                             % os.path.join(self.folder, 'full.jsonl'))
            self.assertEqual(done.returncode, 3)


class Warned(ProgramTest):
    NEVER = """
        import asyncio, warnings
        %s
        async def hello():
            pass
        async def main():
            for _ in range(2):
                hello()
            await asyncio.sleep(0)
        asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main())
        hello()
        """

    def test_never_awaited(self):
        self.same(self.NEVER % '')
        self.same(self.NEVER % 'warnings.simplefilter("ignore")')
        self.same(self.NEVER % 'import logging; logging.basicConfig(); logging.captureWarnings(True)')
        self.same(self.NEVER % 'warnings.showwarning = lambda *args, **kwargs: print(args[:3])')
        self.same(self.NEVER % '', PYTHONWARNINGS='always')
        self.same(self.NEVER % '', options=['-W', 'ignore'])

    def test_collected_by_the_program(self):
        traces = self.same("""
            import asyncio, warnings
            async def hello():
                pass
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter('always')
                hello()
                warnings.warn('mine', DeprecationWarning)
            print([(each.category, str(each.message), each.lineno, each.line) for each in caught])
            warnings.warn('after')
            """)
        for trace in traces.values():
            self.assertEqual([event['message'] for event in trace['events'] if event['kind'] == 'warned'][-1], 'after')

    def test_of_other_kinds(self):
        self.same("""
            import asyncio, warnings
            warnings.warn('mine')
            for _ in range(2):
                warnings.warn('deprecated', DeprecationWarning)
            print(1 is 1, '\\d')
            open('program.py')
            def old():
                warnings.warn('stacklevel', FutureWarning, stacklevel=2)
            old()
            """)
        self.same("import helper\n", options=['-W', 'always'])
        self.write("import warnings\nwarnings.warn('on import')\nprint('\\d', 1 is 1)\n", 'helper.py')
        self.same("import helper\n", options=['-W', 'always'])
        self.same(arguments=['-m', 'helper'], options=['-W', 'always'])
        self.same(arguments=['-'], stdin=b"import warnings\nwarnings.warn('here')\nprint('\\d')\n")

    def test_deprecated_loops(self):
        self.same("""
            import asyncio
            async def main():
                print(await asyncio.sleep(0, 'slept'))
            loop = asyncio.get_event_loop()
            loop.run_until_complete(main())
            future = asyncio.Future()
            """)

    def test_resources(self):
        self.same("""
            import asyncio
            async def main():
                await asyncio.sleep(0)
            asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main())
            print('end')
            """, options=['-W', 'always::ResourceWarning'])


class Reported(ProgramTest):
    def test_by_the_default_handler(self):
        self.same("""
            import asyncio, gc
            async def fails():
                raise ValueError('no')
            def callback(n):
                1 / 0
            async def main():
                asyncio.ensure_future(fails())
                loop = asyncio.get_event_loop()
                loop.call_soon(callback, 3)
                future = loop.create_future()
                future.set_exception(KeyError('lost'))
                del future
                await asyncio.sleep(0.02)
                loop.call_exception_handler({'message': 'by hand', 'more': 1})
                gc.collect()
                print('end')
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
            """)

    def test_a_handler_of_the_programs_own(self):
        self.same("""
            import asyncio
            def handler(loop, context):
                print(sorted(context), context['message'], repr(context.get('exception')))
                if context['message'] == 'again':
                    loop.default_exception_handler(context)
                if context['message'] == 'fails':
                    raise ValueError('in the handler')
            async def main():
                loop = asyncio.get_event_loop()
                loop.set_exception_handler(handler)
                print(loop.get_exception_handler() is handler)
                loop.call_soon(int, 'x')
                await asyncio.sleep(0)
                loop.call_exception_handler({'message': 'again'})
                loop.call_exception_handler({'message': 'fails'})
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
            """)

    def test_logging(self):
        self.same("""
            import asyncio, logging, sys
            logging.basicConfig(level=logging.DEBUG, stream=sys.stdout,
                                format='%(levelname)s %(name)s %(funcName)s %(filename)s %(lineno)d %(message)s')
            async def fails():
                raise ValueError('no')
            async def main():
                logging.info('from %s', 'main')
                task = asyncio.ensure_future(fails())
                try:
                    await task
                except ValueError:
                    logging.exception('caught')
                logging.getLogger('asyncio').warning('from asyncio')
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
            """)

    def test_tracebacks(self):
        self.same("""
            import asyncio, io, sys, traceback
            async def fails():
                raise ValueError('no')
            async def waits():
                await asyncio.gather(fails())
            def show():
                traceback.print_exc(file=sys.stdout)
                print(traceback.format_exc())
                kind, error, tb = sys.exc_info()
                print(traceback.extract_tb(tb), traceback.format_exception(kind, error, tb))
                traceback.print_tb(tb, limit=1)
                print(traceback.TracebackException(kind, error, tb, capture_locals=True).stack.format()[-1])
            async def main():
                try:
                    await asyncio.ensure_future(waits())
                except ValueError:
                    show()
                try:
                    await asyncio.wait_for(fails(), 1)
                except ValueError:
                    show()
                task = asyncio.ensure_future(fails())
                await asyncio.wait([task])
                try:
                    task.result()
                except ValueError:
                    show()
                traceback.print_stack(file=sys.stdout)
                print(traceback.extract_stack()[0], len(traceback.format_stack()))
                task = asyncio.ensure_future(waits())
                await asyncio.sleep(0)
                print([frame.f_lineno for frame in task.get_stack()])
                await asyncio.wait([task])
                if sys.version_info >= (3, 7):  # before, nothing can be cut out of a traceback
                    task.print_stack(file=sys.stdout)
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
            """)

    def test_in_a_thread(self):
        self.same("""
            import asyncio, threading
            def work():
                raise ValueError('in a thread')
            async def main():
                thread = threading.Thread(target=work, name='worker')
                thread.start()
                thread.join()
                await asyncio.get_event_loop().run_in_executor(None, work)
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
            """)


class Code(ProgramTest):
    """Every call is wrapped in the syntax tree: nothing of the language may show it."""

    def test_the_language(self):
        self.same('''
            """A docstring."""
            import asyncio, functools, inspect
            class Point:
                'a class'
                x: int = print('class body')
                def __init__(self, x: float = 3) -> None:
                    super().__init__()
                    self.__x = x
                @property
                def value(self):
                    return self.__x
                @classmethod
                def make(cls, *args, **kwargs):
                    return cls(*args, **kwargs)
            class Point3(Point):
                def __init__(self):
                    super().__init__(5)
                    super(Point3, self).__init__(x=6)
                def __getattr__(self, name):
                    return name
            print(Point.make(4).value, Point3().value, Point3().other, Point.__init__.__annotations__, Point.__doc__)
            def deco(n):
                def wrap(function):
                    return functools.wraps(function)(lambda *args: (n, function(*args)))
                return wrap
            @deco(1)
            @deco(n=2)
            def decorated(x):
                'doc'
                return locals()
            print(decorated(3), decorated.__doc__, __doc__)
            print([f(x) for x in range(3) for f in (str, float) if bool(x)], {str(k): int(k) for k in '12'},
                  list(map(str, (int(x) for x in '34'))), {len(x) for x in ['a']})
            print(f'{len("abc"):>{int("5")}} {str(1)!r:4} {"nested %s" % f"{max(1, 2)}"}')
            print(*sorted([3, 1]), **dict(sep=str('-')))
            print(eval('len([1, 2])'), eval('x + 1', {'x': 1}), sorted(vars()) == sorted(globals()))
            exec('def made(): return len("ab")')
            print(made())
            def scope():
                y = 1
                def inner():
                    nonlocal y
                    y += len('a')
                    return y
                return inner(), sorted(locals())
            print(scope())
            def generator():
                got = yield len('a')
                print('got', got)
                yield from range(int('2'))
                return 'end'
            g = generator()
            print(next(g), g.send('sent'), list(g))
            lambda_ = lambda *a, k=len('ab'): (a, k)
            print(lambda_(1), lambda_(k=2))
            print(inspect.signature(Point.make), inspect.getsource(scope))
            print(scope.__code__.co_name, scope.__code__.co_firstlineno, scope.__code__.co_varnames)
            for attempt in 'undefined_function(1)', '(lambda: 0)(1)', 'None()', 'len()':
                try:
                    eval(attempt)
                except Exception as error:
                    print(error)
            try:
                undefined_function(len('a'))
            except NameError as error:
                print(error)
            del g
            assert len('a') == 1, str('no')
            ''')

    def test_annotations(self):
        self.same("""
            'doc'
            from __future__ import annotations
            class Point:
                x: undefined = 3
                def method(self, other: nothing(1)) -> 'text':
                    y: undefined(2) = len('a')
                    return y
            print(Point.__annotations__, Point.method.__annotations__, Point().method(1), __doc__)
            """, since=(3, 7))

    def test_newer_syntax(self):
        self.same("""
            if (n := len('abc')) > int('2'):
                print(f'{n=} {len("x")=}')
            def positional(a, /, b, *, c=len('a')):
                return a, b, c
            print(positional(1, b=2))
            """, since=(3, 8))
        self.same("""
            def kind(value):
                match value:
                    case {'type': str(name)}:
                        return name
                    case int() | float() if abs(value) > 1:
                        return 'big'
                    case [first, *_]:
                        return first
            print(kind({'type': 'x'}), kind(3), kind([1]), kind(0))
            with (open('program.py') as f, open('program.py') as g):
                print(len(f.read()) == len(g.read()))
            """, since=(3, 10))
        self.same("""
            type Pair[T] = tuple[T, T]
            def first[T](pair: Pair[T]) -> T:
                return pair[int(0)]
            class Box[T]:
                def get(self, value: T) -> T:
                    return first((value, value))
            print(Box[int]().get(3), Pair.__value__, f"{'a' + f"{str('b')}"}")
            """, since=(3, 12))

    def test_async(self):
        self.same("""
            import asyncio, contextlib, inspect, types
            async def numbers(n):
                try:
                    for i in range(n):
                        yield i
                        await asyncio.sleep(0)
                finally:
                    print('closed', n)
            class Manager:
                async def __aenter__(self):
                    await asyncio.sleep(0)
                    return self
                async def __aexit__(self, *exc):
                    print('exit', exc[0])
                    return True
            @types.coroutine
            def old_style():
                yield from asyncio.sleep(0).__await__()
                return 'old'
            class Awaitable:
                def __await__(self):
                    yield from asyncio.sleep(0).__await__()
                    return 'awaited'
            async def main():
                print([x async for x in numbers(3) if x], [await asyncio.sleep(0, x) for x in range(2)])
                async with Manager() as manager:
                    raise ValueError('suppressed')
                async for x in numbers(5):
                    break
                print(await Awaitable(), await old_style(), inspect.iscoroutinefunction(main),
                      inspect.isasyncgenfunction(numbers))
                coroutine = asyncio.sleep(0, 'kept')
                print(type(coroutine), await coroutine)
                generator = numbers(2)
                print(await generator.__anext__())
                await generator.aclose()
                generator = numbers(1)
                print(await generator.asend(None))
                return await asyncio.gather(*[asyncio.sleep(0, i) for i in range(3)])
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            print(loop.run_until_complete(main()))
            loop.run_until_complete(loop.shutdown_asyncgens())
            """)

    def test_carets_and_lines(self):
        self.same("""
            import asyncio, time, traceback
            def fails(*args, **kwargs):
                raise ValueError(args)
            class Thing:
                def method(self, x):
                    return fails(x)[0]
            async def coroutine():
                await asyncio.sleep(str(1) and fails())
            def attempt(function):
                try:
                    function()
                except Exception:
                    traceback.print_exc()
            attempt(lambda: Thing().method(
                len('a'),
            ))
            attempt(lambda: Thing().method(len('a')) + fails(1))
            attempt(lambda: fails(
                *[1, 2],
                **{'a': fails})
            )
            attempt(lambda: time.sleep('text'))
            attempt(lambda: Thing().missing(1))
            attempt(lambda: [int(x) for x in 'ab'])
            attempt(lambda: (Thing()
                             .method(fails(len('a')))))
            attempt(lambda: coroutine().send(None))
            attempt(lambda: exec('fails(1)', globals()))
            fails(
                1)
            """)

    def test_imported(self):
        self.write("""
            import asyncio
            async def work(n):
                await asyncio.sleep(n)
                return n
            """, 'pkg/jobs.py')
        self.write("", 'pkg/__init__.py')
        traces = self.same("""
            import asyncio, importlib, inspect
            from pkg import jobs
            import pkg.jobs as again
            async def main():
                print(await jobs.work(0.5), jobs.__file__, jobs.__name__, jobs.__spec__.origin, jobs.__cached__)
                print(inspect.getsource(jobs.work), type(jobs.__loader__), jobs.__spec__.loader is jobs.__loader__)
                print(jobs.__loader__.get_source('pkg.jobs') == inspect.getsource(jobs))
            asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main())
            importlib.reload(jobs)
            print(jobs is again)
            """)
        for trace in traces.values():
            listings = trace['program']['listings']['python']
            self.assertEqual([listing['file'] for listing in listings],
                             ['program.py', 'pkg/__init__.py', 'pkg/jobs.py'])
            created = [event for event in trace['events'] if event['kind'] == 'coroutine_created'][1]
            self.assertEqual((created['coro'], created['line'], created.get('file', 0)), ('work', 6, 0))
            suspended = [event for event in trace['events'] if event.get('end') == 'suspended'][0]
            self.assertEqual(suspended['stack'], [{'coro': 'main', 'line': 6}, {'coro': 'work', 'line': 4, 'file': 2}])


class Asyncio(ProgramTest):
    def test_a_dropped_async_generator_is_closed_where_it_was_made(self):
        for trace in self.same("""
                import asyncio
                async def count():
                    try:
                        for i in range(3):
                            yield i
                    finally:
                        print('closed')
                async def main():
                    async for i in count():  # CREATED
                        break
                    await asyncio.sleep(0.1)
                asyncio.new_event_loop().run_until_complete(main())
                """).values():
            lines = trace['program']['listings']['python']['text'].split('\n')
            created, = [event for event in trace['events'] if event.get('about') == 'create_task']
            self.assertTrue(lines[created['line'] - 1].endswith('# CREATED'))

    def test_classes(self):
        self.same("""
            import asyncio, sys
            import _asyncio
            print(asyncio.Task.__name__, asyncio.Future.__qualname__)
            print(issubclass(asyncio.Task, asyncio.Future), asyncio.Task.__mro__[-1] is object)
            print(hasattr(_asyncio, 'Task'), asyncio.AbstractEventLoop.__name__, asyncio.SelectorEventLoop.__name__)
            class Mine(asyncio.Future):
                def __init__(self, *, loop):
                    super().__init__(loop=loop)
                    self.mine = 1
            class MyTask(asyncio.Task):
                def cancel(self, *args, **kwargs):
                    print('cancel', args, kwargs)
                    return super().cancel(*args, **kwargs)
            async def child():
                await asyncio.sleep(5)
            async def main():
                loop = asyncio.get_event_loop()
                task, future, mine = asyncio.ensure_future(asyncio.sleep(0)), loop.create_future(), Mine(loop=loop)
                for each in task, future, mine, asyncio.gather(task):
                    print(isinstance(each, asyncio.Future), isinstance(each, asyncio.Task), asyncio.isfuture(each),
                          type(each).__name__, each.done())
                mine.set_result(3)
                print(await mine, mine.mine, await asyncio.wait_for(mine, 1))
                mytask = MyTask(child(), loop=loop)
                await asyncio.sleep(0)
                mytask.cancel()
                try:
                    await mytask
                except asyncio.CancelledError:
                    print('cancelled', mytask.cancelled())
                await task
                print({task: 1}[task], task == task, task != future, len({task, future, mine}))
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
            print(isinstance(loop, asyncio.AbstractEventLoop), isinstance(loop, asyncio.SelectorEventLoop),
                  isinstance(loop, asyncio.BaseEventLoop), type(loop) is asyncio.SelectorEventLoop, loop)
            """)

    def test_loops_and_policies(self):
        self.same("""
            import asyncio, selectors
            class Loop(asyncio.SelectorEventLoop):
                def __init__(self, *args):
                    super().__init__(*args)
                    self.made = 0
                def call_soon(self, *args, **kwargs):
                    self.made += 1
                    return super().call_soon(*args, **kwargs)
            class Policy(asyncio.DefaultEventLoopPolicy):
                def new_event_loop(self):
                    print('policy')
                    return Loop(selectors.SelectSelector())
            async def main():
                await asyncio.sleep(0.01)
                loop = asyncio.get_event_loop()
                print(type(loop).__name__, getattr(loop, 'made', 0) > 1)
            for loop in asyncio.SelectorEventLoop(selectors.SelectSelector()), asyncio.SelectorEventLoop():
                asyncio.set_event_loop(loop)
                loop.run_until_complete(main())
                loop.close()
            asyncio.set_event_loop_policy(Policy())
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
            loop.close()
            """)

    def test_runners(self):
        self.same("""
            import asyncio
            async def main():
                await asyncio.sleep(0.01)
                print(len(asyncio.all_tasks()))
                return 3
            print(asyncio.run(main()), asyncio.run(main(), debug=True))
            try:
                asyncio.run(3)
            except ValueError as error:
                print(error)
            async def nested():
                try:
                    asyncio.run(coroutine)
                except RuntimeError as error:
                    print(error)
            coroutine = main()
            asyncio.run(nested())
            coroutine.close()
            """, since=(3, 7), until=(3, 11))
        self.same("""
            import asyncio, selectors
            async def main():
                await asyncio.sleep(0.01)
                return type(asyncio.get_running_loop()).__name__
            def factory():
                print('factory')
                return asyncio.SelectorEventLoop(selectors.SelectSelector())
            with asyncio.Runner(loop_factory=factory, debug=True) as runner:
                print(runner.run(main()), runner.get_loop().get_debug())
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                print(runner.run(main()))
            """, since=(3, 11))
        self.same("""
            import asyncio
            async def main():
                await asyncio.sleep(0.01)
                return 3
            print(asyncio.run(main(), loop_factory=asyncio.SelectorEventLoop))
            print(asyncio.run(main(), loop_factory=asyncio.new_event_loop))
            """, since=(3, 12))

    def test_task_factories(self):
        self.same("""
            import asyncio
            class MyTask(asyncio.Task):
                pass
            def factory(loop, coro, **kwargs):
                print('factory', coro.__name__, sorted(set(kwargs) - {'eager_start'}))
                return MyTask(coro, loop=loop, **kwargs)
            async def child():
                await asyncio.sleep(0.01)
                return 1
            async def main():
                loop = asyncio.get_event_loop()
                loop.set_task_factory(factory)
                print(loop.get_task_factory() is factory)
                task = loop.create_task(child())
                print(type(task).__name__, await task, await asyncio.gather(child(), child()))
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
            """)
        self.same("""
            import asyncio
            async def quick():
                print('quick')
                return 1
            async def slow():
                print('slow')
                await asyncio.sleep(0.01)
                return 2
            async def main():
                loop = asyncio.get_running_loop()
                loop.set_task_factory(asyncio.eager_task_factory)
                one, two = asyncio.create_task(quick()), asyncio.create_task(slow())
                print(one.done(), two.done(), await one, await two)
                custom = asyncio.create_eager_task_factory(asyncio.Task)
                loop.set_task_factory(custom)
                print(await asyncio.gather(quick(), slow()))
            asyncio.run(main())
            """, since=(3, 12))

    def test_debug_mode(self):
        program = """
            import asyncio
            async def fails():
                raise ValueError('no')
            async def main():
                task = asyncio.ensure_future(fails())
                await asyncio.sleep(0.01)
                try:
                    loop.call_soon(fails)
                except TypeError as error:
                    print(error)
                del task
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            %s
            print(loop.get_debug())
            loop.run_until_complete(main())
            loop.close()
            """
        self.same(program % 'loop.set_debug(True)')
        self.same(program % '', PYTHONASYNCIODEBUG='1')
        self.same(program % '', since=(3, 7), options=['-X', 'dev'])

    def test_contextvars_and_copies(self):
        self.same("""
            import asyncio, contextvars, copy, pickle
            var = contextvars.ContextVar('var', default=0)
            async def child(n):
                var.set(n)
                await asyncio.sleep(0)
                return var.get()
            async def main():
                var.set(1)
                loop = asyncio.get_running_loop()
                loop.call_soon(lambda: print('soon', var.get()))
                loop.call_later(0.3, lambda: print('later', var.get()))
                var.set(2)
                print(await asyncio.gather(child(3), child(4)), var.get())
                context = contextvars.copy_context()
                context.run(var.set, 9)
                loop.call_soon(lambda: print('in', var.get()), context=context)
                await asyncio.sleep(0.6)
                for what in loop.create_future(), asyncio.current_task():
                    for action in pickle.dumps, copy.deepcopy:
                        try:
                            action(what)
                        except Exception as error:
                            print(action.__name__, type(error).__name__)
            print(pickle.loads(pickle.dumps(main)).__name__, copy.copy(child) is child)
            asyncio.run(main())
            """, since=(3, 7))

    def test_unittest(self):
        self.write("""
            import asyncio, io, unittest
            class Tests(unittest.IsolatedAsyncioTestCase):
                async def asyncSetUp(self):
                    await asyncio.sleep(0.01)
                    self.value = 1
                async def test_passes(self):
                    self.assertEqual(await asyncio.sleep(0, 1), self.value)
                async def test_fails(self):
                    await asyncio.sleep(0)
                    self.assertEqual(self.value, 2)
                async def test_raises(self):
                    await asyncio.wait_for(asyncio.sleep(1), 0.01)
                async def asyncTearDown(self):
                    print('down')
            if __name__ == '__main__':
                tests = unittest.defaultTestLoader.loadTestsFromTestCase(Tests)
                result = unittest.TextTestRunner(stream=io.StringIO()).run(tests)
                print(result)
                for _, text in result.errors + result.failures:
                    print(text)
            """, 'test_it.py')
        self.same(arguments=['test_it.py'], since=(3, 9))

    UVLOOP = "stderr: corodemo: uvloop's event loop can't be recorded: asyncio's takes its place"

    def test_uvloop(self):
        self.write("raise ImportError('the real one must not be loaded')\n", 'uvloop/__init__.py')
        for start in ('uvloop.install()\nasyncio.run(main())',
                      'uvloop.run(main())',
                      'with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:\n    runner.run(main())',
                      'asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())\nasyncio.run(main())',
                      'asyncio.set_event_loop(uvloop.Loop())\nasyncio.get_event_loop().run_until_complete(main())'):
            self.write("import asyncio, uvloop\nasync def main():\n    await asyncio.sleep(0)\n    print('main')\n"
                       + start)
            for version in PYTHONS:
                if version >= (3, 11):
                    seen, trace = self.run_one(version, True, [], ['program.py'], b'', {}, None)
                    self.assertEqual(seen, ['stdout: main', 'stdout: ', self.UVLOOP, 'stderr: ', 'status: 0'])
                    self.assertIn('step_started', [event['kind'] for event in trace['events']])

    def test_no_uvloop(self):
        self.same("try:\n    import uvloop\nexcept ImportError as error:\n    print(error)\n")


class Values(ProgramTest):
    def test_reprs_that_misbehave(self):
        traces = self.same("""
            import asyncio, sys, time
            class Raises:
                def __repr__(self):
                    raise ValueError('repr')
            class Prints:
                def __repr__(self):
                    print('asked')
                    sys.stderr.write('asked')
                    return 'Prints()'
            class Blocks:
                def __repr__(self):
                    time.sleep(100)
                    return 'Blocks()'
            class Long:
                def __repr__(self):
                    return 'x' * 20000000
            class Recurses:
                def __repr__(self):
                    return repr(self)
            class NoText:
                def __repr__(self):
                    return 3
            class Exits:
                def __repr__(self):
                    sys.exit(3)
            class Error(Exception):
                def __str__(self):
                    raise SystemExit(5)
            async def returns(value):
                await asyncio.sleep(0)
                return value
            async def fails():
                raise Error('secret')
            async def main():
                for kind in Raises, Prints, Long, Recurses, NoText, Exits:
                    value = kind()
                    print((await asyncio.ensure_future(returns(value))) is value, kind.__name__)
                    await asyncio.ensure_future(returns([value]))
                big = [list(range(1000))] * 1000
                print(len(await asyncio.ensure_future(returns(big))))
                big.append(big)
                print(len(await asyncio.ensure_future(returns(big))))
                await asyncio.ensure_future(returns('y' * 20000000))
                try:
                    await asyncio.ensure_future(fails())
                except Error:
                    print('caught')
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
            """)
        for trace in traces.values():
            self.assertLess(len(json.dumps(trace)), 600000)
            texts = [event.get('value') for event in trace['events'] if event['kind'] == 'step_finished']
            self.assertIn('<unprintable Raises object>', texts)
            self.assertIn('Prints()', texts)
            self.assertEqual([event['text'] for event in trace['events']
                              if event['kind'] == 'printed' and 'asked' in event['text']], [])

    def test_date_and_time_agree(self):
        self.same("""
            import asyncio, datetime, time
            from datetime import datetime as d
            def times():
                return [time.time(), asyncio.get_event_loop().time(), datetime.datetime.now().timestamp(),
                        time.perf_counter(), time.monotonic()]
            async def main():
                start = times()
                await asyncio.sleep(0.25)
                passed = [end - begin for begin, end in zip(start, times())]
                print(min(passed) > 0.24, max(passed) - min(passed) < 5)
                print(abs(d.now().timestamp() - time.time()) < 5, d.today().date() == datetime.date.today(),
                      time.strftime('%Y') == time.strftime('%Y', time.localtime(time.time())))
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
            """)


class Processes(ProgramTest):
    def test_forked(self):
        traces = self.same("""
            import asyncio, os, sys
            async def main(name):
                print(name, 'in the loop', flush=True)
                await asyncio.sleep(0.01)
            sys.stdout.flush()
            pid = os.fork()
            if pid == 0:
                asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main('child'))
                os._exit(7)
            print(os.waitpid(pid, 0)[1] >> 8, flush=True)
            pid = os.fork()
            if pid == 0:
                print('ends as a program', flush=True)
                sys.exit(3)
            print(os.waitpid(pid, 0)[1] >> 8, flush=True)
            asyncio.get_event_loop_policy().new_event_loop().run_until_complete(main('parent'))
            """)
        for trace in traces.values():
            self.assertEqual([event['text'] for event in trace['events'] if event['kind'] == 'printed'],
                             ['7', '3', 'parent in the loop'])

    def test_multiprocessing(self):
        for method in 'fork', 'spawn':
            self.same("""
                import asyncio, concurrent.futures, multiprocessing, os
                async def double(n):
                    await asyncio.sleep(0.01)
                    return 2 * n
                def work(n):
                    loop = asyncio.new_event_loop()
                    try:
                        return loop.run_until_complete(double(n))
                    finally:
                        loop.close()
                async def main():
                    loop = asyncio.get_event_loop()
                    with concurrent.futures.ProcessPoolExecutor(2) as pool:
                        print(await asyncio.gather(*[loop.run_in_executor(pool, work, n) for n in range(3)]))
                if __name__ == '__main__':
                    multiprocessing.set_start_method('%s')
                    with multiprocessing.Pool(2) as pool:
                        print(pool.map(work, range(4)))
                    loop = asyncio.new_event_loop()
                    asyncio.set_event_loop(loop)
                    loop.run_until_complete(main())
                """ % method, until=(3, 11) if method == 'fork' else (3, 99))


if __name__ == '__main__':
    unittest.main()
