"""The coroutine objects of the program."""

import inspect
import types
import weakref

from .sources import sources
from .trace import trace


class Coroutines:
    class Known(weakref.ref):
        identity = name = place = None

    def __init__(self):
        self.table = {}  # by address; one that is dead stays until another takes its place
        self.generators = {}  # of async generators: {address: place of the call that made it}
        self.last_dead = None

    def known(self, value):
        entry = self.table.get(id(value))
        return entry.identity if entry is not None and entry() is value else None

    def died(self, entry):
        self.last_dead = entry

    def unawaited(self, value, message):
        """The one that Python warns about, when it is dying: no reference leads to it any more."""
        entry = self.last_dead if value is None else self.table.get(id(value))  # before 3.7 only the message is known
        return entry if entry is not None and message.startswith("coroutine '%.50s'" % entry.name) else None

    @staticmethod
    def is_of_program(value):
        """Whether it is a coroutine object of the program: async def, or a generator that a decorator made one."""
        if isinstance(value, types.CoroutineType):
            code = value.cr_code
        elif isinstance(value, types.GeneratorType) and value.gi_code.co_flags & inspect.CO_ITERABLE_COROUTINE:
            code = value.gi_code
        else:
            return False
        return code.co_filename in sources.numbers

    def see(self, value):
        """Wrapped around every call in the program, which gets the value back."""
        if type(value) in (types.CoroutineType, types.GeneratorType) and self.is_of_program(value) \
                and self.known(value) is None:
            entry = self.table[id(value)] = self.Known(value, self.died)
            entry.identity, entry.name = trace.new_id('C'), value.__qualname__
            event = trace.emit('coroutine_created', coroutine=entry.identity, coro=value.__name__)
            entry.place = (event['line'], event.get('file', 0)) if 'line' in event else None
        elif type(value) is types.AsyncGeneratorType:
            self.generators[id(value)] = trace.place()
        return value


coroutines = Coroutines()
