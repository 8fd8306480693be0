"""The events of a recording."""

import collections
import contextlib
import itertools
import sys
import threading

from .sources import sources

FIRST_CHANGEABLE = 10000  # how many of the newest events may still be changed, and are kept back from the file


class Cut(str):
    """A text that was longer: it ends in an ellipsis."""


class Context:
    """What a thread is in the middle of."""

    def __init__(self, thread):
        self.thread = thread  # its name; None for the main thread
        self.run = self.iteration = None
        self.stepping = None  # the coroutine of the task that runs
        self.open = []  # what has started and not finished: [(id, event number)], handles and tasks
        self.passes_cancel_on = None  # the task or gather's future whose cancel() cancels another one just now


class Trace:
    """The events, and all that an event needs to know about its surroundings.

    Any thread may emit. An event gets its number first and is appended then, so that two threads, or an object that
    dies meanwhile, may append in another order; `take` puts them into theirs.
    """

    #: Fields that stand in an event even when there is nothing to say.
    NULLS = {('task_created', 'name')}

    #: The code that runs a handle: what is outside it is not what the handle does. Set by `handles`.
    boundary = None

    def __init__(self):
        self.events = collections.deque()
        self.pending = []  # what take() has seen and left
        self.now = 0  # the clock, in ns
        self.phase = None
        self.runs = self.iterations = self.steps = 0
        self.numbers = itertools.count(1)
        self.counters = collections.defaultdict(itertools.count)
        self.contexts = {threading.get_ident(): Context(None)}
        self.value = None  # what the last run_until_complete returned
        self.taken = 0  # how many events have gone to the file
        self.taken_until = 0  # their time
        self.on_growth = None  # called when there is much to take
        self.unended = None  # what is written of a line; see streams
        self.open = True

    def new_id(self, letter):
        return letter + str(next(self.counters[letter]) + 1)

    @property
    def context(self):
        identity = threading.get_ident()
        found = self.contexts.get(identity)
        if found is None:
            # Not current_thread(), which would make an object for a thread that has none.
            thread = threading._active.get(identity)
            found = self.contexts[identity] = Context('thread' if thread is None else thread.name)
        return found

    def emit(self, kind, cause=None, line=None, **fields):
        """Append an event. Its cause, unless one is given, is the innermost open task or handle; its line, where the
        program is. `line`: another one, as (line, number of the file)."""
        if self.unended is not None:
            self.unended.end()
        context = self.context
        event = {'n': next(self.numbers), 't': self.now, 'run': context.run, 'it': context.iteration, 'kind': kind}
        if not self.open:
            return event
        inside = context.open
        if inside:
            identity, number = inside[-1]
            event['cause'] = number if cause is None else cause
            event['in'] = identity
        else:
            event['cause'] = cause
        if line is None and (inside or context.run is None and context.thread is None):
            line = sources.place(sys._getframe(1), context.stepping, self.boundary)
        if line is not None:
            event['line'] = line[0]
            if line[1]:
                event['file'] = line[1]
        if self.phase is not None:
            event['phase'] = self.phase
        if context.thread is not None:
            event['thread'] = context.thread
        cut = False
        for key, value in fields.items():
            if value is not None or (kind, key) in self.NULLS:
                event[key] = value
                cut |= type(value) is Cut
        if cut:
            event['cut'] = True
        self.events.append(event)
        if len(self.events) > 2 * FIRST_CHANGEABLE and self.on_growth is not None:
            self.on_growth(FIRST_CHANGEABLE)
        return event

    @contextlib.contextmanager
    def opened(self, identity, event):
        inside = self.context.open
        inside.append((identity, event['n']))
        try:
            yield
        finally:
            if self.unended is not None:
                self.unended.end()
            inside.pop()

    def take(self, keep=0):
        """The events, without the last `keep` of them, in order, as a list; they are gone from here."""
        while self.events:
            self.pending.append(self.events.popleft())
        self.pending.sort(key=lambda event: event['n'])
        count = 0
        while count < len(self.pending) - keep and self.pending[count]['n'] == self.taken + 1:
            self.taken += 1
            count += 1
        taken, self.pending = self.pending[:count], self.pending[count:]
        for event in taken:  # one that waited for another thread may have read the clock before it
            self.taken_until = event['t'] = max(self.taken_until, event['t'])
        return taken


trace = Trace()
