"""The one clock of a recording, in whole nanoseconds since it began.

Virtual: it stands still while the program runs, and jumps to the next timer when nothing is ready and nothing outside
the loop can wake it. While something outside can (`outside`), or with `--clock real`, it goes with the real one.
"""

import datetime
import sys
import threading
import time
import types
import warnings

from .texts import texts
from .trace import trace

SECOND = 10 ** 9  # in nanoseconds, the unit of every time in a trace
UTCNOW = ('datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use timezone-aware '
          'objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).')  # as datetime says it
YEAR_2000 = 946684800 * SECOND  # UTC
PATIENCE = 10000  # how often the program may read the clock until it moves
RECORDING_AN_EVENT = 50000  # ns, at most: what a step's duration has of it isn't the program's

# What the recorder itself uses.
real_sleep, real_time, perf_counter = time.sleep, time.time, time.perf_counter


def real_now():
    return round(perf_counter() * SECOND)


class Clock:
    def __init__(self):
        self.mode = 'auto'  # or virtual, real
        self.slow = SECOND // 10  # a step that takes as long moves the clock
        self.resolution = SECOND // 1000  # what it rounds the real clock to, downwards
        self.epoch = 0  # of time.time(), when this clock was 0
        self.started = real_now()
        self.base = None  # while it goes with the real clock: the real time when it was at `origin`
        self.origin = 0
        self.waited = 0  # really
        self.kind = 'virtual'  # or mixed, real: how it has gone so far
        self.reads = 0  # by the program, since it moved
        self.spinning_since = 0
        self.measures = True  # how long steps really take
        self.slow_seconds = float('inf')

    def start(self, mode, slow, reproducible):
        self.mode, self.slow, self.measures = mode, slow, not reproducible
        self.slow_seconds = slow / SECOND if self.measures else float('inf')
        self.epoch = YEAR_2000 if reproducible else round(real_time() * SECOND)
        self.started = real_now()
        if mode == 'real':
            self.kind, self.resolution = 'real', 1000
            self.go_with_real_time()

    # Going with the real clock

    def go_with_real_time(self):
        if self.base is None and self.mode != 'virtual':
            self.base, self.origin = real_now(), trace.now
            if self.kind == 'virtual':
                self.kind = 'mixed'

    def leave_real_time(self):
        if self.mode != 'real' and self.base is not None:
            self.catch_up()
            self.base = None

    @property
    def is_real(self):
        return self.base is not None

    def elapsed(self):
        """Where the clock would be now, were it as fine as the real one."""
        return self.origin + real_now() - self.base

    def catch_up(self):
        """Move with the real clock, if that is how this one goes. It lags by less than its resolution."""
        if self.base is not None:
            now = self.elapsed()
            trace.now = max(trace.now, now - now % self.resolution)

    def advance(self, to, why, cause=None):
        """Move forward, and say so."""
        self.reads = 0
        if to > trace.now:
            start, trace.now = trace.now, to
            trace.emit('clock_advanced', cause, **{'from': start, 'to': to, 'why': why})
        if self.base is not None and self.elapsed() < trace.now:  # it was moved ahead of the real one
            self.base, self.origin = real_now(), trace.now

    def wait_until_now(self, deadline, cause=None):
        """The loop has really waited: say so. `deadline`: that of the timer it would have waited for."""
        now = self.elapsed()
        is_on_time = 0 <= now - deadline < 2 * self.resolution
        self.advance(deadline if is_on_time else now - now % self.resolution, 'waited', cause)

    # What the program sees

    def read(self):
        """The time, for the program."""
        self.catch_up()
        self.reads += 1
        if self.reads == PATIENCE:
            self.spinning_since = real_now()
        elif self.reads > PATIENCE and self.base is None and self.measures:
            self.spin()
        return trace.now

    def spin(self):
        """The program reads the clock again and again until the time has passed: let it."""
        passed = real_now() - self.spinning_since
        passed -= passed % self.resolution
        trace.now += passed
        self.spinning_since += passed
        self.kind = 'mixed'

    def sleep(self, seconds):
        """time.sleep() on the loop's thread."""
        if texts.is_asking():
            return None
        if not isinstance(seconds, (int, float)) or not seconds > 0:
            return real_sleep(seconds)
        from .outside import outside
        if self.is_real or self.mode == 'auto' and outside.everything():
            self.go_with_real_time()
            real_sleep(seconds)
            now = self.elapsed()
            return self.advance(now - now % self.resolution, 'blocked')
        return self.advance(trace.now + round(seconds * SECOND), 'blocked')

    # Durations

    def begin_measuring(self):
        return perf_counter(), trace.now

    def took(self, beginning, since):
        """How long something really took, in ns, if that is long; the clock has moved by as much. `since`: the event
        with which it began."""
        start, virtual_start = beginning
        if perf_counter() - start < self.slow_seconds:
            return None
        duration = round((perf_counter() - start) * SECOND) - trace.events_since(since) * RECORDING_AN_EVENT
        if duration < self.slow:
            return None
        to = virtual_start + duration
        if self.is_real:
            to = max(to, self.elapsed())
        self.advance(to - to % self.resolution, 'blocked')
        return duration


clock = Clock()


# ---------------------------------------------------------------------------------------------------------------------
# The standard library's clocks, where the program calls them


def _seconds(start):
    return lambda: (start() + clock.read()) / SECOND


def _whole(start):
    return lambda: start() + clock.read()


def _zero():
    return 0


def _epoch():
    return clock.epoch


def _of_now(function):
    """A function that takes a time, by default the present one."""
    def call(when=None):
        return function((clock.epoch + clock.read()) / SECOND if when is None else when)
    return call


def _strftime(format, *when):
    return time.strftime(format, *(when or (time.localtime((clock.epoch + clock.read()) / SECOND),)))


FUNCTIONS = {
    time.time: _seconds(_epoch), time.monotonic: _seconds(_zero), time.perf_counter: _seconds(_zero),
    time.process_time: _seconds(_zero), time.sleep: clock.sleep, time.strftime: _strftime,
    time.localtime: _of_now(time.localtime), time.gmtime: _of_now(time.gmtime), time.ctime: _of_now(time.ctime),
}
if hasattr(time, 'time_ns'):  # 3.7
    FUNCTIONS.update({time.time_ns: _whole(_epoch), time.monotonic_ns: _whole(_zero),
                      time.perf_counter_ns: _whole(_zero), time.process_time_ns: _whole(_zero)})


def _constructor(kind, name):
    """datetime.now(), utcnow() and today(), also of a class that the program derives."""
    def now(tz=None):
        return kind.fromtimestamp((clock.epoch + clock.read()) / SECOND, tz)

    def utcnow():
        if sys.version_info >= (3, 12):
            warnings.warn(UTCNOW, DeprecationWarning, stacklevel=2)
        return kind.fromtimestamp((clock.epoch + clock.read()) / SECOND, datetime.timezone.utc).replace(tzinfo=None)

    def today():
        return kind.fromtimestamp((clock.epoch + clock.read()) / SECOND)
    return {'now': now, 'utcnow': utcnow, 'today': today}[name]


REPLACEMENTS = {id(function): replacement for function, replacement in FUNCTIONS.items()}


def clocked(function):
    """What instrumented code calls instead of `function`: itself, or the same of this clock on the loop's thread."""
    if threading.get_ident() not in loop_threads:
        return function
    kind = getattr(function, '__self__', None)
    if isinstance(kind, type) and issubclass(kind, datetime.date) and isinstance(function, types.BuiltinMethodType):
        return _constructor(kind, function.__name__) if function.__name__ in ('now', 'utcnow', 'today') else function
    return REPLACEMENTS.get(id(function), function)


#: The threads whose time is this clock's: the main one, and those that run a loop.
loop_threads = {threading.get_ident()}
