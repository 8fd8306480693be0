"""What Python warns about, and what asyncio reports to the loop's exception handler."""

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
        self.warn_unawaited = getattr(warnings, '_warn_unawaited_coroutine', None)  # 3.7
        self.is_reported = False

    def install(self):
        warnings._showwarnmsg = self.show_message
        if self.warn_unawaited is not None:
            warnings._warn_unawaited_coroutine = self.warn_unawaited_coroutine
        else:  # or equal warnings from one place would be shown just once, and these are one for each coroutine
            warnings.filterwarnings('always', r"coroutine '.*' was never awaited", RuntimeWarning)

    def show_message(self, message):
        """Called for those that Python shows."""
        if not self.is_reported and warnings._showwarnmsg_impl is self.show_default:  # else the program collects them
            text = str(message.message)
            if text.endswith(' was never awaited'):
                self.report_unawaited(getattr(message, 'source', None), text)
            else:
                trace.emit('warned', category=message.category.__name__, message=texts.clean(text))
        with muted():
            self.show(message)

    def warn_unawaited_coroutine(self, coroutine):
        """Called for each, whether or not Python shows it."""
        self.report_unawaited(coroutine, "coroutine '%s' was never awaited" % coroutine.__qualname__)
        self.is_reported = True
        try:
            self.warn_unawaited(coroutine)
        finally:
            self.is_reported = False

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
