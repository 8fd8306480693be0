"""The `set` of asyncio's modules."""

import sys


class OrderedSet(set):
    """A set that iterates in order of insertion, or as chosen at its first iteration.

    One made from something that has an order of its own, or filled while asyncio runs, is undecided until then.
    A set derived from a decided one keeps its order.
    """

    #: (code that iterates, name of the function that made the set, elements) -> the elements in their order. Set by
    #: `recording`, which knows the options and the trace.
    decide_order = None
    #: element -> what to sort by those of a set that the program made: the order of creation, as far as it is known.
    creation_rank = None

    def __init__(self, iterable=()):
        super().__init__()
        self.order = {}
        maker = sys._getframe(1).f_code.co_name
        if isinstance(iterable, OrderedSet):
            elements, self.decided = list(iterable.order), iterable.decided
        else:
            # _wait fills its sets of done and pending from a set that is decided.
            elements, self.decided = self.in_order(iterable), maker in ('_wait', '<module>')
        self.maker = maker
        for element in elements:
            self.add(element)

    @classmethod
    def in_order(cls, iterable):
        elements = list(iterable)
        if isinstance(iterable, (set, frozenset)) and cls.creation_rank is not None:
            elements.sort(key=cls.creation_rank)
        return elements

    @classmethod
    def comprehension(cls, elements):
        """{... for ... in ...}: the loop behind it has decided, unless it went through all tasks there are."""
        self = cls(elements)
        self.maker = sys._getframe(1).f_code.co_name
        self.decided = 'all_tasks' not in self.maker
        return self

    def add(self, element):
        super().add(element)
        self.order[element] = None

    def discard(self, element):
        super().discard(element)
        self.order.pop(element, None)

    def remove(self, element):
        super().remove(element)
        self.order.pop(element, None)

    def pop(self):
        for element in self:
            self.remove(element)
            return element
        return super().pop()

    def clear(self):
        super().clear()
        self.order.clear()

    def __iter__(self):
        self.order = dict.fromkeys(e for e in self.order if e in self)
        self.order.update(dict.fromkeys(super().__iter__()))
        if not self.decided and len(self) > 1:
            self.decide(sys._getframe(1).f_code)
        return iter(list(self.order))

    def decide(self, code):
        if OrderedSet.decide_order is not None:
            self.order = dict.fromkeys(OrderedSet.decide_order(code, self.maker, list(self.order)))
            self.decided = True

    def __repr__(self):
        return '{%s}' % ', '.join(map(repr, self.order)) if self else 'set()'
