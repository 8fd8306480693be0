"""The variables of the program: those of its main module, and the local ones of each task's coroutines. What has
changed is told where a step or a handle ends: there the program isn't in the middle of a line."""

import sys
import threading

from .data import Data, data, name_of
from .recording import recording
from .sources import sources
from .trace import Cut, trace

MOST = 30  # variables of a scope, if none were chosen


class Variables:
    def __init__(self):
        self.is_on = False
        self.chosen = None  # the names of those to follow; None: all that hold data
        self.told = {}  # of the module, as in the last event: {name: text}. A task has the same
        self.lock = threading.RLock()  # each thread may run a loop

    def follow(self, chosen):
        self.is_on, self.chosen = True, chosen

    def look(self, task=None):
        """Tell what has changed in the module, and in the coroutines of a task whose step ends."""
        if not self.is_on:
            return
        with self.lock:
            self.told = self.tell(None, self.told, self.texts(self.of_module()))
            if task is not None and not task.done():
                task.told = self.tell(task.trace_id, task.told, self.texts(self.of_coroutines(task._coro)))

    @staticmethod
    def tell(scope, before, now):
        changed = {name: text for name, text in now.items() if before.get(name) != text}
        changed.update((name, None) for name in before if name not in now)
        if changed:
            trace.emit('variables_changed', scope=scope, values=changed,
                       cut=Cut in map(type, changed.values()) or None)
        return now

    def texts(self, variables):
        """{name: text} of those that are followed; of equal names, the last one counts."""
        found = {}
        for name, value in variables:
            if self.chosen is not None:
                if name in self.chosen:
                    found[name] = self.text(value)
            elif type(value) in Data.TYPES and not name.startswith(('.', '__')):
                if len(found) < MOST or name in found:
                    found[name] = self.text(value)
            else:
                found.pop(name, None)
        return found

    def text(self, value):
        try:
            return data.value(value)
        except RuntimeError:  # another thread changes it just now
            return name_of(type(value))

    @staticmethod
    def of_module():
        return list(getattr(sys.modules.get('__main__'), '__dict__', {}).items())

    @staticmethod
    def of_coroutines(coroutine):
        """Those of the outermost first."""
        for _, frame in sources.frames(coroutine):
            code, values = frame.f_code, frame.f_locals
            for name in code.co_varnames + code.co_cellvars + code.co_freevars:
                if name in values:
                    yield name, values[name]
            if type(values) is dict and sys.getrefcount(values) == 3:
                values.clear()  # before 3.13 it is a copy, which would keep what the program has let go


variables = Variables()
recording.on_fork.append(lambda: setattr(variables, 'is_on', False))
