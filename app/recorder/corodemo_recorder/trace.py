"""The events of a recording."""

import collections
import itertools
import sys
import threading
import weakref
from threading import get_ident

from .sources import sources

FIRST_CHANGEABLE = 10000  # how many of the newest events may still be changed, and are kept back from the file


FOREIGN = threading.Thread(name='thread of a library')  # stands for those that Python did not start
INFINITY = float('inf')
NULL = object()  # a field that is null in the trace, instead of being left out


class Cut(str):
    """A text that was longer: it ends in an ellipsis."""


class Context:
    """What a thread is in the middle of."""

    def __init__(self, owner=None):
        """`owner`: the threading.Thread, None for the main one."""
        self.owner = None if owner is None else weakref.ref(owner)
        self.thread = None if owner is None else owner.name
        self.run = self.iteration = None
        self.stepping = None  # the coroutine of the task that runs
        self.open = []  # what has started and not finished: [(id, event number)], handles and tasks
        self.passes_cancel_on = None  # the task or gather's future whose cancel() cancels another one just now
        self.place = None  # of what happens now, if that isn't where the program is
        self.unfinished = None  # the number of an event of which not all has been said


class Opened:
    """A handle or a step that has started and not finished."""

    __slots__ = ('trace', 'inside', 'entry')

    def __init__(self, trace, identity, number):
        self.trace, self.inside, self.entry = trace, trace.context.open, (identity, number)

    def __enter__(self):
        self.inside.append(self.entry)

    def __exit__(self, *error):
        if self.trace.unended is not None:
            self.trace.unended.end()
        self.inside.pop()


class Trace:
    """The events, and all that an event needs to know about its surroundings.

    Any thread may emit. An event gets its number first and is appended then, so that two threads, or an object that
    dies meanwhile, may append in another order; `take` puts them into theirs.
    """

    #: What the loop does by itself, or at the place that the event within has.
    WITHOUT_LINE = {'iteration_started', 'iteration_finished', 'handle_started', 'handle_finished', 'step_started',
                    'step_finished', 'run_finished', 'timer_due', 'variables_changed'}

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
        self.main = Context()
        self.contexts = {get_ident(): self.main}
        self.value = None  # what the last run_until_complete returned
        self.taken = 0  # how many events have gone to the file
        self.taken_until = 0  # their time
        self.taken_iterations = {}  # by thread and run
        self.on_growth = None  # called when there is much to take
        self.unended = None  # what is written of a line; see streams
        self.open = True

    def new_id(self, letter):
        return letter + str(next(self.counters[letter]) + 1)

    @property
    def context(self):
        context = self.contexts.get(get_ident())
        return context if context is self.main else self.context_of_thread(context)

    def context_of_thread(self, context):
        """The context of a thread besides the main one: maybe a new one, of which an earlier one had the identity."""
        owner = threading._active.get(get_ident(), FOREIGN)  # not current_thread(), which would make one
        if context is None or context.owner() is not owner:
            context = self.contexts[get_ident()] = Context(owner)
        return context

    def emit(self, kind, cause=None, line=None, **fields):
        """Append an event. Its cause, unless one is given, is the innermost open task or handle; its line, where the
        program is. `line`: another one, as (line, number of the file). A field that is None is left out."""
        if self.unended is not None:
            self.unended.end()
        context = self.context
        inside = context.open
        if line is None:
            line = context.place
        event = {'n': next(self.numbers), 't': self.now, 'run': context.run, 'it': context.iteration, 'kind': kind,
                 'cause': inside[-1][1] if cause is None and inside else cause}
        if not self.open:
            return event
        if inside:
            event['in'] = inside[-1][0]
        if line is None and kind not in self.WITHOUT_LINE:
            line = self.place(sys._getframe(1))
        if line is not None:
            event['line'] = line[0]
            if line[1]:
                event['file'] = line[1]
        if self.phase is not None:
            event['phase'] = self.phase
        if context.thread is not None:
            event['thread'] = context.thread
        if None in fields.values():
            fields = {key: None if value is NULL else value for key, value in fields.items() if value is not None}
        event.update(fields)
        if Cut in map(type, fields.values()):
            event['cut'] = True
        self.events.append(event)
        if len(self.events) > 2 * FIRST_CHANGEABLE and self.on_growth is not None:
            self.on_growth(FIRST_CHANGEABLE)
        return event

    def place(self, frame=None):
        """Where the program is, as (line, number of the file); None if it isn't the program that acts."""
        context = self.context
        if context.open or context.run is None and context.thread is None:
            return sources.place(frame or sys._getframe(1), context.stepping, self.boundary)
        return None

    def events_since(self, event):
        """How many there were after that one."""
        newest = self.events or self.pending
        return (newest[-1]['n'] if newest else self.taken) - event['n']

    def opened(self, identity, event):
        """A context manager: what happens in it happens in that handle or step."""
        return Opened(self, identity, event['n'])

    def take(self, keep=0):
        """The events, without the last `keep` of them, in order, as a list; they are gone from here."""
        while self.events:
            self.pending.append(self.events.popleft())
        self.pending.sort(key=lambda event: event['n'])
        count = 0
        unfinished = [context.unfinished for context in list(self.contexts.values()) if context.unfinished is not None]
        end = min(unfinished, default=INFINITY)
        while count < len(self.pending) - keep and self.pending[count]['n'] == self.taken + 1 < end:
            self.taken += 1
            count += 1
        taken, self.pending = self.pending[:count], self.pending[count:]
        for event in taken:
            self.put_right(event)
        return taken

    def put_right(self, event):
        """The clock and the iteration are those that stand before it in the trace: another thread, or a handler of a
        signal in the midst of the loop's own business, may have read them too early or too late."""
        self.taken_until = event['t'] = max(self.taken_until, event['t'])
        where = event.get('thread'), event['run']
        if event['kind'] == 'iteration_started':
            self.taken_iterations[where] = event['it']
        elif event['it'] is not None:
            event['it'] = self.taken_iterations.get(where)


trace = Trace()
