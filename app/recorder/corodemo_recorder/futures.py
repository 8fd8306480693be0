"""Futures, and gather's outer future."""

import asyncio
import contextlib
import itertools
import sys
from asyncio import base_events, futures, tasks

from .accelerator import asked_by_program, asker, called_by_program, purpose
from .callbacks import callbacks
from .sources import sources
from .texts import Identified, identity_of, texts
from .trace import trace
from .tracebacks import without_foreign_frames

VERSION = sys.version_info[:2]
PENDING = futures._PENDING
SCHEDULE_CALLBACKS = '_Future__schedule_callbacks' if VERSION >= (3, 7) else '_schedule_callbacks'
PythonFuture = getattr(futures, '_PyFuture', futures.Future)


class Future(Identified, PythonFuture):
    """Reports completion, callbacks and cancelling. Tasks and gather's outer future, which derive from it, too."""

    field = 'future'  # the field of an event that it is in
    created = None  # the event
    done_event = None
    numbers = itertools.count(1)

    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self.number = next(Future.numbers)
        return self

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.report_created()

    def report_created(self):
        of = purpose(called_by_program(asker('create_future', 'wrap_future'),
                                       sources.left_out(trace.context.stepping)))
        self.trace_id = trace.new_id('G' if of == 'gather' else 'F')  # gather of nothing makes a plain Future
        self.created = trace.emit('future_created', future=self.trace_id, of=of)

    def __hash__(self):  # so that the order of a set of the program's own doesn't hang on addresses
        return self.number

    def __reduce_ex__(self, protocol):
        raise TypeError("cannot pickle '_asyncio.%s' object" % type(self).__name__)  # as the C class has it

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
        if getattr(callback, '__func__', None) is self.WAKEUP:
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
        if self.field == 'task':  # Task overrides this, and calls it to end as cancelled: that is no request
            return super().cancel(*args, **kwargs)
        return self.report_cancel(super().cancel, *args, **kwargs)

    def report_cancel(self, cancel, *args, **kwargs):
        """Call asyncio's method with the arguments, and report the request."""
        if VERSION < (3, 9) and args:  # the C method's words
            raise TypeError('cancel() takes no arguments (%d given)' % len(args))
        message = args[0] if args else kwargs.get('msg')
        if message is not None:
            message = texts.clean(message) if isinstance(message, str) else texts.value(message)
        context = trace.context
        event = trace.emit('cancel_requested', **{self.field: self.trace_id, 'message': message})
        outer, context.passes_cancel_on = context.passes_cancel_on, self.trace_id
        if outer is None:
            context.unfinished = event['n']
        taken = None
        try:
            taken = cancel(*args, **kwargs)
        finally:  # a class of the program's own may raise
            context.passes_cancel_on = outer
            self.report_request(event, taken)
            if outer or 'in' in event:
                event['by'] = outer or event['in']
            if outer is None:
                context.unfinished = None
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
        if VERSION >= (3, 11) and self._cancelled_exc is not None:
            traceback = self._cancelled_exc.__traceback__
        try:
            return super().result()
        except BaseException as error:
            failure = error.with_traceback(traceback)
        try:
            raise failure
        finally:
            self = failure = traceback = None  # the C class leaves no frame that would keep the future alive

    def set_result(self, result):
        if self._state != PENDING:
            raise asyncio.InvalidStateError('invalid state')
        super().set_result(result)

    def set_exception(self, exception):
        if self._state != PENDING:
            raise asyncio.InvalidStateError('invalid state')
        instance = exception() if isinstance(exception, type) else exception
        if not isinstance(instance, BaseException):
            raise TypeError('invalid exception object')
        # As with the C class, a task's exception doesn't come from a step, and awaiting leaves no frames.
        instance.__traceback__ = without_foreign_frames(instance.__traceback__)
        super().set_exception(instance)


setattr(Future, SCHEDULE_CALLBACKS, Future.report_done)
tasks._GatheringFuture.__bases__ = (Future,)


class _GatheringFuture(tasks._GatheringFuture):
    def __init__(self, children, *args, **kwargs):
        super().__init__(children, *args, **kwargs)
        self.trace_id = trace.new_id('G')
        callback = asker().f_locals.get('_done_callback')
        via = callbacks.look_up(callback, False).identity if callback is not None else callbacks.expect()
        self.created = trace.emit('future_created', future=self.trace_id, of='gather',
                                  children=[identity_of(child) for child in children], via=via)

    def report_created(self):
        pass  # its children are not yet there

    def cancel(self, *args, **kwargs):
        return self.report_cancel(super().cancel, *args, **kwargs)

    def delivery(self):
        return 'waiter'
