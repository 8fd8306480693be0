"""Choices: where asyncio's order is an accident."""

import re


class Mismatch(Exception):
    """The options answer other choices than those that the run meets."""


class Choices:
    """Answers each choice point: an order of n things, as positions from 1."""

    def __init__(self, set_order='tutorial', schedule=None):
        """`schedule`: a list of answers, or None: orders, and numbers of sleeps. 0 only says that sleeps may end in
        any order."""
        self.rule = set_order
        self.timing = schedule is not None and any(isinstance(answer, int) for answer in schedule)
        self.schedule = None if schedule is None else [answer for answer in schedule if answer != 0]
        self.sizes = set()  # met so far
        self.made = 0
        self.fixed = permutation(set_order)
        self.state = int(set_order[5:]) if set_order.startswith('seed:') else None

    def choose(self, site, of_coroutines, size):
        base = list(range(1, size + 1))
        self.made += 1
        self.sizes.add(size)
        if self.schedule is not None:
            return self.scheduled(site, size)
        if self.fixed is not None:
            return self.fixed if len(self.fixed) == size else base
        if self.state is not None:
            return self.shuffled(base)
        if self.rule == 'tutorial' and site == 'wait' and of_coroutines:
            return base[::-1]
        if self.rule == 'tutorial' and site == 'gather':  # 3.6 only; later ones iterate no set
            return base[:1] + base[:0:-1]
        return base

    def choose_sleep(self, size):
        self.made += 1
        answer = self.schedule[self.made - 1] if self.made <= len(self.schedule) else None
        if not isinstance(answer, int) or answer > size:
            raise Mismatch('--schedule: choice %d is which of %d sleeps ends' % (self.made, size))
        return answer

    def scheduled(self, site, size):
        if self.made > len(self.schedule):
            raise Mismatch('--schedule has %d answers, but choice %d (%s of %d) is met'
                           % (len(self.schedule), self.made, site, size))
        answer = self.schedule[self.made - 1]
        if isinstance(answer, int) or len(answer) != size:
            raise Mismatch('--schedule: answer %d is an order of %d, but choice %d (%s) is one of %d'
                           % (self.made, 1 if isinstance(answer, int) else len(answer), self.made, site, size))
        return answer

    def shuffled(self, order):
        for i in range(len(order) - 1, 0, -1):
            j = self.split_mix() % (i + 1)
            order[i], order[j] = order[j], order[i]
        return order

    def split_mix(self):
        mask = 2 ** 64 - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def check_complete(self):
        """Raise Mismatch if, now that the whole run is known, the options don't fit it."""
        if self.schedule is not None and self.made < len(self.schedule):
            raise Mismatch('--schedule has %d answers, but the run has %d choices' % (len(self.schedule), self.made))
        if self.fixed is not None and len(self.fixed) not in self.sizes:
            met = ', '.join(map(str, sorted(self.sizes))) or 'none'
            raise Mismatch('--set-order %s: the run has no choice of %d (sizes met: %s)'
                           % (self.rule, len(self.fixed), met))


def permutation(text):
    """'3,1,2' as [3, 1, 2]; None if it isn't the numbers 1 to n in some order."""
    if not re.match(r'\d{1,6}(,\d{1,6})*$', text):
        return None
    order = [int(number) for number in text.split(',')]
    return order if sorted(order) == list(range(1, len(order) + 1)) else None


def answer_of(text):
    """'3,1,2' as [3, 1, 2]; '@2', which of the pending sleeps ends, as 2; '@', which only chooses timing, as 0."""
    if re.match(r'@(?:[1-9]\d{0,5})?$', text):
        return int(text[1:] or 0)
    return permutation(text)
