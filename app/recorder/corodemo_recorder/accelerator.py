"""asyncio, imported without its C accelerator and with ordered sets."""

import ast
import importlib.machinery
import itertools
import os
import re
import sys

from .ordered_set import OrderedSet


class _AsyncioLoader(importlib.machinery.SourceFileLoader):
    """Loads a module of asyncio with OrderedSet in the place of set."""

    COMPREHENSION = re.compile(rb'\{[^{}]*\sfor\s')  # maybe of a set

    class Sets(ast.NodeTransformer):
        def visit_SetComp(self, node):
            node = self.generic_visit(node)
            elements = ast.copy_location(ast.ListComp(node.elt, node.generators), node)
            name = ast.Attribute(ast.Name('set', ast.Load()), 'comprehension', ast.Load())
            return ast.fix_missing_locations(ast.copy_location(ast.Call(name, [elements], []), node))

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        data = self.get_data(path)
        if not self.COMPREHENSION.search(data):
            return super().get_code(fullname)  # Python's cached bytecode will do
        return compile(self.Sets().visit(ast.parse(data, path)), path, 'exec', dont_inherit=True)

    def _cache_bytecode(self, source_path, bytecode_path, data):
        pass  # leave no trace but the one that was asked for

    def exec_module(self, module):
        module.__dict__['set'] = OrderedSet
        super().exec_module(module)


class _AsyncioFinder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != 'asyncio' and not name.startswith('asyncio.'):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = _AsyncioLoader(spec.loader.name, spec.loader.path)
        return spec


for name in [name for name in sys.modules if name.partition('.')[0] in ('asyncio', '_asyncio')]:
    del sys.modules[name]  # of a sitecustomize, say
sys.modules['_asyncio'] = None  # the import fails, and asyncio falls back on its Python classes
sys.meta_path.insert(0, _AsyncioFinder)
try:
    import asyncio
finally:
    sys.meta_path.remove(_AsyncioFinder)
    del sys.modules['_asyncio']  # the program may import it

ASYNCIO = os.path.dirname(asyncio.__file__) + os.sep
TASKS = ASYNCIO + 'tasks.py'
RECORDER = os.path.dirname(sys._getframe().f_code.co_filename) + os.sep  # as its code objects have it


def is_asyncio(code):
    return code.co_filename.startswith(ASYNCIO)


def asker(*passing):
    """The frame that asked for something: the nearest one outside the recorder and the functions that pass it on."""
    frame = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if not code.co_filename.startswith(RECORDER) and not (is_asyncio(code) and code.co_name in passing):
            return frame
        frame = frame.f_back
    return None


def purpose(frame):
    """What asyncio's function there is called in a trace; 'user' if it isn't one of asyncio's."""
    if frame is None or not is_asyncio(frame.f_code):
        return 'user'
    name = frame.f_code.co_name.strip('_')
    if name == 'run_until_complete':
        return 'run'
    if name == 'wait_for_one':  # in 3.13 and later a method
        return 'as_completed'
    owner = frame.f_locals.get('self')
    return name if owner is None else '%s.%s' % (type(owner).__name__, name)


#: What drives coroutines: whoever looks for the caller of one stops here.
DRIVERS = {'__step', '_step', '__wakeup', '_wakeup', '__step_run_and_handle_result', '__eager_start', '_run',
           '_run_once'}
#: Functions of tasks.py that say themselves what their futures are for.
LEAVES = {'sleep', 'gather', 'wait', 'shield', 'as_completed'}


def called_by_program(frame, awaiting):
    """The frame of asyncio's public function behind that one, a function of asyncio's: what the program has called.
    `awaiting`: frames behind those, innermost first, which frame.f_back leaves out."""
    found = frame
    for frame in itertools.chain(up_to_driver(frame), awaiting):
        if not is_asyncio(frame.f_code):
            break
        name = frame.f_code.co_name
        if name in LEAVES and frame.f_code.co_filename == TASKS:
            return frame
        if name == 'wait_for' and frame.f_code.co_filename == TASKS:  # it awaits what the program gives it
            return frame if found.f_code.co_name == '_cancel_and_wait' else found
        if not (name.startswith('__') and name.endswith('__')):
            found = frame
    return found


def up_to_driver(frame):
    while frame is not None and not (is_asyncio(frame.f_code) and frame.f_code.co_name in DRIVERS):
        yield frame
        frame = frame.f_back


def asked_by_program(*passing):
    return purpose(asker(*passing)) == 'user'
