"""Runs the program as `python3 PROGRAM` does, and ends as it ends."""

import builtins
import gc
import importlib.machinery
import linecache
import os
import runpy
import signal
import sys
import types

from .accelerator import ASYNCIO, RECORDER
from .recording import EXIT_FILE, EXIT_PROGRAM, Unusable, exit_process, flush_streams
from .sources import Finder, sources
from .streams import muted

FUTURES, TASKS = ASYNCIO + 'futures.py', ASYNCIO + 'tasks.py'
STEPS = {'__step', '__wakeup', '_step', '_wakeup', '__step_run_and_handle_result', '__eager_start'}


class Program:
    """A file, a module (-m), or standard input (-), with its arguments."""

    def __init__(self, name, arguments, is_module=False):
        """Raises Unusable."""
        self.arguments = arguments
        self.spec = self.package = None
        try:
            if is_module:
                self.find_module(name)
            elif name == '-':
                self.path, self.folder = '<stdin>', ''
                data = sys.stdin.buffer.read()
            else:
                self.find_file(name)
            if self.path != '<stdin>':
                with open(self.path, 'rb') as file:
                    data = file.read()
        except OSError as error:
            raise Unusable(EXIT_FILE, 'cannot read %s: %s' % (name, error.strerror or error))
        self.argument = '-' if name == '-' else self.path if is_module else name
        self.name = os.path.splitext(name if is_module else os.path.basename(os.path.abspath(name)))[0]
        self.name = {'-': 'stdin'}.get(name, self.name)
        sources.add_root(self.folder or os.getcwd())
        try:
            self.code = sources.compile(data, self.path)
        except (SyntaxError, ValueError, RecursionError) as error:
            where = ', line %d' % error.lineno if getattr(error, 'lineno', None) else ''
            what = getattr(error, 'msg', None) or str(error) or type(error).__name__
            raise Unusable(EXIT_PROGRAM, 'cannot compile %s%s: %s' % (name, where, what))
        self.text = sources.listings[0]['text']

    def find_file(self, name):
        if os.path.isdir(name):
            self.folder, self.path = os.path.abspath(name), os.path.join(name, '__main__.py')
        else:
            self.folder, self.path = os.path.dirname(os.path.abspath(name)), name
        if sys.version_info >= (3, 9):
            self.path = os.path.abspath(self.path)

    def find_module(self, name):
        sys.path[0] = self.folder = os.getcwd()
        try:
            _, self.spec, _ = runpy._get_module_details(name)
        except Exception as error:
            raise Unusable(EXIT_PROGRAM, str(error))
        self.path = self.spec.origin

    def run(self):
        """Run it as __main__. Return its exit status, and the error that nobody caught."""
        module = types.ModuleType('__main__')
        module.__file__, module.__builtins__, module.__spec__ = self.path, builtins, self.spec
        if self.spec is not None:
            module.__package__, module.__loader__, module.__cached__ = (
                self.spec.parent, self.spec.loader, self.spec.cached)
        elif self.path == '<stdin>':
            del module.__file__
            linecache.cache[self.path] = (len(self.text), None, self.text.splitlines(True), self.path)
        else:
            module.__loader__ = importlib.machinery.SourceFileLoader('__main__', self.path)
            module.__cached__ = None
        sys.modules['__main__'] = module
        sys.argv = [self.argument] + self.arguments
        sys.path[0] = self.folder
        sys.meta_path.insert(0, Finder)
        try:
            exec(self.code, module.__dict__)
        except SystemExit as error:
            return self.exit_status(error), error
        except BaseException as error:
            self.show(error)
            return -signal.SIGINT if isinstance(error, KeyboardInterrupt) else 1, error
        return 0, None

    @staticmethod
    def exit_status(error):
        if error.code is None:
            return 0
        if isinstance(error.code, int):
            return error.code & 0xff
        print(error.code, file=sys.stderr)
        return 1

    @staticmethod
    def show(error):
        """What Python does with an error that nobody caught."""
        cut_traceback(error)
        arguments = type(error), error, error.__traceback__
        sys.last_type, sys.last_value, sys.last_traceback = arguments
        if sys.excepthook is sys.__excepthook__:
            with muted():
                sys.excepthook(*arguments)
        else:
            sys.excepthook(*arguments)
        sys.last_value = sys.last_traceback = None

    @staticmethod
    def bare(error):
        """The error without the frames that it came through: they die before the program's globals."""
        link = error
        while link is not None:
            link.__traceback__ = None
            link = link.__cause__ or link.__context__
        return error

    @staticmethod
    def die(collect):
        """The program's globals die in the order in which it defined them, and with each what only it held."""
        collect()
        names = sys.modules['__main__'].__dict__
        for name in [name for name in names if not (name.startswith('__') and name.endswith('__'))]:
            names.pop(name, None)
            collect()


def end_process(status):
    """As Python ends after an error or at the end, without another word of the interpreter."""
    flush_streams()
    if status < 0 and sys.version_info >= (3, 8):  # dies of Ctrl-C, so that a shell stops as well
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    exit_process(status if status >= 0 else 1)


# ---------------------------------------------------------------------------------------------------------------------
# Tracebacks


def is_foreign(frame):
    """Whether CPython, with its C Task and Future, has no such frame."""
    code = frame.f_code
    return (code.co_filename.startswith(RECORDER) or code.co_filename == FUTURES
            or code.co_filename == TASKS and code.co_name in STEPS)


def without_foreign_frames(traceback):
    while traceback is not None and is_foreign(traceback.tb_frame):
        traceback = traceback.tb_next
    link = traceback
    while link is not None and sys.version_info >= (3, 7):
        following = link.tb_next
        while following is not None and is_foreign(following.tb_frame):
            following = following.tb_next
        if link.tb_next is not following:
            link.tb_next = following
        link = following
    return traceback


def cut_traceback(error, seen=None):
    """Take the frames that plain CPython doesn't have out of the tracebacks of an error and of those behind it."""
    seen = set() if seen is None else seen
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = without_foreign_frames(error.__traceback__)
        for part in getattr(error, 'exceptions', ()) if isinstance(getattr(error, 'exceptions', None), tuple) else ():
            cut_traceback(part, seen)
        cut_traceback(error.__cause__, seen)
        error = error.__context__
