"""What Python warns about, and what asyncio reports to the loop's exception handler."""

import contextlib
import types
import warnings

from .coroutines import coroutines
from .futures import Future
from .sources import sources
from .streams import muted
from .texts import texts
from .trace import trace


class Warnings:
    """Stands in for the two functions of `warnings` that Python calls: the program sees what it would see."""

    def __init__(self):
        self.show = warnings._showwarnmsg
        self.show_default = warnings._showwarnmsg_impl
        self.is_reported = False
        self.always = None  # a filter, in 3.6

    def install(self):
        warnings._showwarnmsg = self.show_message
        original = getattr(warnings, '_warn_unawaited_coroutine', None)
        if original is not None:
            module = types.SimpleNamespace(warn=self.warn_unawaited)  # what 3.14 calls it of
            warnings._warn_unawaited_coroutine = types.FunctionType(
                original.__code__, dict(original.__globals__, warn=self.warn_unawaited, _wm=module))
        else:  # 3.6: or of equal warnings from one place just one would come, and these are one for each coroutine
            warnings.filterwarnings('always', r"coroutine '.*' was never awaited", RuntimeWarning)
            self.always, self.shown = warnings.filters[0], {}

    def show_message(self, message):
        """Called for those that Python shows."""
        if not self.is_reported and warnings._showwarnmsg_impl is self.show_default:  # else the program collects them
            text = str(message.message)
            if text.endswith(' was never awaited'):
                self.report_unawaited(getattr(message, 'source', None), text)
                if self.always is not None:
                    return self.show_unless_shown(message)
            else:
                trace.emit('warned', category=message.category.__name__, message=texts.clean(text))
        with muted():
            self.show(message)

    def show_unless_shown(self, message):
        """Before 3.7: as the program's own filters have it."""
        with self.reported():
            filters = warnings.filters
            warnings.filters = [each for each in filters if each is not self.always]
            try:
                warnings.warn_explicit(message.message, message.category, message.filename, message.lineno,
                                       registry=self.shown)
            finally:
                warnings.filters = filters

    @contextlib.contextmanager
    def reported(self):
        self.is_reported = True
        try:
            yield
        finally:
            self.is_reported = False

    def warn_unawaited(self, message, category, stacklevel, source):
        """Called for each coroutine, whether or not Python shows the warning."""
        self.report_unawaited(source, "coroutine '%s' was never awaited" % source.__qualname__)
        with self.reported():
            warnings.warn(message, category, stacklevel + 1, source)

    @staticmethod
    def report_unawaited(coroutine, message):
        known = coroutines.unawaited(coroutine, message)
        trace.emit('warned', category='RuntimeWarning', message=texts.clean(message),
                   line=known and known.place, coroutine=known and known.identity)


def report(context):
    """Report what a loop's exception handler is called with."""
    about = next((context[key] for key in ('task', 'future') if isinstance(context.get(key), Future)), None)
    error = context.get('exception')
    place = None if about is None or 'line' not in about.created else (
        about.created['line'], about.created.get('file', 0))
    trace.emit('exception_reported', line=place,
               message=texts.clean(context.get('message') or 'Unhandled exception in event loop'),
               error=texts.error(error),
               traceback=sources.traceback(error.__traceback__) or None if error is not None else None,
               **({} if about is None else {about.field: about.trace_id}))
