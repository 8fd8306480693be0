"""How a trace tells of the program's data: without calling anything of the program's."""

import collections
import itertools

from .coroutines import coroutines
from .texts import Identified, Texts, texts


def name_of(kind):
    """Its name, which a metaclass may compute."""
    return type.__dict__['__name__'].__get__(kind)


class Data(Texts):
    """Writes data briefly, and what isn't data as its id, or the name of its type."""

    ATOMS = {type(None), bool, int, float, complex, str, bytes, bytearray}
    COLLECTIONS = {collections.deque: list, collections.OrderedDict: dict, collections.defaultdict: dict,
                   collections.Counter: dict}
    TYPES = ATOMS | {list, tuple, dict, set, frozenset} | set(COLLECTIONS)
    LONGEST = 100

    def __init__(self):
        super().__init__()
        self.longest = self.LONGEST

    @staticmethod
    def identity(value):
        return value.trace_id if issubclass(type(value), Identified) else coroutines.known(value)

    def pieces(self, value, room, showing):
        kind = type(value)
        if kind in (set, frozenset) and len(value) > room:  # all would have to be sorted
            return [name_of(kind)]
        if kind not in self.COLLECTIONS:
            return super().pieces(value, room, showing)
        base = self.COLLECTIONS[kind]
        elements = base(itertools.islice(value.items() if base is dict else value, room))
        return [name_of(kind), '(', *super().pieces(elements, room, showing), ')']

    def other(self, value):
        kind = type(value)
        if kind not in self.ATOMS or kind is int and value.bit_length() > 4 * self.longest:
            return name_of(kind)
        return texts.clean(repr(value))


data = Data()
