"""How values and messages are written: as CPython writes them, without what depends on the machine."""

import itertools
import os
import re
import threading

from .callbacks import callbacks
from .coroutines import coroutines
from .ordered_set import OrderedSet
from .trace import Cut

UNPRINTABLE = '<unprintable %s object>'
DEEPEST = 50  # lists in lists that a text shows


def identity_of(value):
    """The id that an object has in the trace, if it has one."""
    if isinstance(value, Identified):
        return value.trace_id
    return coroutines.known(value) or callbacks.known(value)


class Identified:
    """The classes of objects that have an id: loops, handles, futures, tasks, queues, locks and so on."""

    trace_id = None


class Texts:
    ADDRESS = re.compile(r'(?: at 0x|(?<=\.\.\.)(?: ?a?t? ?0)?x)[0-9a-fA-F]+')  # whole, or cut by reprlib

    def __init__(self):
        self.directories = re.compile(r'(?!)')
        self.longest = 10000
        self.asking = set()  # the threads in which an object of the program is asked for its text

    def leave_out(self, directories):
        roots = {os.path.abspath(d) for d in directories} | {os.path.realpath(d) for d in directories}
        roots = sorted((re.escape(d) for d in roots if len(d) > 1), key=lambda d: (-len(d), d))
        self.directories = re.compile(r'(?<![\w.])(?:%s)/(?:[^/\s\'",<>()]+/)*' % '|'.join(roots))

    def clean(self, text):
        """A text of Python's or asyncio's own, without addresses and directories."""
        return self.bounded(self.directories.sub('', self.ADDRESS.sub('', text)))

    def bounded(self, text, longest=None):
        longest = self.longest if longest is None else longest
        return text if len(text) <= longest else Cut(text[:longest - 1] + '…')

    def is_asking(self):
        """Whether this thread is within ask(): what the program does there, it doesn't do of itself."""
        return bool(self.asking) and threading.get_ident() in self.asking

    def ask(self, function, value):
        """repr(value) or str(value), whatever the program made of it: it may raise, or print."""
        thread = threading.get_ident()
        nested = thread in self.asking
        self.asking.add(thread)
        try:
            text = function(value)
            return text if isinstance(text, str) else UNPRINTABLE % type(value).__name__
        except BaseException:
            return UNPRINTABLE % type(value).__name__
        finally:
            if not nested:
                self.asking.discard(thread)

    def value(self, value, longest=None):
        """repr(value), but that an object with an id is written as its id, and a set in a fixed order."""
        try:
            return self.bounded(''.join(self.pieces(value, longest or self.longest, set())), longest)
        except RecursionError:  # the program stands near the limit
            return UNPRINTABLE % type(value).__name__

    def pieces(self, value, room, showing):
        """The text of a value, as a list of texts; of one that takes more than `room` characters maybe only a part."""
        identity = self.identity(value)
        if identity is not None:
            return [identity]
        kind = type(value)
        if kind in (str, bytes, bytearray) and len(value) > room:
            return [repr(value[:room])]
        if kind not in (list, tuple, dict, set, frozenset, OrderedSet):
            return [self.other(value)]
        if id(value) in showing or len(showing) == DEEPEST:
            return ['...']
        showing.add(id(value))
        try:
            if kind is dict:
                return self.joined('{', '}', ([*self.pieces(k, room, showing), ': ', *self.pieces(v, room, showing)]
                                              for k, v in list(itertools.islice(value.items(), room))), room)
            if kind is list:
                return self.joined('[', ']', (self.pieces(each, room, showing) for each in value[:room]), room)
            if kind is tuple:
                return self.joined('(', ',)' if len(value) == 1 else ')',
                                   (self.pieces(each, room, showing) for each in value), room)
            elements = list(set.__iter__(value)) if kind is OrderedSet else list(value)
            texts = sorted((''.join(self.pieces(each, room, showing)) for each in elements), key=self.rank)
            opening, closing = ('{', '}') if kind is not frozenset else ('frozenset({', '})')
            return self.joined(opening, closing, ([text] for text in texts), room) if texts else [
                'frozenset()' if kind is frozenset else 'set()']
        finally:
            showing.discard(id(value))

    identity = staticmethod(identity_of)

    def other(self, value):
        """The text of what is neither a text nor a container."""
        return self.clean(self.ask(repr, value))

    @staticmethod
    def joined(opening, closing, elements, room):
        pieces, size = [opening], 0
        for element in elements:
            pieces += [', '] * (size > 0) + element
            size += sum(map(len, element)) + 2
            if size > room + 2:
                return pieces
        return pieces + [closing]

    @staticmethod
    def rank(text):
        found = re.match(r'([A-Z])(\d+)$', text)
        return (0, found.group(1), int(found.group(2)), '') if found else (1, '', 0, text)

    def creation_rank(self, value):
        """To sort by, for objects with an id: in order of creation."""
        return self.rank(identity_of(value) or '')

    def error(self, error):
        if error is None:
            return None
        return {'type': type(error).__name__, 'message': self.clean(self.ask(str, error))}


texts = Texts()
