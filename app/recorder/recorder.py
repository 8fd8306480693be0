"""Runs a real asyncio program under this very CPython and writes what its event loop did: a trace.

    python3 recorder.py PROGRAM.py [-o FILE] [--set-order ...] [--schedule ...] [--preset-loop]

docs/trace-format.md says what a trace holds. Any CPython from 3.6 on runs this file, with nothing installed.

How it works
    The program runs as __main__, on asyncio's own event loop, with a clock that jumps instead of waiting. None of
    asyncio's logic is written again here. What reports is subclasses: of the loop, of its ready queue, of Handle and
    TimerHandle, of Future, Task and gather's outer future. Each calls the original method and tells the trace about
    it at the moment when the loop's own containers show it. Four things make that possible:

    1.  asyncio's C accelerator is kept from being imported, so that Task and Future are the Python classes.
    2.  Where asyncio iterates a set, the order is an accident of memory addresses. Its modules are loaded with a
        `set` that keeps the order of insertion and asks a policy at its first iteration (OrderedSet, Choices).
    3.  Coroutine objects report nothing when they are made, so every call in the program is wrapped, in its syntax
        tree, in a function that looks at the result (Program).
    4.  Deadlines are whole nanoseconds, and equal ones fire in order of creation, as under a real clock, which
        moves on between any two calls (TimerHandle).

    The same program gives the same bytes each time: hash seed and random seed are fixed, nothing reads a real clock,
    cycles are collected at fixed places only, and texts lose their addresses and directories.

Limits
    Sockets and subprocesses are not virtual: their callbacks run, but are not recorded. Threads of an executor are
    waited for in real time, without the clock moving; so two runs of a program with threads may differ.
"""

import argparse
import ast
import atexit
import builtins
import collections
import contextlib
import functools
import gc
import heapq
import importlib.machinery
import importlib.util
import inspect
import io
import itertools
import json
import linecache
import os
import random
import re
import selectors
import sys
import tempfile
import threading
import time
import types
import warnings
import weakref

EXIT_USAGE, EXIT_FILE, EXIT_PROGRAM = 2, 3, 4
SECOND = 10 ** 9  # in nanoseconds, the unit of every time in a trace
VERSION = sys.version_info[:2]
COROUTINES = inspect.CO_COROUTINE | inspect.CO_GENERATOR  # flags of code


def leave(status, complaint=None):
    """End the process at once: neither the program nor the interpreter's shutdown gets another word."""
    if complaint is not None:
        print('recorder.py: ' + complaint, file=sys.__stderr__)
    sys.__stdout__.flush()
    sys.__stderr__.flush()
    os._exit(status)


# ---------------------------------------------------------------------------------------------------------------------
# The trace


class Trace:
    """The list of events, and all that an event needs to know about its surroundings."""

    #: Fields that stand in an event even when there is nothing to say.
    NULLS = {('task_created', 'name')}

    def __init__(self):
        self.events = []
        self.now = 0  # the virtual clock
        self.run = self.iteration = self.phase = None
        self.runs = self.iterations = 0
        self.stepping = None  # the coroutine of the task that runs
        self.open = []  # what has started and not finished: [(id, event number)], handles and tasks
        self.passes_cancel_on = None  # the task or gather's future whose cancel() cancels another one just now
        self.counters = collections.defaultdict(itertools.count)
        self.program_file = None
        self.stdout = []
        self.value = None  # what the last run_until_complete returned

    def new_id(self, letter):
        return letter + str(next(self.counters[letter]) + 1)

    def emit(self, kind, cause=None, line=None, **fields):
        """Append an event. Its cause, unless one is given, is the innermost open task or handle; its line, where the
        program is."""
        ours = threading.current_thread() is threading.main_thread()
        event = {'n': len(self.events) + 1, 't': self.now, 'run': self.run, 'it': self.iteration, 'kind': kind}
        if cause is None and self.open and ours:
            cause = self.open[-1][1]
        event['cause'] = cause
        if self.open and ours:
            event['in'] = self.open[-1][0]
        if line is None and ours:
            line = self.line()
        if line is not None:
            event['line'] = line
        if self.phase is not None:
            event['phase'] = self.phase
        for key, value in fields.items():
            if value is not None or (kind, key) in self.NULLS:
                event[key] = value
        self.events.append(event)
        return event

    def line(self):
        """The line of the innermost frame of the program inside the open handle; outside a run, of its module."""
        if self.run is not None and not self.open:
            return None
        frame, in_coroutine = sys._getframe(2), False
        while frame is not None and frame.f_code is not Reporting._run.__code__:
            if frame.f_code.co_filename == self.program_file:
                return frame.f_lineno
            in_coroutine |= frame.f_code.co_flags & COROUTINES != 0
            frame = frame.f_back
        # Before 3.10, throw() into a coroutine leaves out the frames of those that await it.
        awaits = coroutines.stack(self.stepping) if in_coroutine else None
        return awaits[-1]['line'] if awaits else None

    @contextlib.contextmanager
    def opened(self, identity, event):
        self.open.append((identity, event['n']))
        try:
            yield
        finally:
            self.open.pop()

    def advance(self, to, why, cause=None):
        start, self.now = self.now, to
        self.emit('clock_advanced', cause, **{'from': start, 'to': to, 'why': why})

    def print(self, stream, text):
        text = texts.clean(text)
        if stream == 'stdout':
            self.stdout.append(text)
        for line in text.splitlines(True) if '\n' in text else [text] if text else []:
            ended = line.endswith('\n')
            self.emit('printed', text=line[:-1] if ended else line, stream=stream, newline=None if ended else False)


trace = Trace()


class Texts:
    """How values and messages are written: as CPython writes them, without what depends on the machine."""

    ADDRESS = re.compile(r'(?: at 0x|(?<=\.\.\.)(?: ?a?t? ?0)?x)[0-9a-fA-F]+')  # whole, or cut by reprlib

    def __init__(self):
        self.directories = re.compile(r'(?!)')
        self.showing = set()

    def leave_out(self, directories):
        roots = {os.path.abspath(d) for d in directories} | {os.path.realpath(d) for d in directories}
        roots = sorted((re.escape(d) for d in roots if len(d) > 1), key=lambda d: (-len(d), d))
        self.directories = re.compile(r'(?<![\w.])(?:%s)/(?:[^/\s\'",<>()]+/)*' % '|'.join(roots))

    def clean(self, text):
        return self.directories.sub('', self.ADDRESS.sub('', text))

    def value(self, value):
        """repr(value), but that an object with an id is written as its id, and a set in a fixed order."""
        identity = identity_of(value)
        if identity is not None:
            return identity
        kind = type(value)
        if kind not in (list, tuple, dict, set, frozenset, OrderedSet):
            return self.clean(repr(value))
        if id(value) in self.showing:
            return '...'
        self.showing.add(id(value))
        try:
            if kind is dict:
                return '{%s}' % ', '.join('%s: %s' % (self.value(k), self.value(v)) for k, v in value.items())
            if kind is list:
                return '[%s]' % ', '.join(map(self.value, value))
            if kind is tuple:
                return '(%s%s)' % (', '.join(map(self.value, value)), ',' if len(value) == 1 else '')
            elements = set.__iter__(value) if kind is OrderedSet else value
            inside = ', '.join(sorted(map(self.value, elements), key=self.rank))
            if kind is frozenset:
                return 'frozenset({%s})' % inside if inside else 'frozenset()'
            return '{%s}' % inside if inside else 'set()'
        finally:
            self.showing.discard(id(value))

    @staticmethod
    def rank(text):
        found = re.match(r'([A-Z])(\d+)$', text)
        return (0, found.group(1), int(found.group(2)), '') if found else (1, '', 0, text)

    def error(self, error):
        if error is None:
            return None
        return {'type': type(error).__name__, 'message': self.clean(str(error))}

    about = None  # the object that is warned about

    def show_message(self, message, show=warnings._showwarnmsg):
        """Stands in for what calls warnings.showwarning, and doesn't tell it the object."""
        self.about = getattr(message, 'source', None)
        try:
            show(message)
        finally:
            self.about = None

    def show_warning(self, message, category, filename, lineno, file=None, line=None):
        """Stands in for warnings.showwarning: called for those that Python shows."""
        message, coroutine = str(message), None
        if message.endswith(' was never awaited'):
            coroutine = coroutines.unawaited(self.about, message)
        trace.emit('warned', category=category.__name__, message=self.clean(message),
                   line=coroutine and coroutine.line, coroutine=coroutine and coroutine.identity)


texts = Texts()


def identity_of(value):
    """The id that an object has in the trace, if it has one."""
    if isinstance(value, (Future, Task, _GatheringFuture, Reporting, EventLoop)):
        return value.trace_id
    return coroutines.known(value) or callbacks.known(value)


class Stream(io.TextIOBase):
    """sys.stdout and sys.stderr of the program."""

    encoding = 'utf-8'

    def __init__(self, name):
        self.name = name

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError('write() argument must be str, not ' + type(text).__name__)
        trace.print(self.name, text)
        return len(text)


def printing(real_print):
    """A print() that writes its text at once: a line is one event, however many arguments it is made of."""
    def print(*args, **kwargs):
        file = kwargs.get('file') or sys.stdout
        if not isinstance(file, Stream):
            return real_print(*args, **kwargs)
        text = io.StringIO()
        real_print(*args, **dict(kwargs, file=text))
        file.write(text.getvalue())

    return print


# ---------------------------------------------------------------------------------------------------------------------
# Choices: where asyncio's order is an accident


class Choices:
    """Answers each choice point: an order of n things, as positions from 1."""

    def __init__(self, set_order, schedule):
        self.rule = set_order
        self.timing = schedule is not None and any(isinstance(answer, int) for answer in schedule)
        # A list of answers, or None: orders, and numbers of sleeps. 0 only says that sleeps may end in any order.
        self.schedule = None if schedule is None else [answer for answer in schedule if answer != 0]
        self.sizes = set()  # met so far
        self.made = 0
        self.fixed = permutation(set_order)
        self.state = int(set_order[5:]) if set_order.startswith('seed:') else None

    def choose(self, site, elements):
        size = len(elements)
        base = list(range(1, size + 1))
        self.made += 1
        self.sizes.add(size)
        if self.schedule is not None:
            return self.scheduled(site, size)
        if self.fixed is not None:
            return self.fixed if len(self.fixed) == size else base
        if self.state is not None:
            return self.shuffled(base)
        if self.rule == 'tutorial' and site == 'wait' and all(asyncio.iscoroutine(e) for e in elements):
            return base[::-1]
        if self.rule == 'tutorial' and site == 'gather':  # 3.6 only; later ones iterate no set
            return base[:1] + base[:0:-1]
        return base

    def choose_sleep(self, size):
        self.made += 1
        answer = self.schedule[self.made - 1] if self.made <= len(self.schedule) else None
        if not isinstance(answer, int) or answer > size:
            leave(EXIT_USAGE, '--schedule: choice %d is which of %d sleeps ends' % (self.made, size))
        return answer

    def scheduled(self, site, size):
        if self.made > len(self.schedule):
            leave(EXIT_USAGE, '--schedule has %d answers, but choice %d (%s of %d) is met'
                  % (len(self.schedule), self.made, site, size))
        answer = self.schedule[self.made - 1]
        if isinstance(answer, int) or len(answer) != size:
            leave(EXIT_USAGE, '--schedule: answer %d is an order of %d, but choice %d (%s) is one of %d'
                  % (self.made, 1 if isinstance(answer, int) else len(answer), self.made, site, size))
        return answer

    def shuffled(self, order):
        for i in range(len(order) - 1, 0, -1):
            j = self.split_mix() % (i + 1)
            order[i], order[j] = order[j], order[i]
        return order

    def split_mix(self):
        mask = 2 ** 64 - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def complaint(self):
        """What is wrong with the options, now that the whole run is known."""
        if self.schedule is not None and self.made < len(self.schedule):
            return '--schedule has %d answers, but the run has %d choices' % (len(self.schedule), self.made)
        if self.fixed is not None and len(self.fixed) not in self.sizes:
            met = ', '.join(map(str, sorted(self.sizes))) or 'none'
            return '--set-order %s: the run has no choice of %d (sizes met: %s)' % (self.rule, len(self.fixed), met)
        return None


def permutation(text):
    """'3,1,2' as [3, 1, 2]; None if it isn't the numbers 1 to n in some order."""
    if not re.match(r'\d{1,6}(,\d{1,6})*$', text):
        return None
    order = [int(number) for number in text.split(',')]
    return order if sorted(order) == list(range(1, len(order) + 1)) else None


choices = Choices('tutorial', None)


class OrderedSet(set):
    """The `set` of asyncio's modules: iterates in order of insertion, or as chosen at its first iteration.

    A set made from something that has an order of its own, or filled while asyncio runs, is undecided until then.
    A set derived from a decided one keeps its order.
    """

    #: What the functions that hide behind a public name are called in a trace.
    SITES = {'_cancel_all_tasks': 'run', '_abort': 'TaskGroup', '__init__': 'as_completed'}

    def __init__(self, iterable=()):
        super().__init__()
        self.order = {}
        maker = sys._getframe(1).f_code.co_name
        if isinstance(iterable, OrderedSet):
            elements, self.decided = list(iterable.order), iterable.decided
        else:
            # _wait fills its sets of done and pending from a set that is decided.
            elements, self.decided = in_order(iterable), maker in ('_wait', '<module>')
        self.maker = maker
        for element in elements:
            self.add(element)

    @classmethod
    def comprehension(cls, elements):
        """{... for ... in ...}: the loop behind it has decided, unless it went through all tasks there are."""
        self = cls(elements)
        self.maker = sys._getframe(1).f_code.co_name
        self.decided = 'all_tasks' not in self.maker
        return self

    def add(self, element):
        super().add(element)
        self.order[element] = None

    def discard(self, element):
        super().discard(element)
        self.order.pop(element, None)

    def remove(self, element):
        super().remove(element)
        self.order.pop(element, None)

    def pop(self):
        for element in self:
            self.remove(element)
            return element
        return super().pop()

    def clear(self):
        super().clear()
        self.order.clear()

    def __iter__(self):
        self.order = dict.fromkeys(e for e in self.order if e in self)
        self.order.update(dict.fromkeys(super().__iter__()))
        if not self.decided and len(self) > 1:
            self.decide(sys._getframe(1).f_code)
        return iter(list(self.order))

    def decide(self, code):
        site = code.co_name if is_asyncio(code) else self.maker
        site = self.SITES.get(site, site)
        elements = list(self.order)
        order = choices.choose(site, elements)
        trace.emit('choice_made', site=site, size=len(order), order=list(order))
        self.order = dict.fromkeys(elements[position - 1] for position in order)
        self.decided = True

    def __repr__(self):
        return '{%s}' % ', '.join(map(repr, self.order)) if self else 'set()'


def in_order(iterable):
    """The elements; those of a set that the program made in order of their creation, as far as that is known."""
    elements = list(iterable)
    if isinstance(iterable, (set, frozenset)):
        elements.sort(key=lambda element: Texts.rank(identity_of(element) or ''))
    return elements


class AsyncioLoader(importlib.machinery.SourceFileLoader):
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
        return self.source_to_code(data, path)

    def source_to_code(self, data, path, **options):
        tree = self.Sets().visit(ast.parse(data, path))
        return compile(tree, path, 'exec', dont_inherit=True)

    def exec_module(self, module):
        module.__dict__['set'] = OrderedSet
        super().exec_module(module)


class AsyncioFinder:
    """Sends asyncio's modules to that loader."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != 'asyncio' and not name.startswith('asyncio.'):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = AsyncioLoader(spec.loader.name, spec.loader.path)
        return spec


sys.modules['_asyncio'] = None  # the import fails, and asyncio falls back on its Python classes
sys.meta_path.insert(0, AsyncioFinder)
sys.dont_write_bytecode = True  # leave no trace but the one that was asked for

import asyncio  # noqa: E402
import asyncio.unix_events  # noqa: E402
from asyncio import base_events, events, futures, tasks  # noqa: E402

ASYNCIO = os.path.dirname(asyncio.__file__) + os.sep
RUNNERS = ASYNCIO + 'runners.py'


def is_asyncio(code):
    return code.co_filename.startswith(ASYNCIO)


def asker(*passing):
    """The frame that asked for something: the nearest one outside this file and the functions that pass it on."""
    frame = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_filename != __file__ and not (is_asyncio(code) and code.co_name in passing):
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
    owner = frame.f_locals.get('self')
    return name if owner is None else '%s.%s' % (type(owner).__name__, name)


def asked_by_program(*passing):
    return purpose(asker(*passing)) == 'user'


# ---------------------------------------------------------------------------------------------------------------------
# Things that get an id without having a class of ours


class Coroutines:
    """The coroutine objects of the program."""

    class Known(weakref.ref):
        identity = name = line = None

    def __init__(self):
        self.table = {}  # by address; one that is dead stays until another takes its place
        self.last_dead = None

    def known(self, value):
        entry = self.table.get(id(value))
        return entry.identity if entry is not None and entry() is value else None

    def died(self, entry):
        self.last_dead = entry

    def unawaited(self, value, message):
        """The one that Python warns about, when it is dying: no reference leads to it any more."""
        entry = self.last_dead if value is None else self.table.get(id(value))  # before 3.7 only the message is known
        return entry if entry is not None and message.startswith("coroutine '%.50s'" % entry.name) else None

    @staticmethod
    def code(value):
        """The code of a coroutine object of the program: async def, or a generator that a decorator made one."""
        if isinstance(value, types.CoroutineType):
            code = value.cr_code
        elif isinstance(value, types.GeneratorType) and value.gi_code.co_flags & inspect.CO_ITERABLE_COROUTINE:
            code = value.gi_code
        else:
            return None
        return code if code.co_filename == trace.program_file else None

    def see(self, value):
        """Wrapped around every call in the program, which gets the value back."""
        if self.code(value) is not None and self.known(value) is None:
            entry = self.table[id(value)] = self.Known(value, self.died)
            entry.identity, entry.name = trace.new_id('C'), value.__qualname__
            event = trace.emit('coroutine_created', coroutine=entry.identity, coro=value.__name__)
            entry.line = event.get('line')
        return value

    def stack(self, coroutine):
        """Where a suspended coroutine stands, outermost first; frames of the program only."""
        stack = []
        while isinstance(coroutine, (types.CoroutineType, types.GeneratorType)):
            prefix = 'cr_' if isinstance(coroutine, types.CoroutineType) else 'gi_'
            frame = getattr(coroutine, prefix + 'frame')
            if frame is not None and frame.f_code.co_filename == trace.program_file:
                stack.append({'coro': coroutine.__name__, 'line': frame.f_lineno})
            coroutine = getattr(coroutine, 'cr_await' if prefix == 'cr_' else 'gi_yieldfrom')
        return stack


coroutines = Coroutines()


class Callbacks:
    """The callables that are given to asyncio. None of them is kept alive by being known."""

    class Known:
        def __init__(self, identity, role, name, reference):
            self.identity, self.role, self.name, self.reference = identity, role, name, reference

    def __init__(self):
        self.table = {}
        self.expected = None  # an id given before its callable is there

    #: Whose callback one of asyncio's own is, by the first part of its qualified name (3.9: _gather).
    ROLES = {'gather': 'gather', 'wait': 'wait', 'run_until_complete_cb': 'run', 'TaskGroup': 'task_group',
             'as_completed': 'as_completed', 'AsCompletedIterator': 'as_completed', 'shield': 'shield',
             'release_waiter': 'wait_for'}

    @staticmethod
    def parts(callback):
        """What makes a callable distinct, and the object whose death ends it."""
        if isinstance(callback, types.MethodType):  # each access makes another one
            return (id(callback.__self__), callback.__func__.__qualname__), callback.__self__
        if isinstance(callback, functools.partial) and Callbacks.own_role(callback.func) == 'gather':
            callback = callback.func  # 3.6 adds a partial of it to each child
        return id(callback), callback

    @classmethod
    def own_role(cls, callback):
        """The role of one of asyncio's own callbacks, else None."""
        while isinstance(callback, functools.partial):
            callback = callback.func
        function = getattr(callback, '__func__', callback)
        if not isinstance(function, types.FunctionType) or not is_asyncio(function.__code__):
            return None
        return cls.ROLES.get(function.__qualname__.partition('.')[0].strip('_'))

    def known(self, callback):
        entry = self.table.get(self.parts(callback)[0]) if callable(callback) else None
        return entry.identity if entry is not None else None

    def look_up(self, callback, by_program):
        """`by_program`: whether it is the program that gives it to asyncio."""
        key, owner = self.parts(callback)
        entry = self.table.get(key)
        if entry is None:
            try:
                reference = weakref.ref(owner, lambda _, key=key, table=self.table: table.pop(key, None))
            except TypeError:  # a method of a list, say: rare, and small
                reference = callback
            role = self.own_role(callback) or ('user' if by_program else 'other')
            identity = self.expected if role == 'gather' and self.expected else trace.new_id('K')
            if role == 'gather':
                self.expected = None
            entry = self.Known(identity, role, self.name(callback) if role == 'user' else None, reference)
            self.table[key] = entry
        return entry

    def expect(self):
        self.expected = trace.new_id('K')
        return self.expected

    @staticmethod
    def name(callback):
        while isinstance(callback, functools.partial):
            callback = callback.func
        return getattr(callback, '__name__', type(callback).__name__)


callbacks = Callbacks()


# ---------------------------------------------------------------------------------------------------------------------
# Handles


class Reporting:
    """What Handle and TimerHandle have in common: the way from the queue through the call."""

    trace_id = None
    scheduled = None  # the number of the event that scheduled it
    queued = False
    silent = False  # a descriptor became readable or writable: not recorded

    def enter_ready(self):
        if self.silent:
            return
        self.queued = True
        if isinstance(self, TimerHandle):
            trace.emit('timer_due', self.scheduled, handle=self.trace_id)
            return
        self.trace_id = trace.new_id('H')
        fields = {'handle': self.trace_id, 'loop': self._loop.trace_id}
        cause = None
        function, argument = getattr(self._callback, '__func__', None), (self._args or (None,))[0]
        if function is Task.STEP:
            fields.update(role='step', task=self._callback.__self__.trace_id)
        elif function is Task.WAKEUP:
            fields.update(role='wakeup', task=self._callback.__self__.trace_id, future=identity_of(argument))
            cause = argument.done_event
        elif self._loop.in_other_thread():
            fields.update(role='thread')
        elif self._loop.completing is not None:
            entry = callbacks.look_up(self._callback, asked_by_program('add_done_callback', 'call_soon', '_call_soon'))
            fields.update(role='callback', future=self._loop.completing, callback=entry.identity, name=entry.name)
        else:
            entry = callbacks.look_up(self._callback,
                                      asked_by_program('call_soon', 'call_soon_threadsafe', '_call_soon'))
            fields.update(role='call_soon', callback=entry.identity, name=entry.name)
        self.scheduled = trace.emit('handle_scheduled', cause, **fields)['n']

    def leave_ready(self):
        self.queued = False
        if self._cancelled and not self.silent:
            trace.emit('handle_skipped', self.scheduled, handle=self.trace_id)

    def cancel(self):
        news = self.queued and not self._cancelled
        super().cancel()
        if news:
            trace.emit('handle_cancelled', handle=self.trace_id)

    def _run(self):
        if self.silent:
            return super()._run()
        identity = self.trace_id
        started = trace.emit('handle_started', self.scheduled, handle=identity)
        try:
            with trace.opened(identity, started):
                super()._run()
        finally:
            self = None  # as in asyncio: a traceback must not keep it
            trace.emit('handle_finished', started['n'], handle=identity)


class Handle(Reporting, events.Handle):
    pass


class TimerHandle(Reporting, events.TimerHandle):
    """A timer whose deadline is a whole number of nanoseconds, unique by its order of creation."""

    sequence = itertools.count()
    FAR = 1e12  # seconds: with timing, none is due by itself
    in_heap = events.TimerHandle._scheduled  # the slot

    def __init__(self, when, *args, **kwargs):
        super().__init__(when, *args, **kwargs)
        self.deadline = round(when * SECOND) if abs(when) != float('inf') else when
        self._when = self.deadline / SECOND
        self.key = (self.deadline, next(self.sequence))
        if choices.timing:
            self._when += self.FAR

    def __lt__(self, other):
        return self.key < other.key if isinstance(other, TimerHandle) else NotImplemented

    __hash__ = events.TimerHandle.__hash__

    @property
    def _scheduled(self):
        """Whether it is in the heap. asyncio keeps this up to date, and so tells when a timer comes and goes."""
        return TimerHandle.in_heap.__get__(self)

    @_scheduled.setter
    def _scheduled(self, in_heap):
        news = in_heap != getattr(self, '_scheduled', False)
        TimerHandle.in_heap.__set__(self, in_heap)
        if news and in_heap:
            self.report_scheduled()
        elif news and self._loop.polled is False:
            self.queued = False
            self._loop.timer_dropped(self)

    def be_due(self):
        self.key = (float('-inf'), self.key[1])
        self._when = -self.FAR
        heapq.heapify(self._loop._scheduled)

    stands_for_input = False  # a sleep: with timing, it may take longer than it says

    def report_scheduled(self):
        self.trace_id = trace.new_id('H')
        self.queued = True
        role, entry, future = purpose(asker('call_at', 'call_later')), None, None
        if role == 'user':
            role = 'call_later' if asker('call_at').f_code.co_name == 'call_later' else 'call_at'
            entry = callbacks.look_up(self._callback, True)
        else:
            role = 'sleep' if role == 'sleep' else 'timeout'
            self.stands_for_input = role == 'sleep'
            future = next((argument.trace_id for argument in self._args if futures.isfuture(argument)), None)
        self.scheduled = trace.emit(
            'timer_scheduled', handle=self.trace_id, loop=self._loop.trace_id, when=self.deadline, role=role,
            future=future, callback=entry and entry.identity, name=entry and entry.name)['n']


class ReadyQueue(collections.deque):
    """The loop's _ready."""

    def append(self, handle):
        super().append(handle)
        handle.enter_ready()

    def popleft(self):
        handle = super().popleft()
        handle.leave_ready()
        return handle


# ---------------------------------------------------------------------------------------------------------------------
# Futures and tasks


PENDING = futures._PENDING
SCHEDULE_CALLBACKS = '_Future__schedule_callbacks' if VERSION >= (3, 7) else '_schedule_callbacks'


class Completing:
    """What Future, Task and gather's outer future have in common: completion, callbacks, cancelling."""

    trace_id = None
    created = None  # the event
    done_event = None
    numbers = itertools.count(1)

    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self.number = next(Completing.numbers)
        return self

    def field(self):
        """The name of the field of an event that it is in."""
        return 'task' if isinstance(self, Task) else 'future'

    def __hash__(self):  # so that the order of a set of the program's own doesn't hang on addresses
        return self.number

    def report_done(self):
        """Called once the state is set, before the callbacks are scheduled."""
        error = self._exception
        state = 'cancelled' if self.cancelled() else 'result' if error is None else 'exception'
        self.done_event = trace.emit(
            'future_done', future=self.trace_id, state=state,
            value=texts.value(self._result) if state == 'result' else None, error=texts.error(error))['n']
        with self.completing():
            getattr(super(), SCHEDULE_CALLBACKS)()

    @contextlib.contextmanager
    def completing(self):
        outer, self._loop.completing = self._loop.completing, self.trace_id
        try:
            yield
        finally:
            self._loop.completing = outer

    def add_done_callback(self, *args, **kwargs):
        pending = self._state == PENDING
        with self.completing():
            super().add_done_callback(*args, **kwargs)
        callback = args[0] if args else kwargs['fn']
        if callback is base_events._run_until_complete_cb:
            self._loop.awaited = self.trace_id
        if not pending:
            return
        if getattr(callback, '__func__', None) is Task.WAKEUP:
            task = callback.__self__.trace_id
            trace.emit('callback_added', future=self.trace_id, role='wakeup', task=task)
        else:
            entry = callbacks.look_up(callback, asked_by_program())
            self.report_callback('callback_added', entry)

    def remove_done_callback(self, *args, **kwargs):
        removed = super().remove_done_callback(*args, **kwargs)
        if removed:
            self.report_callback('callback_removed', callbacks.look_up(args[0] if args else kwargs['fn'], True))
        return removed

    def report_callback(self, kind, entry):
        role = entry.role if entry.name is None else 'user'  # one that the program gave to call_soon, too, say
        trace.emit(kind, future=self.trace_id, role=role, callback=entry.identity, name=entry.name)

    def cancel(self, *args, **kwargs):
        if VERSION < (3, 9) and args:  # the C method's words
            raise TypeError('cancel() takes no arguments (%d given)' % len(args))
        message = args[0] if args else kwargs.get('msg')
        if message is not None:
            message = texts.clean(message) if isinstance(message, str) else texts.value(message)
        event = trace.emit('cancel_requested', **{self.field(): self.trace_id, 'message': message})
        outer, trace.passes_cancel_on = trace.passes_cancel_on, self.trace_id
        try:
            taken = super().cancel(*args, **kwargs)
        finally:
            trace.passes_cancel_on = outer
        self.report_request(event, taken)
        if outer or 'in' in event:
            event['by'] = outer or event['in']
        return taken

    def report_request(self, event, taken):
        event['delivered'] = self.delivery() if taken else 'refused'

    def delivery(self):
        return 'done'

    # Where the words of the C classes differ, the C ones are what users see.

    def result(self):
        if self._state == PENDING:
            raise asyncio.InvalidStateError('Result is not set.')
        traceback = getattr(self, '_exception_tb', None)
        if traceback is None and self._exception is not None:
            traceback = self._exception.__traceback__
        try:
            return super().result()
        except BaseException as error:
            failure = error.with_traceback(traceback)
        try:
            raise failure
        finally:
            self = failure = traceback = None  # the C class leaves no frame that would keep the future alive

    def set_result(self, result):
        if self._state != PENDING and not isinstance(self, Task):
            raise asyncio.InvalidStateError('invalid state')
        super().set_result(result)

    def set_exception(self, exception):
        if self._state != PENDING and not isinstance(self, Task):
            raise asyncio.InvalidStateError('invalid state')
        instance = exception() if isinstance(exception, type) else exception
        if not isinstance(instance, BaseException):
            raise TypeError('invalid exception object')
        super().set_exception(instance)


setattr(Completing, SCHEDULE_CALLBACKS, Completing.report_done)


class Future(Completing, futures._PyFuture if hasattr(futures, '_PyFuture') else futures.Future):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of = purpose(asker('create_future', 'wrap_future'))
        self.trace_id = trace.new_id('G' if of == 'gather' else 'F')  # gather of nothing makes a plain Future
        self.created = trace.emit('future_created', future=self.trace_id, of=of)


class _GatheringFuture(Completing, tasks._GatheringFuture):
    def __init__(self, children, *args, **kwargs):
        super().__init__(children, *args, **kwargs)
        self.trace_id = trace.new_id('G')
        callback = asker().f_locals.get('_done_callback')
        via = callbacks.look_up(callback, False).identity if callback is not None else callbacks.expect()
        self.created = trace.emit('future_created', future=self.trace_id, of='gather',
                                  children=[identity_of(child) for child in children], via=via)

    def delivery(self):
        return 'waiter'


class Task(Completing, tasks.Task):
    STEP = getattr(tasks.Task, '_Task__step', None) or tasks.Task._step
    WAKEUP = getattr(tasks.Task, '_Task__wakeup', None) or tasks.Task._wakeup
    steps = 0

    @property
    def _coro(self):
        """Task.__init__ sets this last, just before it schedules the first step: the moment to report."""
        return self.__dict__['_coro']

    @_coro.setter
    def _coro(self, coro):
        self.__dict__['_coro'] = coro
        if self.trace_id is None:
            coroutines.see(coro)  # in case the program had it made elsewhere, by map() say
            self.trace_id = trace.new_id('T')
            running = [identity for identity, _ in trace.open if identity.startswith('T')]
            self.created = trace.emit(
                'task_created', task=self.trace_id, name=getattr(self, '_name', None),
                coroutine=coroutines.known(coro), coro=getattr(coro, '__name__', type(coro).__name__),
                parent=running[-1] if running else None, internal=self.is_internal() or None)

    def is_internal(self):
        """Whether run_until_complete makes it for asyncio.run's own purposes."""
        run = self._loop.current
        return run is not None and run.internal and not run.started

    def set_name(self, value):
        super().set_name(value)
        if is_asyncio(sys._getframe(1).f_code):  # create_task(name=...) names the task when it is there
            self.created['name'] = self._name

    def __del__(self):
        super().__del__()
        if self._state == PENDING and self.trace_id is not None:
            trace.emit('task_destroyed', task=self.trace_id)

    # Cancelling. A request is pending until cancel_delivered says what became of it.

    cancel_pending = None  # the number of the first request that was not yet delivered
    cancel_thrown = None  # and of the last one that was thrown in
    cancel_passed_on = False  # whether what it awaits took one of those that are pending

    def delivery(self):
        return 'flag' if self._must_cancel else 'waiter'

    def report_request(self, event, taken):
        super().report_request(event, taken)
        if self.count() is not None:
            event['count'] = self.count()
        if taken:
            self.cancel_pending = self.cancel_pending or event['n']
            self.cancel_passed_on |= event['delivered'] == 'waiter'

    def count(self):
        """None before 3.11."""
        return self.cancelling() if hasattr(self, 'cancelling') else None

    def cancel_delivered(self, request, outcome):
        trace.emit('cancel_delivered', request, task=self.trace_id, outcome=outcome)

    def deliver_cancel_at_start(self, throws_cancelled_error):
        request, self.cancel_pending, self.cancel_passed_on = self.cancel_pending, None, False
        if request is None:
            return
        if not throws_cancelled_error:  # what it awaited took the cancel, and ended otherwise
            self.cancel_delivered(request, 'swallowed')
        elif self.steps == 1:
            self.cancel_delivered(request, 'never_started')
        else:
            self.cancel_thrown = request if self.count() != 0 else None
            self.cancel_delivered(request, 'thrown')

    def deliver_cancel_at_end(self):
        if self.cancel_pending is not None:
            self.cancel_delivered(self.cancel_pending, 'too_late')
        elif self.cancel_thrown is not None and not self.cancelled():
            self.cancel_delivered(self.cancel_thrown, 'swallowed')
        self.cancel_pending = self.cancel_thrown = None

    def report_uncancel(self):
        requests, flag = self.cancelling(), self._must_cancel
        count = super().uncancel()
        if count == requests:
            return count
        trace.emit('uncancelled', task=self.trace_id, count=count)
        if flag and not self._must_cancel and not self.cancel_passed_on:  # since 3.13
            self.cancel_delivered(self.cancel_pending, 'withdrawn')
            self.cancel_pending = None
        if count == 0:
            self.cancel_thrown = None  # whoever handled it has said so
        return count

    def step(self, exc=None):
        throw = None if exc is None else type(exc).__name__
        cancels = isinstance(exc, asyncio.CancelledError)
        if self._must_cancel and not cancels:
            throw, cancels = 'CancelledError', True
        if exc is not None:
            exc.__traceback__ = without_asyncio(exc.__traceback__)
        self.steps += 1
        started = trace.emit('step_started', task=self.trace_id, first=self.steps == 1, throw=throw)
        try:
            with trace.opened(self.trace_id, started):
                self.deliver_cancel_at_start(cancels)
                outer, trace.stepping = trace.stepping, self._coro
                try:
                    getattr(super(), Task.TRACED_STEP)(exc)
                finally:
                    trace.stepping = outer
                    if self.done():
                        self.deliver_cancel_at_end()
        finally:
            self.report_finished(started)
            self = exc = None  # as in asyncio: a traceback must not keep them

    def report_finished(self, started):
        waiting_on = stack = value = error = None
        if self.done():
            error = self._exception
            end = 'cancelled' if self.cancelled() else 'returned' if error is None else 'raised'
            value = texts.value(self._result) if end == 'returned' else None
        else:
            end = 'yielded' if self._fut_waiter is None else 'suspended'
            waiting_on = identity_of(self._fut_waiter)
            stack = coroutines.stack(self._coro)
        trace.emit('step_finished', started['n'], task=self.trace_id, end=end, waiting_on=waiting_on,
                   stack=stack or None, value=value, error=texts.error(error))


if hasattr(tasks.Task, 'uncancel'):  # 3.11
    Task.uncancel = Task.report_uncancel
if hasattr(tasks.Task, '_Task__step_run_and_handle_result'):  # 3.12: what a step and an eager start share
    Task.TRACED_STEP = '_Task__step_run_and_handle_result'
    setattr(Task, Task.TRACED_STEP, Task.step)
else:
    Task.TRACED_STEP = '_Task__step' if VERSION >= (3, 7) else '_step'
    setattr(Task, Task.TRACED_STEP, Task.step)
    Task.STEP = Task.step


def without_asyncio(traceback):
    """Without its outermost frames, those of __wakeup and result(), which would keep the future alive."""
    while traceback is not None and (is_asyncio(traceback.tb_frame.f_code)
                                     or traceback.tb_frame.f_code.co_filename == __file__):
        traceback = traceback.tb_next
    return traceback


# ---------------------------------------------------------------------------------------------------------------------
# The loop


class Selector(selectors.DefaultSelector):
    """Never waits: it moves the clock to the next timer. Where there is none, the program hangs."""

    def __init__(self):
        super().__init__()
        self.loop = None

    def select(self, timeout=None):
        loop = self.loop()
        loop.report_dropped()
        loop.polled = True
        found = super().select(0)
        if found or timeout is not None and timeout <= 0:
            return found
        if loop.waits_for_threads():
            return super().select(None)
        head = loop._scheduled[0] if loop._scheduled else None
        if head is None or head.deadline == float('inf'):
            recording.hang()
        if choices.timing:
            self.let_one_sleep_end(loop)
            return found
        target = head.deadline
        limit = getattr(base_events, 'MAXIMUM_SELECT_TIMEOUT', None)
        if limit is not None:
            target = min(target, trace.now + limit * SECOND)
        trace.advance(target, 'idle', head.scheduled)
        return found

    @staticmethod
    def let_one_sleep_end(loop):
        """Any sleep that is pending may be the next to end; of what goes by the clock, only the first."""
        pending = sorted(timer for timer in loop._scheduled if not timer._cancelled)
        by_clock = [timer for timer in pending if not timer.stands_for_input]
        possible = [timer for timer in pending if timer.stands_for_input or timer is by_clock[0]]
        chosen = 1
        if len(possible) > 1:
            chosen = choices.choose_sleep(len(possible))
            trace.emit('choice_made', site='sleep', size=len(possible), order=[chosen])
        timer = possible[chosen - 1]
        if timer.deadline > trace.now:
            trace.advance(timer.deadline, 'idle', timer.scheduled)
        timer.be_due()


class Run:
    """One run_until_complete or run_forever, from its first iteration to its end."""

    #: What asyncio.run runs at its end.
    SHUTDOWN = {'BaseEventLoop.shutdown_asyncgens', 'BaseEventLoop.shutdown_default_executor'}

    def __init__(self, loop, how, future=None, caller=None):
        self.loop, self.how, self.started = loop, how, False
        self.via = self.runner(caller)
        self.shuts_down = getattr(future, '__qualname__', None) in self.SHUTDOWN
        # Its runs besides the one of the program's coroutine.
        self.internal = self.via is not None and (self.shuts_down or caller.f_code.co_name != 'run')
        self.shuts_down = self.shuts_down or self.internal

    @staticmethod
    def runner(frame):
        """What of asyncio/runners.py runs the loop from that frame, if it does."""
        outermost = None
        while frame is not None and frame.f_code.co_filename == RUNNERS:
            outermost, frame = frame, frame.f_back
        return None if outermost is None else 'asyncio.Runner' if 'self' in outermost.f_locals else 'asyncio.run'

    def start(self):
        self.started = True
        trace.runs += 1
        trace.run, trace.iteration = trace.runs, None
        until = None
        if self.how == 'run_until_complete':
            until = self.loop.awaited
            if not self.shuts_down:
                trace.value = None
        trace.emit('run_started', loop=self.loop.trace_id, how=self.how, until=until, via=self.via,
                   internal=self.internal or None)

    def finish(self, why, **outcome):
        if self.started:
            trace.emit('run_finished', why=why, **outcome)
            trace.run = None


class EventLoop(asyncio.SelectorEventLoop):
    trace_id = None
    completing = None  # the future whose callbacks are being scheduled
    awaited = None  # the future that run_until_complete runs for
    polled = None  # within an iteration: whether select() was called
    current = None  # the Run
    broke = False  # whether an error came out of the loop itself

    def __init__(self):
        selector = Selector()
        super().__init__(selector)
        selector.loop = weakref.ref(self)
        self._ready = ReadyQueue()
        self._clock_resolution = 0.5 / SECOND  # due is what is due in whole nanoseconds
        self._asyncgens.data = OrderedSet.comprehension([])  # closed in order of first use
        self.dropped = []
        self.in_threads = []
        self.thread = threading.get_ident()
        self.trace_id = trace.new_id('L')
        trace.emit('loop_created', loop=self.trace_id)

    def time(self):
        return trace.now / SECOND

    def close(self):
        news = not self.is_closed()
        super().close()
        if news and self.is_closed():
            trace.emit('loop_closed', loop=self.trace_id)

    def stop(self):
        super().stop()
        trace.emit('loop_stop_requested')

    # Running

    def run_until_complete(self, *args, **kwargs):
        outer, self.current = self.current, Run(
            self, 'run_until_complete', args[0] if args else None, sys._getframe(1))
        try:
            value = super().run_until_complete(*args, **kwargs)
            shown = texts.value(value)
            if not self.current.shuts_down:
                trace.value = shown
            self.current.finish('stopped', value=shown)
            return value
        except BaseException as error:
            self.current.finish('raised' if self.broke else 'stopped', error=texts.error(error))
            raise
        finally:
            self.current = outer

    def run_forever(self):
        if self.current is not None and not self.current.started:
            return self.run_iterations()
        outer, self.current = self.current, Run(self, 'run_forever')
        try:
            self.run_iterations()
            self.current.finish('stopped')
        except BaseException as error:
            self.current.finish('raised', error=texts.error(error))
            raise
        finally:
            self.current = outer

    def run_iterations(self):
        self.broke = True
        try:
            super().run_forever()
            self.broke = False
        finally:
            if self.current.started:
                trace.iteration = None

    def _run_once(self):
        if not self.current.started:
            self.current.start()
        trace.iteration = (trace.iteration or 0) + 1
        trace.iterations += 1
        self.report_iteration('iteration_started')
        self.polled = False
        self.timers = len(self._scheduled)
        try:
            super()._run_once()
        finally:
            self.polled = None
            self.report_iteration('iteration_finished')

    def report_iteration(self, kind):
        trace.emit(kind, ready=len(self._ready), timers=len(self._scheduled))

    # Scheduling

    def in_other_thread(self):
        """Whether the thread that runs here is another one than the loop's own."""
        return threading.get_ident() != (getattr(self, '_thread_id', None) or self.thread)

    def _add_callback(self, handle):
        handle.silent = True
        super()._add_callback(handle)

    def timer_dropped(self, timer):
        """A cancelled timer leaves the heap: at its head, now, or in a rebuild, which has yet to put a new heap."""
        self.dropped.append(timer)
        if len(self._scheduled) < self.timers:
            self.timers -= 1
            self.report_dropped()

    def report_dropped(self):
        for timer in sorted(self.dropped):
            trace.emit('timer_dropped', timer.scheduled, handle=timer.trace_id)
        self.dropped.clear()

    # Threads

    def run_in_executor(self, *args, **kwargs):
        future = super().run_in_executor(*args, **kwargs)
        self.in_threads.append(weakref.ref(future))
        return future

    def waits_for_threads(self):
        pending = (reference() for reference in self.in_threads)
        if any(future is not None and not future.done() for future in pending):
            return True
        return any(getattr(thread, '_target', None) == getattr(self, '_do_shutdown', self)
                   for thread in threading.enumerate())

    # Errors

    def call_exception_handler(self, context):
        about = next((context[key] for key in ('task', 'future') if isinstance(context.get(key), Completing)), None)
        trace.emit('exception_reported',
                   line=None if about is None else about.created.get('line'),
                   message=texts.clean(context.get('message') or 'Unhandled exception in event loop'),
                   error=texts.error(context.get('exception')),
                   **({} if about is None else {about.field(): about.trace_id}))
        super().call_exception_handler(context)

    def default_exception_handler(self, context):
        pass  # it would log what the event has said


def install():
    """Put the reporting classes where asyncio and the program find them."""
    replaced = [(events, 'Handle', Handle), (events, 'TimerHandle', TimerHandle), (futures, 'Future', Future),
                (tasks, 'Task', Task), (tasks, '_GatheringFuture', _GatheringFuture)]
    for module, name, reporting in replaced:
        original = getattr(module, name)
        reporting.__name__, reporting.__qualname__ = original.__name__, original.__qualname__
        reporting.__module__ = original.__module__
        setattr(module, name, reporting)
        if hasattr(asyncio, name):
            setattr(asyncio, name, reporting)
    original = asyncio.SelectorEventLoop
    EventLoop.__name__, EventLoop.__qualname__ = original.__name__, original.__qualname__
    EventLoop.__module__ = original.__module__
    for module in (asyncio, asyncio.unix_events):
        for name in ('SelectorEventLoop', '_UnixSelectorEventLoop', 'EventLoop'):
            if getattr(module, name, None) is original:
                setattr(module, name, EventLoop)
    asyncio.unix_events._UnixDefaultEventLoopPolicy._loop_factory = EventLoop
    for name in ('_all_tasks', '_scheduled_tasks'):
        if hasattr(tasks, name):
            getattr(tasks, name).data = OrderedSet.comprehension([])  # all_tasks() in order of creation
    if hasattr(tasks.Task, '_all_tasks'):
        tasks.Task._all_tasks.data = OrderedSet.comprehension([])
    if hasattr(tasks, 'eager_task_factory'):
        tasks.eager_task_factory = asyncio.eager_task_factory = tasks.create_eager_task_factory(Task)


def install_clock():
    """time's functions read the virtual clock, which starts at the beginning of the year 2000, UTC."""
    real_sleep, real_gmtime, real_strftime, epoch = time.sleep, time.gmtime, time.strftime, 946684800 * SECOND

    def sleep(seconds):
        if not isinstance(seconds, (int, float)) or not seconds > 0:
            real_sleep(seconds)
        elif threading.current_thread() is threading.main_thread():
            trace.advance(trace.now + round(seconds * SECOND), 'blocked')

    def gmtime(seconds=None):
        return real_gmtime(time.time() if seconds is None else seconds)

    time.sleep, time.gmtime, time.localtime = sleep, gmtime, gmtime
    time.strftime = lambda format, when=None: real_strftime(format, gmtime() if when is None else when)
    for name, start in (('time', epoch), ('monotonic', 0), ('perf_counter', 0), ('process_time', 0)):
        setattr(time, name, lambda start=start: (start + trace.now) / SECOND)
        setattr(time, name + '_ns', lambda start=start: start + trace.now)


# ---------------------------------------------------------------------------------------------------------------------
# The program


class Program:
    """The program's text, compiled so that each of its calls shows what it returns."""

    class Calls(ast.NodeTransformer):
        def visit_Call(self, node):
            seen = ast.copy_location(ast.Name('__seen__', ast.Load()), node)
            return ast.copy_location(ast.Call(seen, [self.generic_visit(node)], []), node)

    def __init__(self, path):
        self.path = path
        self.file = os.path.basename(path)
        with open(path, 'rb') as file:
            data = file.read()
        self.text = importlib.util.decode_source(data)
        tree = ast.fix_missing_locations(self.Calls().visit(ast.parse(data, self.file)))
        self.code = compile(tree, self.file, 'exec', dont_inherit=True)

    def run(self):
        """Run it as __main__. Return the error that nobody caught, without its traceback."""
        module = types.ModuleType('__main__')
        module.__file__, module.__builtins__ = self.path, builtins
        sys.modules['__main__'] = module
        sys.argv = [self.path]
        sys.path[0] = os.path.dirname(os.path.abspath(self.path))
        linecache.cache[self.file] = (len(self.text), None, self.text.splitlines(True), self.file)
        try:
            exec(self.code, module.__dict__)
        except SystemExit as error:
            return self.bare(error) if error.code not in (None, 0) else None
        except BaseException as error:
            return self.bare(error)
        return None

    @staticmethod
    def bare(error):
        """The error without the frames that it came through: they die before the program's globals."""
        link = error
        while link is not None:
            link.__traceback__ = None
            link = link.__cause__ or link.__context__
        return error

    @staticmethod
    def die():
        """The program's globals die in the order in which it defined them, and with each what only it held."""
        gc.collect()
        names = sys.modules['__main__'].__dict__
        for name in [name for name in names if not (name.startswith('__') and name.endswith('__'))]:
            names.pop(name, None)
            gc.collect()


class Recording:
    """A program, the options it is recorded with, and the document that comes of it."""

    def __init__(self, options, program):
        self.options = options
        self.program = program

    def record(self):
        trace.program_file = self.program.file
        texts.leave_out([os.path.dirname(os.path.abspath(self.program.path)), os.path.dirname(os.__file__),
                         os.path.dirname(os.path.abspath(__file__)), sys.prefix, sys.base_prefix, os.getcwd(),
                         os.path.expanduser('~'), tempfile.gettempdir()])
        warnings.showwarning, warnings._showwarnmsg = texts.show_warning, texts.show_message
        # Python shows equal warnings from one place just once; but these are one for each coroutine object.
        warnings.filterwarnings('always', r"coroutine '.*' was never awaited", RuntimeWarning)
        sys.stdout, sys.stderr = Stream('stdout'), Stream('stderr')
        builtins.print = printing(builtins.print)
        builtins.__seen__ = coroutines.see
        random.seed(0)
        gc.collect()
        gc.disable()
        if self.options.preset_loop:
            asyncio.set_event_loop(asyncio.new_event_loop())
        error = self.program.run()
        trace.phase = 'exit'
        outcome = {'status': 'returned'} if error is None else {'status': 'raised', 'error': texts.error(error)}
        error = None
        atexit._run_exitfuncs()
        self.program.die()
        self.finish(outcome)

    def hang(self):
        """Nothing will ever happen again. The program is left where it stands."""
        trace.emit('loop_hung')
        trace.iteration = None
        trace.emit('run_finished', why='hung')
        self.finish({'status': 'hung'})

    def finish(self, outcome):
        complaint = choices.complaint()
        if complaint is not None:
            leave(EXIT_USAGE, complaint)
        if trace.value is not None:
            outcome['value'] = trace.value
        outcome.update(stdout=''.join(trace.stdout), time=trace.now, iterations=trace.iterations)
        self.write(outcome)
        leave(0)

    def header(self):
        options, name = self.options, os.path.splitext(self.program.file)[0].replace('_', '-')
        order = options.set_order if options.schedule is None else 'schedule:' + options.schedule
        return {
            'schema': 'corodemo.trace', 'version': 2,
            'generator': 'recorder.py (CPython %d.%d.%d)' % sys.version_info[:3],
            'program': {'name': name, 'title': options.title or name, 'arguments': options.arguments,
                        'listings': {'python': {'file': self.program.file, 'text': self.program.text}}},
            'policy': {'python': '%d.%d' % VERSION, 'set_order': order, 'preset_loop': options.preset_loop},
            'clock': {'kind': 'virtual', 'unit': 'ns'},
        }

    def write(self, outcome):
        """The whole trace or nothing: into a file of its own, which then takes the name."""
        def line(value):
            return json.dumps(value, ensure_ascii=False)

        if (self.options.output or '').endswith('.jsonl'):
            lines = [line(self.header())] + [line(event) for event in trace.events] + [line({'outcome': outcome})]
            text = '\n'.join(lines)
        else:
            fields = ['%s: %s' % (line(key), line(value)) for key, value in self.header().items()]
            fields.append('"events": [\n%s\n]' % ',\n'.join(map(line, trace.events)))
            fields.append('"outcome": ' + line(outcome))
            text = '{\n' + ',\n'.join(fields) + '\n}'
        data = (text + '\n').encode('utf-8', 'backslashreplace')  # a lone surrogate becomes JSON's own escape of it
        output = self.options.output
        try:
            if output is None:
                sys.__stdout__.buffer.write(data)
                sys.__stdout__.flush()
            elif os.path.exists(output) and not os.path.isfile(output):  # /dev/null, a pipe
                with open(output, 'wb') as file:
                    file.write(data)
            else:
                replace_file(output, data)
        except BrokenPipeError:  # the reader has seen enough
            os._exit(0)
        except OSError as error:
            leave_unwritable(output or 'standard output', error)


def replace_file(path, data):
    path = os.path.realpath(path)
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=os.path.basename(path) + '.')
    try:
        with open(descriptor, 'wb') as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def leave_unwritable(output, error):
    print('recorder.py: cannot write %s: %s' % (output, error.strerror or error), file=sys.__stderr__)
    sys.__stderr__.flush()
    os._exit(EXIT_FILE)


# ---------------------------------------------------------------------------------------------------------------------
# The command line


class Parser(argparse.ArgumentParser):
    def error(self, message):
        leave(EXIT_USAGE, message + ' (--help says more)')


def set_order(text):
    seed = re.match(r'seed:(\d{1,20})$', text)
    if text in ('tutorial', 'argument') or permutation(text) or seed and int(seed.group(1)) < 2 ** 64:
        return text
    raise argparse.ArgumentTypeError('%r is none of tutorial, argument, seed:N, 3,1,2' % text)


def schedule(text):
    for answer in text.split('/') if text else ():
        if answer_of(answer) is None:
            raise argparse.ArgumentTypeError('%r is no order: it takes the numbers 1 to n, once each' % answer)
    return text


def answer_of(text):
    """'3,1,2' as [3, 1, 2]; '@2', which of the pending sleeps ends, as 2; '@', which only chooses timing, as 0."""
    if re.match(r'@(?:[1-9]\d{0,5})?$', text):
        return int(text[1:] or 0)
    return permutation(text)


def json_object(text):
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError('%r is not a JSON object' % text)
    return value


def parse(arguments):
    parser = Parser(prog='recorder.py', description='Run a real asyncio program under this CPython, with a virtual '
                    'clock, and write a trace of what its event loop did.')
    parser.add_argument('program', metavar='PROGRAM.py')
    parser.add_argument('-o', dest='output', metavar='FILE', help='write here (.jsonl: one object a line), not to '
                        'standard output')
    order = parser.add_mutually_exclusive_group()
    order.add_argument('--set-order', metavar='ORDER', type=set_order, default='tutorial', help='where asyncio '
                       'iterates a set: tutorial (default), argument, seed:N, or an order such as 3,1,2')
    order.add_argument('--schedule', metavar='ORDERS', type=schedule, help='an answer for each choice: 3,1,2/@2')
    parser.add_argument('--preset-loop', action='store_true', help='set an event loop before the program starts')
    parser.add_argument('--title', help='what the trace calls the program; default: its name')
    parser.add_argument('--arguments', metavar='JSON', type=json_object, default={}, help='an object to put into '
                        'the trace: what the program was made with')
    return parser.parse_args(arguments)


def fix_environment():
    """Start over, once, with a fixed hash seed and without Python's switches for warnings and debugging."""
    switches = ('PYTHONWARNINGS', 'PYTHONASYNCIODEBUG', 'PYTHONDEVMODE', 'PYTHONOPTIMIZE', 'PYTHONMALLOC')
    environment = {key: value for key, value in os.environ.items() if key not in switches}
    environment['PYTHONHASHSEED'] = '0'
    if environment != dict(os.environ) and sys.executable:
        os.execve(sys.executable, [sys.executable, os.path.abspath(__file__)] + sys.argv[1:], environment)


def main():
    global choices, recording
    fix_environment()
    options = parse(sys.argv[1:])
    answers = None
    if options.schedule is not None:
        answers = [answer_of(answer) for answer in options.schedule.split('/') if answer]
    choices = Choices(options.set_order, answers)
    try:
        program = Program(options.program)
    except OSError as error:
        leave(EXIT_FILE, 'cannot read %s: %s' % (options.program, error.strerror))
    except (SyntaxError, ValueError, RecursionError) as error:
        where = ', line %d' % error.lineno if getattr(error, 'lineno', None) else ''
        what = getattr(error, 'msg', None) or str(error) or type(error).__name__
        leave(EXIT_PROGRAM, 'cannot compile %s%s: %s' % (options.program, where, what))
    install()
    install_clock()
    recording = Recording(options, program)
    recording.record()


if __name__ == '__main__':
    main()
