"""Event loops."""

import asyncio
import sys
import threading
import weakref
from asyncio import base_events, events, futures, tasks

from . import handles
from .accelerator import is_asyncio
from .clock import SECOND, clock, loop_threads, real_now
from .coroutines import coroutines
from .futures import Future, _GatheringFuture
from .handles import Handle, ReadyQueue, TimerHandle
from .ordered_set import OrderedSet
from .outside import name_of_descriptor, outside
from .recording import recording
from .reports import report
from .streams import muted
from .tasks import PythonTask, Task
from .texts import Identified, texts
from .trace import trace
from .variables import variables

RUNNERS = base_events.__file__.replace('base_events', 'runners')
LONGEST_SELECT = getattr(base_events, 'MAXIMUM_SELECT_TIMEOUT', None)  # seconds
LOOK_AGAIN = 0.05  # seconds after which to see whether what is waited for is still there


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
        variables.look()
        trace.runs += 1
        context = trace.context
        self.outer = context.run, context.iteration
        context.run, context.iteration = trace.runs, None
        loop_threads.add(threading.get_ident())
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
            trace.context.run, trace.context.iteration = self.outer
            if trace.context is not trace.main:
                loop_threads.discard(threading.get_ident())  # which another one may get


class Recorded(Identified):
    """Derived from together with one of asyncio's loops, of which it reports what happens."""

    completing = None  # the future whose callbacks are being scheduled
    awaited = None  # the future that run_until_complete runs for
    polled = None  # within an iteration: whether select() was called
    current = None  # the Run
    broke = False  # whether an error came out of the loop itself
    waits_for = None  # what outside it waited for last

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this, select = weakref.ref(self), self._selector.select
        self._selector.select = lambda timeout=None: this().poll(select, timeout)
        self._ready = ReadyQueue(self._ready)
        self._clock_resolution = 0.5 / SECOND  # due is what is due in whole nanoseconds
        self._asyncgens.data = OrderedSet.comprehension([])  # closed in order of first use
        self.dropped = []
        self.thread = threading.get_ident()
        self.trace_id = trace.new_id('L')
        outside.loops.add(self)
        trace.emit('loop_created', loop=self.trace_id)

    def time(self):
        if is_asyncio(sys._getframe(1).f_code):
            clock.catch_up()
            return trace.now / SECOND
        return clock.read() / SECOND

    def _asyncgen_finalizer_hook(self, agen):
        """As with a coroutine that was never awaited, what is known of it is where it was made: it is dropped anywhere."""
        context = trace.context
        outer, context.place = context.place, coroutines.generators.pop(id(agen), None)
        try:
            super()._asyncgen_finalizer_hook(agen)
        finally:
            context.place = outer

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
            args = kwargs = None  # a traceback must not keep them: CPython has no such frame
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
                trace.context.iteration = None

    def _run_once(self):
        if not self.current.started:
            self.current.start()
        context = trace.context
        context.iteration = (context.iteration or 0) + 1
        trace.iterations += 1
        recording.flush_sometimes()
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

    # Waiting

    def poll(self, select, timeout):
        """select(timeout) of the loop's selector: where nothing outside can wake the loop, the clock jumps instead."""
        if not recording.is_on:
            return select(timeout)
        self.report_dropped()
        self.polled = True
        recording.check_bounds()
        clock.catch_up()
        found = select(0)
        if found or timeout is not None and timeout <= 0:
            return found
        head = self._scheduled[0] if self._scheduled else None
        if head is not None and head.deadline == float('inf'):
            head = None
        found, is_over = self.wait_for_outside(select, head)
        if is_over:
            return found
        found = select(0)  # what was outside may have woken the loop before it went
        if found or self._ready:
            return found
        if head is None:
            recording.hang(lambda: select(None))
        elif recording.choices.timing:
            self.let_one_sleep_end()
        elif trace.now < self.deadline(head):
            trace.steps += 1
            clock.advance(self.deadline(head), 'idle', head.scheduled)
        return found

    @staticmethod
    def deadline(head):
        """Until when to wait, at most."""
        if head is None:
            return float('inf')
        return head.deadline if LONGEST_SELECT is None else min(head.deadline, trace.now + LONGEST_SELECT * SECOND)

    def wait_for_outside(self, select, head):
        """Wait, in real time, while something outside can wake the loop, at most until the timer `head` is due. Return
        what select() found, and whether there is something to do now."""
        deadline = self.deadline(head)
        while True:
            what = outside.everything(self)
            if not self.goes_on_waiting(what, head):
                break
            recording.flush()
            recording.check_bounds()
            start = real_now()
            found = select(max(0, min(LOOK_AGAIN, (deadline - clock.elapsed()) / SECOND)))
            clock.waited += real_now() - start
            is_due = clock.elapsed() >= deadline
            if found or is_due or self._ready:  # a signal's handler may have filled it
                clock.wait_until_now(deadline, head.scheduled if is_due and not found else None)
                return found, True
        if clock.is_real and clock.mode == 'auto':
            clock.wait_until_now(deadline)
            clock.leave_real_time()
        self.waits_for = None
        return [], False

    def goes_on_waiting(self, what, head):
        """Whether to wait in real time, when that is outside the loop."""
        if clock.mode == 'virtual':
            if what and head is None:
                recording.fail('--clock virtual: the event loop waits for something outside it: ' + ', '.join(what))
            return False
        if what and what != self.waits_for:
            self.waits_for = what
            clock.go_with_real_time()
            trace.emit('waiting_outside', what=what)
        return bool(what) or clock.mode == 'real' and head is not None

    def let_one_sleep_end(self):
        """Any sleep that is pending may be the next to end; of what goes by the clock, only the first."""
        trace.steps += 1
        pending = sorted(timer for timer in self._scheduled if not timer._cancelled)
        by_clock = [timer for timer in pending if not timer.stands_for_input]
        possible = [timer for timer in pending if timer.stands_for_input or timer is by_clock[0]]
        chosen = 1
        if len(possible) > 1:
            chosen = recording.answer(recording.choices.choose_sleep, len(possible))
            trace.emit('choice_made', site='sleep', size=len(possible), order=[chosen])
        timer = possible[chosen - 1]
        clock.advance(timer.deadline, 'idle', timer.scheduled)
        timer.be_due()

    # Scheduling

    def in_other_thread(self):
        """Whether the thread that runs here is another one than the loop's own."""
        return threading.get_ident() != (getattr(self, '_thread_id', None) or self.thread)

    def _add_reader(self, fd, callback, *args):
        result = super()._add_reader(fd, callback, *args)
        self.watch(fd, 0, 'reader')
        return result

    def _add_writer(self, fd, callback, *args):
        result = super()._add_writer(fd, callback, *args)
        self.watch(fd, 1, 'writer')
        return result

    def watch(self, fd, index, role):
        """Tell the handle that was registered for a descriptor what it stands for."""
        handle = self._selector.get_key(fd).data[index]
        if getattr(handle._callback, '__name__', None) == '_read_from_self':
            handle.silent = True
        else:
            handle.watch(role, name_of_descriptor(fd if isinstance(fd, int) else fd.fileno()))

    def _handle_signal(self, sig):
        handle = self._signal_handlers.get(sig)
        if handle is not None:
            handle.watches, handle.given_by_program = ('signal', recording.signal_name(sig)), True
        super()._handle_signal(sig)

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

    # Errors

    def call_exception_handler(self, context):
        report(context)
        super().call_exception_handler(context)

    def default_exception_handler(self, context):
        with muted():  # it logs what the event has said
            super().default_exception_handler(context)


def recorded(original):
    """The class of loops that takes the place of one of asyncio's."""
    kind = type(original.__name__, (Recorded, original), {'__module__': original.__module__})
    kind.__qualname__ = original.__qualname__
    return kind


def install():
    """Put the reporting classes where asyncio and the program find them."""
    replace(events, Handle, 'Handle')
    replace(events, TimerHandle, 'TimerHandle')
    if hasattr(handles, 'ThreadSafeHandle'):  # 3.14
        replace(events, handles.ThreadSafeHandle, '_ThreadSafeHandle')
    replace(futures, Future, 'Future')
    replace(tasks, Task, 'Task')
    replace(tasks, _GatheringFuture, '_GatheringFuture')
    modules = [module for name, module in sorted(sys.modules.items())
               if name == 'asyncio' or name.startswith('asyncio.')]
    for original in {getattr(asyncio, name) for name in ('SelectorEventLoop', 'ProactorEventLoop')
                     if hasattr(asyncio, name)}:
        kind = recorded(original)
        for module in modules:
            for name, value in list(vars(module).items()):
                if value is original:
                    setattr(module, name, kind)
                elif isinstance(value, type) and vars(value).get('_loop_factory') is original:
                    value._loop_factory = kind
    for name in ('_all_tasks', '_scheduled_tasks'):
        if hasattr(tasks, name):
            getattr(tasks, name).data = OrderedSet.comprehension([])  # all_tasks() in order of creation
    if hasattr(PythonTask, '_all_tasks'):  # 3.6
        PythonTask._all_tasks.data = OrderedSet.comprehension([])
    if hasattr(tasks, 'eager_task_factory'):
        tasks.eager_task_factory = asyncio.eager_task_factory = tasks.create_eager_task_factory(Task)


def replace(module, reporting, name):
    original = getattr(module, name)
    reporting.__name__, reporting.__qualname__ = original.__name__, original.__qualname__
    reporting.__module__, reporting.__doc__ = original.__module__, original.__doc__
    setattr(module, name, reporting)
    if hasattr(asyncio, name):
        setattr(asyncio, name, reporting)
