"""The files of the program: their texts, their instrumented code, and the lines at which it stands."""

import ast
import functools
import gc
import importlib.machinery
import importlib.util
import inspect
import os
import sys
import sysconfig
import types

COROUTINES = inspect.CO_COROUTINE | inspect.CO_GENERATOR  # flags of code
SEEN, CLOCKED = '__corodemo_seen__', '__corodemo_clocked__'  # builtins that instrumented code calls


class Instrument(ast.NodeTransformer):
    """Wraps each call, so that its result is seen; and what is called, if it may be a clock's function."""

    CLOCKS = {'time', 'time_ns', 'monotonic', 'monotonic_ns', 'perf_counter', 'perf_counter_ns', 'process_time',
              'process_time_ns', 'sleep', 'localtime', 'gmtime', 'ctime', 'strftime', 'now', 'utcnow', 'today'}

    def __init__(self, tree):
        self.clocks = set(self.CLOCKS)
        self.kept = set()  # annotations that are only texts
        nodes = list(ast.walk(tree))
        if any(isinstance(node, ast.ImportFrom) and node.module == '__future__'
               and any(alias.name == 'annotations' for alias in node.names) for node in nodes):
            self.kept = {getattr(node, field, None) for node in nodes for field in ('annotation', 'returns')}

    def visit(self, node):
        return node if node in self.kept else super().visit(node)

    def visit_ImportFrom(self, node):
        if node.module in ('time', 'datetime'):
            self.clocks.update(alias.asname for alias in node.names if alias.name in self.CLOCKS and alias.asname)
        return node

    def visit_Call(self, node):
        name = getattr(node.func, 'id', None) or getattr(node.func, 'attr', None)
        node = self.generic_visit(node)
        if name in self.clocks:
            node.func = self.call(CLOCKED, node.func)
        return self.call(SEEN, node)

    @staticmethod
    def call(name, node):
        function = ast.copy_location(ast.Name(name, ast.Load()), node)
        return ast.copy_location(ast.Call(function, [node], []), node)


class Sources:
    """The files of the program that have been loaded, in that order: the main one is number 0."""

    def __init__(self):
        self.numbers = {}  # by the name that code objects have
        self.listings = []  # {file, text}
        self.roots = []  # instrumented are the modules below these folders
        self.library = tuple({os.path.realpath(path) + os.sep for name in ('stdlib', 'platstdlib')
                              for path in [sysconfig.get_paths().get(name)] if path})
        self.on_listing = lambda listing: None

    def compile(self, data, path):
        """The code of a file, instrumented, after which it is known. Raises what compile() raises."""
        tree = compile(data, path, 'exec', ast.PyCF_ONLY_AST, dont_inherit=True)
        tree = ast.fix_missing_locations(Instrument(tree).visit(tree))
        code = compile(tree, path, 'exec', dont_inherit=True)
        if path not in self.numbers:
            self.numbers[path] = len(self.listings)
            listing = {'file': self.name(path), 'text': importlib.util.decode_source(data)}
            self.listings.append(listing)
            self.on_listing(listing)
        return code

    def name(self, path):
        """How a listing is called: relative to the main file's folder."""
        path = os.path.realpath(path)
        for root in self.roots:
            if path.startswith(root):
                return path[len(root):].replace(os.sep, '/')
        return os.path.basename(path)

    def add_root(self, folder):
        self.roots.append(os.path.join(os.path.realpath(folder), ''))

    def holds(self, path):
        """Whether a module at that path is the program's own."""
        path = os.path.realpath(path)
        return (any(path.startswith(root) for root in self.roots) and not path.startswith(self.library)
                and not {'site-packages', 'dist-packages'} & set(path.split(os.sep)))

    # Where the program is

    def place(self, frame, coroutine, until):
        """(line, number of the file) of the innermost frame of the program, up to the one that runs the code `until`;
        None if there is none. `coroutine`: the one that the running task drives."""
        in_coroutine, numbers = False, self.numbers
        while frame is not None and frame.f_code is not until:
            code = frame.f_code
            if code.co_filename in numbers:
                return frame.f_lineno, numbers[code.co_filename]
            in_coroutine |= code.co_flags & COROUTINES != 0
            frame = frame.f_back
        awaiting = self.left_out(coroutine) if in_coroutine else []
        return next(((frame.f_lineno, numbers[frame.f_code.co_filename]) for frame in awaiting
                     if frame.f_code.co_filename in numbers), None)

    def left_out(self, coroutine):
        """The frames that frame.f_back leaves out, innermost first: before 3.10, when something is thrown into
        `coroutine`, those that await the coroutine in which it is raised."""
        return [] if sys.version_info >= (3, 10) else [frame for _, frame in self.awaits(coroutine)][::-1]

    def frames(self, coroutine):
        """(name of the coroutine, its frame) of a suspended coroutine and those that it awaits, outermost first; those
        of the program only."""
        return ((name, frame) for name, frame in self.awaits(coroutine) if frame.f_code.co_filename in self.numbers)

    @staticmethod
    def awaits(coroutine):
        """The same of all."""
        while True:
            if type(coroutine) is types.CoroutineType:
                frame, awaited = coroutine.cr_frame, coroutine.cr_await
            elif type(coroutine) is types.GeneratorType:
                frame, awaited = coroutine.gi_frame, coroutine.gi_yieldfrom
            elif type(coroutine) is types.AsyncGeneratorType:
                frame, awaited = coroutine.ag_frame, coroutine.ag_await
            elif type(coroutine).__name__ in ('async_generator_asend', 'async_generator_athrow'):
                coroutine = next((each for each in gc.get_referents(coroutine)
                                  if type(each) is types.AsyncGeneratorType), None)
                continue
            else:
                break
            if frame is not None:
                yield coroutine.__name__, frame
            coroutine = awaited

    def stack(self, coroutine):
        """Where it stands, as in the trace."""
        return [self.frame(name, frame.f_lineno, frame.f_code.co_filename) for name, frame in self.frames(coroutine)]

    def traceback(self, traceback):
        """The frames of the program in a traceback, outermost first."""
        stack = []
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if code.co_filename in self.numbers:
                stack.append(self.frame(code.co_name, traceback.tb_lineno, code.co_filename))
            traceback = traceback.tb_next
        return stack

    def frame(self, name, line, path):
        found = {'coro': name, 'line': line}
        if self.numbers[path]:
            found['file'] = self.numbers[path]
        return found


sources = Sources()


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module of the program."""

    def path_stats(self, path):
        raise OSError  # so that it neither reads nor writes cached bytecode

    # Of a SyntaxError, this way leaves no frames in a traceback.
    source_to_code = staticmethod(functools.partial(importlib._bootstrap._call_with_frames_removed, sources.compile))


for attribute in ('__name__', '__qualname__', '__module__'):  # what the program sees of it
    setattr(Loader, attribute, getattr(importlib.machinery.SourceFileLoader, attribute))


class Finder:
    """Sends the program's own modules to that loader."""

    stand_ins = {}  # name of a module -> the loader that takes the place of its own

    @staticmethod
    def find_spec(name, path=None, target=None):
        for finder in sys.meta_path:
            find = getattr(finder, 'find_spec', None)
            if finder is Finder or find is None:
                continue
            spec = find(name, path, target)
            if spec is not None:
                if name in Finder.stand_ins:
                    return importlib.util.spec_from_loader(name, Finder.stand_ins[name])
                if type(spec.loader) is importlib.machinery.SourceFileLoader \
                        and (spec.origin in sources.numbers or sources.holds(spec.origin)):
                    spec.loader = Loader(spec.loader.name, spec.loader.path)
                return spec
        return None
