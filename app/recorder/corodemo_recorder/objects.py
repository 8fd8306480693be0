"""What tasks share: queues, locks, semaphores, events, conditions, barriers.

asyncio keeps the state of such an object in a few attributes of it. Here its classes get a base that looks at each
change of an attribute, and reports how the state has changed. Only the objects that the program creates are reported;
and the lock that a condition makes for itself, since tasks wait for that, too.
"""

import collections
import itertools
import sys
import weakref
from asyncio import locks, queues

from .accelerator import RECORDER, is_asyncio
from .data import data, name_of
from .futures import VERSION
from .loops import replace
from .sources import sources
from .texts import Identified, texts
from .trace import trace

SHOWN_ITEMS = 8  # of a queue
LONGEST_ITEM = 40  # characters


class Waiters(collections.deque):
    """The futures of those that wait for an object."""

    object = None  # a weak reference to it

    def append(self, future):
        super().append(future)
        self.object().report()

    def popleft(self):
        future = super().popleft()
        self.object().report()
        return future

    def remove(self, future):
        super().remove(future)
        self.object().report()

    def ids(self):
        """The tasks: who waits for a future of an object has made it."""
        for future in self:
            maker = future.created.get('in', '')
            yield maker if maker.startswith('T') else future.trace_id


Waiters.__name__ = Waiters.__qualname__ = 'deque'
Waiters.__module__ = 'collections'


class Object(Identified):
    """Derived from together with one of asyncio's classes."""

    letter = None  # of its id
    attributes = ()  # those that asyncio's __init__ sets
    owner = None  # a weak reference to that of which it is a part
    reported = None  # the state that is known to the trace

    def __setattr__(self, name, value):
        if type(value) is collections.deque and name in ('_waiters', '_getters', '_putters'):
            value = Waiters(value)
            value.object = weakref.ref(self)
        super().__setattr__(name, value)
        if self.reported is not None:
            self.report()
        elif all(each in self.__dict__ for each in self.attributes):
            self.be_created()

    def be_created(self):
        """Called when asyncio's __init__ has set all of its state."""
        self.__dict__['reported'] = self.state()
        if self.is_made_by_program():
            self.report_created()

    def is_made_by_program(self):
        frame = sys._getframe(1)
        while frame is not None:
            code = frame.f_code
            if code.co_filename in sources.numbers:
                return True
            passes_on = code.co_filename.startswith((RECORDER, '<')) or (  # <string>: __init__ of a dataclass, say
                is_asyncio(code) and frame.f_locals.get('self') is self)
            if not passes_on:
                return False
            frame = frame.f_back
        return False

    def report_created(self):
        self.__dict__['trace_id'] = trace.new_id(self.letter)
        trace.emit('object_created', object=self.trace_id, type=name_of(type(self)), **self.beginning())

    def report(self):
        """Report what has changed in its state, if anything has."""
        if self.owner is not None:
            self.owner().report()
        if self.trace_id is None or texts.is_asking():
            return
        before, state = self.reported, self.state()
        changed = {field: value for field, value in state.items() if value != before[field]}
        if changed:
            self.__dict__['reported'] = state
            trace.emit('object_changed', object=self.trace_id, **changed)

    def own(self, part):
        """A part of it, which asyncio made."""
        part.__dict__['owner'] = weakref.ref(self)

    def waiters(self):
        return list(self._waiters.ids()) if self._waiters else []

    def beginning(self):
        """The fields of object_created: what will never change, and the state, where it isn't always the same."""
        return {}

    def state(self):
        """The fields of object_changed."""
        return {'waiters': self.waiters()}


def number(value):
    """As a trace may have it; None if it may not."""
    return int(value) if isinstance(value, int) and 0 <= value < 2 ** 63 else None


BOUND_EARLY = ('_loop',) if VERSION < (3, 10) else ()


class Lock(Object, locks.Lock):
    letter, attributes = 'M', ('_locked', '_waiters') + BOUND_EARLY
    held_by = None

    def __setattr__(self, name, value):
        if name == '_locked':
            running = trace.context.open[-1][0] if trace.context.open else ''
            self.__dict__['held_by'] = running if value and running.startswith('T') else None
        super().__setattr__(name, value)

    def beginning(self):
        return {'state': 'unlocked'}

    def state(self):
        return {'state': 'locked' if self._locked else 'unlocked', 'held_by': self.held_by, 'waiters': self.waiters()}


class Event(Object, locks.Event):
    letter, attributes = 'V', ('_value', '_waiters') + BOUND_EARLY

    def beginning(self):
        return {'state': 'unset'}

    def state(self):
        return {'state': 'set' if self._value else 'unset', 'waiters': self.waiters()}


class Semaphore(Object, locks.Semaphore):
    letter, attributes = 'S', ('_value', '_waiters') + BOUND_EARLY

    def beginning(self):
        return {'value': number(self._value)}

    def state(self):
        return {'value': number(self._value), 'waiters': self.waiters()}


class Condition(Object, locks.Condition):
    letter, attributes = 'N', ('_lock', '_waiters') + BOUND_EARLY

    def report_created(self):
        if isinstance(self._lock, Lock) and self._lock.trace_id is None:
            self._lock.report_created()
        super().report_created()

    def beginning(self):
        return {'lock': getattr(self._lock, 'trace_id', None)}


class Queue(Object, queues.Queue):
    letter = 'Q'
    # Of a subclass that keeps its items elsewhere than in _queue nothing can be told.
    attributes = ('_maxsize', '_getters', '_putters', '_unfinished_tasks', '_finished', '_queue') + BOUND_EARLY

    def be_created(self):
        self.own(self._finished)
        super().be_created()

    def _wakeup_next(self, waiters):
        self.report()  # put_nowait() and get_nowait() call it once the program's _put() or _get() is done
        super()._wakeup_next(waiters)

    if hasattr(queues.Queue, 'shutdown'):  # 3.13
        def shutdown(self, *args, **kwargs):
            super().shutdown(*args, **kwargs)
            self.report()  # of items that it dropped, each of which was done

    def beginning(self):
        return {'maxsize': number(self._maxsize) or None}

    def state(self):
        items = self.__dict__.get('_queue', ())
        try:
            size, first = len(items), list(itertools.islice(items, SHOWN_ITEMS))
        except TypeError:  # a subclass of the program keeps something else there
            size, first = 0, []
        waiters = [*self._getters.ids(), *self._putters.ids(), *self._finished.waiters()]
        return {'state': 'shutdown' if getattr(self, '_is_shutdown', False) else None, 'size': size,
                'items': [data.value(item, LONGEST_ITEM) for item in first],
                'unfinished': number(self._unfinished_tasks), 'waiters': waiters}


REPORTING = [(locks, Lock), (locks, Event), (locks, Semaphore), (locks, Condition), (queues, Queue)]

if hasattr(locks, 'Barrier'):  # 3.11
    class Barrier(Object, locks.Barrier):
        letter, attributes = 'B', ('_cond', '_parties', '_state', '_count')

        def be_created(self):
            self.own(self._cond)
            super().be_created()

        def beginning(self):
            return {'state': 'filling', 'value': 0, 'parties': number(self._parties)}

        def state(self):
            return {'state': self._state.value, 'value': self._count, 'waiters': self._cond.waiters()}

    REPORTING.append((locks, Barrier))


def install():
    """Put the reporting classes where asyncio and the program find them."""
    locks.BoundedSemaphore.__bases__ = (Semaphore,)
    queues.PriorityQueue.__bases__ = queues.LifoQueue.__bases__ = (Queue,)
    for module, kind in REPORTING:
        replace(module, kind, kind.__name__)
