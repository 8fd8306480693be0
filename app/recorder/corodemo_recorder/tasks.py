"""Tasks."""

import asyncio
import sys
from asyncio import tasks

from .accelerator import is_asyncio
from .clock import clock
from .coroutines import coroutines
from .futures import Future, PENDING, VERSION
from .handles import Reporting
from .sources import sources
from .texts import identity_of, texts
from .trace import NULL, trace
from .tracebacks import without_foreign_frames
from .variables import variables

PythonTask = tasks.Task
PythonTask.__bases__ = (Future,)


class Task(PythonTask):
    field = 'task'
    steps = 0
    eager = False
    told = {}  # of its coroutines' variables: see `variables`

    def __init__(self, *args, **kwargs):
        self.eager = bool(kwargs.get('eager_start'))
        super().__init__(*args, **kwargs)

    def report_created(self):
        pass  # nothing of it is known yet

    @property
    def _coro(self):
        """Task.__init__ sets this last, just before it schedules the first step: the moment to report."""
        return self.__dict__['_coro']

    @_coro.setter
    def _coro(self, coro):
        self.__dict__['_coro'] = coro
        if self.trace_id is not None:
            return
        coroutines.see(coro)  # in case the program had it made elsewhere, by map() say
        self.trace_id = trace.new_id('T')
        self.eager = self.eager and self._loop.is_running()
        running = [identity for identity, _ in trace.context.open if identity.startswith('T')]
        self.created = trace.emit(
            'task_created', task=self.trace_id, name=getattr(self, '_name', NULL),  # since 3.8
            coroutine=coroutines.known(coro), coro=getattr(coro, '__name__', type(coro).__name__),
            parent=running[-1] if running else None, internal=self.is_internal() or None, eager=self.eager or None)

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

    def cancel(self, *args, **kwargs):
        return self.report_cancel(super().cancel, *args, **kwargs)

    def delivery(self):
        return 'flag' if self._must_cancel else 'waiter'

    def report_request(self, event, taken):
        super().report_request(event, taken)
        if taken is not None and self.count() is not None:
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
        withdrawn = flag and not self._must_cancel  # since 3.13; of a task that is done it has no effect
        if withdrawn and self.cancel_pending is not None and not self.cancel_passed_on:
            self.cancel_delivered(self.cancel_pending, 'withdrawn')
            self.cancel_pending = None
        if count == 0:
            self.cancel_thrown = None  # whoever handled it has said so
        return count

    # Steps

    def wakeup(self, future):
        """As the C class has it: the step isn't within the handler of what the future raises."""
        raised = None
        try:
            future.result()
        except BaseException as error:
            raised = error
        try:
            STEP(self, raised)
        finally:
            self = raised = None

    def step(self, exc=None):
        context = trace.context
        cancels = isinstance(exc, asyncio.CancelledError)
        if self._must_cancel and not cancels:
            exc, cancels = make_cancelled_error(self), True
        throw = None if exc is None else type(exc).__name__
        if exc is not None:
            exc.__traceback__ = without_foreign_frames(exc.__traceback__)
        self.steps += 1
        nested = True if self.eager and self.steps == 1 else None
        beginning = clock.begin_measuring()
        started = trace.emit('step_started', task=self.trace_id, first=self.steps == 1, throw=throw, nested=nested)
        took = None
        try:
            with trace.opened(self.trace_id, started):
                self.deliver_cancel_at_start(cancels)
                outer, context.stepping = context.stepping, self._coro
                try:
                    getattr(super(), Task.TRACED_STEP)(exc)
                finally:
                    context.stepping = outer
                    took = clock.took(beginning, started)
                    if self.done():
                        self.deliver_cancel_at_end()
                    variables.look(self)
        finally:
            self.report_finished(started, took)
            if exc is not None:  # or the frame of asyncio's step, which has it, would be kept by its traceback
                exc.__traceback__ = without_foreign_frames(exc.__traceback__)
            self = exc = None  # as in asyncio: a traceback must not keep them

    def report_finished(self, started, took):
        waiting_on = stack = value = error = None
        if self.done():
            error = self._exception
            end = 'cancelled' if self.cancelled() else 'returned' if error is None else 'raised'
            value = texts.value(self._result) if end == 'returned' else None
        else:
            end = 'yielded' if self._fut_waiter is None else 'suspended'
            waiting_on = identity_of(self._fut_waiter)
            stack = sources.stack(self._coro)
        trace.emit('step_finished', started['n'], task=self.trace_id, end=end, waiting_on=waiting_on,
                   stack=stack or None, value=value, error=texts.error(error), took=took)


def make_cancelled_error(task):
    """What a step makes when the task was cancelled before it."""
    return task._make_cancelled_error() if VERSION >= (3, 9) else asyncio.CancelledError()


if hasattr(tasks.Task, 'uncancel'):  # 3.11
    Task.uncancel = Task.report_uncancel
STEP = getattr(PythonTask, '_Task__step', None)
if hasattr(PythonTask, '_Task__step_run_and_handle_result'):  # 3.12: what a step and an eager start share
    Task.TRACED_STEP = '_Task__step_run_and_handle_result'
else:
    Task.TRACED_STEP = '_Task__step' if VERSION >= (3, 7) else '_step'
    STEP = Task.step
setattr(Task, Task.TRACED_STEP, Task.step)
Reporting.STEP = staticmethod(STEP)
WAKEUP = '_Task__wakeup' if VERSION >= (3, 7) else '_wakeup'
Task.wakeup.__qualname__ = getattr(PythonTask, WAKEUP).__qualname__
setattr(Task, WAKEUP, Task.wakeup)
Reporting.WAKEUP = Future.WAKEUP = staticmethod(Task.wakeup)
