"""The callables that are given to asyncio."""

import functools
import types
import weakref

from .accelerator import is_asyncio
from .trace import trace


class Callbacks:
    """Gives each an id. None of them is kept alive by being known."""

    class Known:
        def __init__(self, identity, role, name, reference):
            self.identity, self.role, self.name, self.reference = identity, role, name, reference

    def __init__(self):
        self.table = {}
        self.expected = None  # an id given before its callable is there

    #: Whose callback one of asyncio's own is, by the first part of its qualified name (3.9: _gather).
    ROLES = {'gather': 'gather', 'wait': 'wait', 'run_until_complete_cb': 'run', 'TaskGroup': 'task_group',
             'as_completed': 'as_completed', 'AsCompletedIterator': 'as_completed', 'shield': 'shield',
             'log_on_exception': 'shield', 'release_waiter': 'wait_for'}

    @staticmethod
    def parts(callback):
        """What makes a callable distinct, and the object whose death ends it."""
        if isinstance(callback, types.MethodType):  # each access makes another one
            return (id(callback.__self__), callback.__func__.__qualname__), callback.__self__
        if isinstance(callback, functools.partial) and Callbacks.own_role(callback.func) == 'gather':
            callback = callback.func  # 3.6 adds a partial of it to each child
        return id(callback), callback

    @classmethod
    def own_role(cls, callback):
        """The role of one of asyncio's own callbacks, else None."""
        while isinstance(callback, functools.partial):
            callback = callback.func
        function = getattr(callback, '__func__', callback)
        if not isinstance(function, types.FunctionType) or not is_asyncio(function.__code__):
            return None
        return cls.ROLES.get(function.__qualname__.partition('.')[0].strip('_'))

    def known(self, callback):
        entry = self.table.get(self.parts(callback)[0]) if callable(callback) else None
        return entry.identity if entry is not None else None

    def look_up(self, callback, by_program):
        """`by_program`: whether it is the program that gives it to asyncio."""
        key, owner = self.parts(callback)
        entry = self.table.get(key)
        if entry is None:
            try:
                reference = weakref.ref(owner, lambda _, key=key, table=self.table: table.pop(key, None))
            except TypeError:  # a method of a list, say: rare, and small
                reference = callback
            role = self.own_role(callback) or ('user' if by_program else 'other')
            identity = self.expected if role == 'gather' and self.expected else trace.new_id('K')
            if role == 'gather':
                self.expected = None
            entry = self.Known(identity, role, self.name(callback) if role == 'user' else None, reference)
            self.table[key] = entry
        return entry

    def expect(self):
        self.expected = trace.new_id('K')
        return self.expected

    @staticmethod
    def name(callback):
        while isinstance(callback, functools.partial):
            callback = callback.func
        name = getattr(callback, '__name__', None)
        return name if isinstance(name, str) else type(callback).__name__


callbacks = Callbacks()
