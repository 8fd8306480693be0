"""Handles: what the loop's ready queue and its heap of timers hold."""

import collections
import concurrent.futures
import functools
import heapq
import itertools
import threading
from asyncio import events, futures

from .accelerator import asked_by_program, asker, is_asyncio, purpose
from .callbacks import callbacks
from .clock import SECOND, clock
from .outside import name_of_descriptor, outside
from .recording import recording
from .texts import Identified, identity_of
from .trace import trace
from .variables import variables

PASSING = ('call_soon', 'call_soon_threadsafe', '_call_soon', 'add_done_callback')  # on what they are given


class Reporting(Identified):
    """What Handle and TimerHandle have in common: the way from the queue through the call."""

    scheduled = None  # the number of the event that scheduled it
    queued = False
    silent = False  # the loop's own wake-up pipe: not recorded
    watches = None  # of one that a descriptor or a signal schedules: (role, about)

    def enter_ready(self):
        if self.silent:
            return
        self.queued = True
        if isinstance(self, TimerHandle):
            trace.emit('timer_due', self.scheduled, handle=self.trace_id)
            return
        self.trace_id = trace.new_id('H')
        cause, fields = self.reason()
        self.scheduled = trace.emit('handle_scheduled', cause, handle=self.trace_id, loop=self._loop.trace_id,
                                    **fields)['n']

    def reason(self):
        """The number of the event that brings it about, or None; and what an event says about it."""
        function, argument = getattr(self._callback, '__func__', None), (self._args or (None,))[0]
        if function is self.STEP:
            return None, {'role': 'step', 'task': self._callback.__self__.trace_id}
        if function is self.WAKEUP:
            return argument.done_event, {'role': 'wakeup', 'task': self._callback.__self__.trace_id,
                                         'future': identity_of(argument)}
        if self.watches is not None:
            role, about = self.watches
            entry = callbacks.look_up(self._callback, self.given_by_program)
            return None, {'role': role, 'callback': entry.name and entry.identity, 'name': entry.name, 'about': about}
        if self._loop.in_other_thread():
            return None, self.of_a_thread()
        entry = callbacks.look_up(self._callback, asked_by_program(*PASSING))
        known = {'callback': entry.identity, 'name': entry.name}
        about = self.about_asyncio() if entry.name is None and entry.role == 'other' else None
        if self._loop.completing is not None:
            return None, {'role': 'callback', 'future': self._loop.completing, **known, 'about': about}
        return None, {'role': 'call_soon', **known, 'about': about}

    def about_asyncio(self):
        """What a callback of asyncio's own is about: its function, after the descriptor that a transport has to do
        with: 'socket 1, connection_made'."""
        callback = self._callback
        while isinstance(callback, functools.partial):
            callback = callback.func
        code = getattr(getattr(callback, '__func__', callback), '__code__', None)
        if code is None or not is_asyncio(code):
            return None
        for each in (getattr(callback, '__self__', None), *(self._args or ())):
            fd = getattr(each, '_sock_fd', getattr(each, '_fileno', None))
            if isinstance(fd, int):
                return '%s, %s' % (name_of_descriptor(fd), code.co_name.strip('_'))
        return code.co_name.strip('_')

    def of_a_thread(self):
        """What an event says about a handle that another thread schedules."""
        for argument in self._args or ():
            if isinstance(argument, concurrent.futures.Future) and argument in outside.jobs.names:
                return {'role': 'job', 'about': outside.jobs.names[argument]}
        entry = callbacks.look_up(self._callback, asked_by_program(*PASSING))
        thread = threading._active.get(threading.get_ident())
        return {'role': 'thread', 'callback': entry.name and entry.identity, 'name': entry.name,
                'about': 'thread' if thread is None else 'thread %s' % thread.name}

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
        trace.steps += 1
        identity, beginning = self.trace_id, clock.begin_measuring()
        started = trace.emit('handle_started', self.scheduled, handle=identity)
        took = None
        try:
            with trace.opened(identity, started):
                try:
                    super()._run()
                    took = clock.took(beginning, started)
                finally:
                    variables.look()
        finally:
            self = None  # as in asyncio: a traceback must not keep it
            trace.emit('handle_finished', started['n'], handle=identity, took=took)


trace.boundary = Reporting._run.__code__


class Handle(Reporting, events.Handle):
    def watch(self, role, about):
        """Tell what schedules it, again and again."""
        self.watches, self.given_by_program = (role, about), asked_by_program('add_reader', 'add_writer')


if hasattr(events, '_ThreadSafeHandle'):  # 3.14: that of call_soon_threadsafe
    class ThreadSafeHandle(Reporting, events._ThreadSafeHandle):
        pass


class TimerHandle(Reporting, events.TimerHandle):
    """A timer whose deadline is a whole number of nanoseconds, unique by its order of creation."""

    sequence = itertools.count()
    FAR = 1e12  # seconds: with timing, none is due by itself
    in_heap = events.TimerHandle._scheduled  # the slot

    def __init__(self, when, *args, **kwargs):
        super().__init__(when, *args, **kwargs)
        if when != when:
            when = trace.now / SECOND  # not a number: at once
        self.deadline = round(when * SECOND) if abs(when) != float('inf') else when
        self._when = self.deadline / SECOND
        self.key = (self.deadline, next(self.sequence))
        if recording.choices.timing:
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
    """The loop's _ready. What enters and leaves it is told in that order, whichever thread schedules."""

    lock = threading.RLock()  # a dying object or a signal's handler may schedule meanwhile

    def append(self, handle):
        with self.lock:
            super().append(handle)
            handle.enter_ready()

    def popleft(self):
        with self.lock:
            handle = super().popleft()
            handle.leave_ready()
            return handle


recording.on_fork.append(lambda: setattr(ReadyQueue, 'lock', threading.RLock()))  # another thread may have held it
