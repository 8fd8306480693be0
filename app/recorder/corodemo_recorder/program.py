"""Runs the program as `python3 PROGRAM` does."""

import builtins
import gc
import importlib.machinery
import os
import runpy
import signal
import sys
import threading
import traceback
import types
import warnings

from . import tracebacks
from .recording import EXIT_FILE, EXIT_PROGRAM, Unusable
from .sources import Finder, sources
from .streams import muted


class Program:
    """A file, a folder with a __main__.py, a module (-m), or standard input (-); and its arguments."""

    def __init__(self, name, arguments, is_module=False):
        """Raises Unusable."""
        self.arguments = [name] + arguments
        self.module = None  # what runpy runs
        self.name = os.path.splitext(os.path.basename(os.path.abspath(name)))[0]
        self.folder = os.getcwd()  # of the sources
        self.path, self.entry = name, self.folder  # of the code, of sys.path
        try:
            if is_module:
                self.find_module(name)
            elif name == '-':
                self.name, self.path, self.entry = 'stdin', '<stdin>', ''
            else:
                self.find_file(name)
            if name == '-':
                data = sys.stdin.buffer.read()
            else:
                with open(self.path, 'rb') as file:
                    data = file.read()
        except OSError as error:
            raise Unusable(EXIT_FILE, 'cannot read %s: %s' % (name, error.strerror or error))
        sources.add_root(self.folder)
        try:
            with warnings.catch_warnings():
                if self.module is not None:
                    warnings.simplefilter('ignore')  # runpy compiles it again
                self.code = sources.compile(data, self.path)
        except (SyntaxError, ValueError, RecursionError) as error:
            where = ', line %d' % error.lineno if getattr(error, 'lineno', None) else ''
            what = getattr(error, 'msg', None) or str(error) or type(error).__name__
            raise Unusable(EXIT_PROGRAM, 'cannot compile %s%s: %s' % (name, where, what))

    def find_file(self, name):
        if sys.version_info >= (3, 9):
            self.path = os.path.join(os.getcwd(), name)
        if os.path.isdir(name):
            self.folder = self.entry = self.path
            spec = importlib.machinery.PathFinder.find_spec('__main__', [self.entry])
            if spec is None:
                raise Unusable(EXIT_PROGRAM, 'no __main__.py in %s' % name)
            self.module, self.path = '__main__', spec.origin
        else:
            self.folder = self.entry = os.path.dirname(os.path.realpath(name))

    def find_module(self, name):
        """Find the file without importing the packages that it is in: they are the program's."""
        self.name, self.module, self.arguments[0] = name, name, '-m'
        if sys.version_info < (3, 7):
            self.entry = ''
        sys.path[0] = self.entry
        spec = where = None
        for package in name.split('.') + ['__main__']:
            package = package if spec is None else '%s.%s' % (spec.name, package)
            spec = Finder.find_spec(package, where)
            where = spec and spec.submodule_search_locations
            if where is None:
                break
        if spec is None or spec.name not in (name, name + '.__main__'):
            raise Unusable(EXIT_PROGRAM, 'no module named ' + package)
        if not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            raise Unusable(EXIT_PROGRAM, 'module %s has no source file' % name)
        self.path = spec.origin

    def run(self):
        """Run it as __main__. Raises what nobody caught, for Python to report."""
        main = sys.modules['__main__'] = types.ModuleType('__main__')
        if sys.version_info < (3, 14):
            main.__annotations__ = {}
        main.__builtins__, main.__loader__ = builtins, importlib.machinery.BuiltinImporter
        sys.argv[:] = self.arguments
        sys.path[0] = self.entry
        if self.module is None and getattr(sys.flags, 'safe_path', False):
            del sys.path[0]
        sys.meta_path.insert(0, Finder)
        try:
            if self.module is not None:
                runpy._run_module_as_main(self.module, alter_argv=self.module != '__main__')
            else:
                main.__file__, main.__cached__ = self.path, None
                if self.path != '<stdin>':
                    main.__loader__ = importlib.machinery.SourceFileLoader('__main__', self.path)
                exec(self.code, main.__dict__)
        except SystemExit as error:
            status = error.code
        except BaseException:
            self.leave_report_to_python()
            raise
        else:
            return
        raise SystemExit(status)  # another one: what the first one's traceback holds dies now

    @staticmethod
    def leave_report_to_python():
        """It shows the error by its excepthook, once it has come through the frames of the recorder."""
        hook = sys.excepthook

        def show(kind, error, tb):
            while tb is not None and tb.tb_frame.f_code is not Program.run.__code__:
                tb = tb.tb_next
            error.__traceback__ = tb
            tracebacks.cut(error)
            sys.last_traceback = error.__traceback__
            if hook is not sys.__excepthook__:
                return hook(kind, error, error.__traceback__)
            with muted():
                tracebacks.print_exception(kind, error, error.__traceback__)
        sys.excepthook = show

    @staticmethod
    def exit_status(error):
        """With which Python ends after what the program raised, if anything."""
        if isinstance(error, SystemExit) and (error.code is None or isinstance(error.code, int)):
            return (error.code or 0) & 0xff
        if isinstance(error, KeyboardInterrupt) and sys.version_info >= (3, 8):
            return -signal.SIGINT
        return 0 if error is None else 1

    @staticmethod
    def die(collect):
        """The program's globals die in the order in which it defined them, and with each what only it held; unless a
        thread that still runs holds them."""
        sys.last_type = sys.last_value = sys.last_traceback = sys.last_exc = None
        collect()
        names = sys.modules['__main__'].__dict__
        frames = sys._current_frames()
        del frames[threading.get_ident()]
        if any(each.f_globals is names for frame in frames.values() for each, _ in traceback.walk_stack(frame)):
            return
        for name in [name for name in names if not (name.startswith('__') and name.endswith('__'))]:
            names.pop(name, None)
            collect()
        gc.collect()  # as Python does
