"""What outside the event loop can wake it: while there is any, the clock must not jump.

Threads without a Python state, such as those of a library in C, can't be seen.
"""

import _thread
import concurrent.futures.thread
import functools
import os
import signal
import socket
import stat
import sys
import threading
import weakref

from .callbacks import Callbacks
from .clock import clock

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

DESCRIPTORS = next((path for path in ('/proc/self/fd', '/dev/fd') if os.path.isdir(path)), None)


class Numbers:
    """Names that don't depend on the machine: socket 1, process 2, in order of first use."""

    def __init__(self):
        self.names = {}
        self.counts = {}

    def name(self, kind, key):
        if (kind, key) not in self.names:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            self.names[kind, key] = '%s %d' % (kind, self.counts[kind])
        return self.names[kind, key]


numbers = Numbers()


class Descriptor:
    """A file descriptor that a loop watches."""

    def __init__(self, fd):
        self.fd = fd
        self.status = os.fstat(fd)
        self.kind = self.find_kind()
        self.inode = (self.status.st_dev, self.status.st_ino)
        self.key = self.inode if self.kind in ('socket', 'listening socket', 'pipe') else (fd, *self.inode)
        self.name = numbers.name(self.kind, self.process_id() if self.kind == 'process' else self.key)

    def find_kind(self):
        mode = self.status.st_mode
        if stat.S_ISSOCK(mode):
            return 'listening socket' if self.listens() else 'socket'
        if stat.S_ISFIFO(mode):
            return 'pipe'
        if stat.S_ISCHR(mode):
            return 'terminal' if os.isatty(self.fd) else 'device'
        try:
            target = os.readlink('%s/%d' % (DESCRIPTORS, self.fd))
        except OSError:
            target = ''
        return 'process' if 'pidfd' in target else 'eventfd' if 'eventfd' in target else 'file descriptor'

    def process_id(self):
        with open('/proc/self/fdinfo/%d' % self.fd) as file:
            return int(next(line for line in file if line.startswith('Pid:'))[4:])

    def socket(self):
        return socket.socket(fileno=os.dup(self.fd))

    def listens(self):
        with self.socket() as one:
            try:
                return one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
            except OSError:
                return False

    def is_inside(self):
        """Whether only this process can make it readable or writable."""
        if self.kind == 'socket':
            return self.peer_is_inside()
        if self.kind == 'pipe' and fcntl is not None and DESCRIPTORS is not None:
            mine = fcntl.fcntl(self.fd, fcntl.F_GETFL) & os.O_ACCMODE
            return any(fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE != mine
                       for fd, status in open_descriptors() if (status.st_dev, status.st_ino) == self.inode)
        return self.kind == 'eventfd'

    def peer_is_inside(self):
        with self.socket() as one:
            try:
                peer = one.getpeername()
            except OSError:  # not connected
                return False
            if one.family == getattr(socket, 'AF_UNIX', None):
                return self.connected_by_us(one)
            family, mine = one.family, one.getsockname()
        for fd, status in open_descriptors():
            if stat.S_ISSOCK(status.st_mode) and fd != self.fd:
                with socket.socket(fileno=os.dup(fd)) as other:
                    try:
                        if other.family == family and other.getsockname() == peer and other.getpeername() == mine:
                            return True
                    except OSError:
                        continue
        return False

    @staticmethod
    def connected_by_us(one):
        """Of an AF_UNIX socket. The other end may have gone to a child: but that is outside anyway while it lives."""
        option = getattr(socket, 'SO_PEERCRED', None)
        if option is None:
            return one.getpeername() in ('', b'', None)
        data = one.getsockopt(socket.SOL_SOCKET, option, 12)
        return int.from_bytes(data[:4], sys.byteorder) == os.getpid()


def name_of_descriptor(fd):
    try:
        return Descriptor(fd).name
    except OSError:  # closed meanwhile
        return 'closed descriptor'


def open_descriptors():
    found = []
    for name in os.listdir(DESCRIPTORS):
        try:
            found.append((int(name), os.fstat(int(name))))
        except (OSError, ValueError):  # the one that listdir() had
            pass
    return found


def is_run_of_context(function):
    return getattr(function, '__name__', None) == 'run' and type(function.__self__).__name__ == 'Context'


class Jobs:
    """The work items of thread pools: each from its submission until the last callback of its future has returned."""

    def __init__(self):
        self.pending = weakref.WeakSet()  # work items
        self.names = weakref.WeakKeyDictionary()  # of their futures
        self.count = 0

    def install(self):
        item = concurrent.futures.thread._WorkItem
        original_init, original_run, jobs = item.__init__, item.run, self

        def __init__(self, *args, **kwargs):
            original_init(self, *args, **kwargs)
            jobs.submitted(self, next((each for each in args if callable(each)), None))

        def run(self, *args, **kwargs):
            try:
                return original_run(self, *args, **kwargs)
            finally:
                jobs.pending.discard(self)
                self = None

        item.__init__, item.run = __init__, run

    def submitted(self, item, function):
        self.count += 1
        if isinstance(function, functools.partial) and is_run_of_context(function.func) and function.args:
            function = function.args[0]  # to_thread() runs it in a context
        self.names[item.future] = 'job %d, %s' % (self.count, Callbacks.name(function))
        self.pending.add(item)
        clock.go_with_real_time()

    def unfinished(self):
        return sorted(self.names[item.future] for item in list(self.pending) if not item.future.cancelled())


class Outside:
    def __init__(self):
        self.loops = weakref.WeakSet()
        self.jobs = Jobs()
        self.watcher_signals = {signal.SIGINT} | {getattr(signal, name) for name in ('SIGCHLD',)
                                                  if hasattr(signal, name)}
        self.inside = set()  # descriptors that were found to be; they stay so until they are closed

    def everything(self, loop=None):
        """What may wake the loops, in words. `loop`: the one that asks, from its thread."""
        loops = [loop] if loop is not None else list(self.loops)
        return (self.descriptors(loops) + self.jobs.unfinished() + self.threads() + self.children()
                + self.signals(loops))

    def descriptors(self, loops):
        found = []
        for loop in loops:
            if loop.is_closed():
                continue
            if not hasattr(loop._selector, 'get_map'):  # Windows' completion port
                found += ['a pending operation'] * (len(loop._selector._cache) > 1)
                continue
            own = loop._ssock.fileno()
            for key in list(loop._selector.get_map().values()):
                if key.fd == own:
                    continue
                try:
                    descriptor = Descriptor(key.fd)
                    if descriptor.kind == 'listening socket':
                        inside = any(not timer._cancelled for timer in loop._scheduled)
                    else:
                        inside = descriptor.key in self.inside or descriptor.is_inside()
                        if inside:
                            self.inside.add(descriptor.key)
                except OSError:
                    continue
                if not inside:
                    found.append(descriptor.name)
        return found

    @staticmethod
    def threads():
        """All but this one and those that wait for a job."""
        if not _thread._count() and threading.get_ident() == threading.main_thread().ident:
            return []
        found, frames = [], sys._current_frames()
        del frames[threading.get_ident()]  # which would hold itself, and so all of them
        for identity, frame in frames.items():
            while frame is not None and frame.f_code is not IDLE_WORKER:
                frame = frame.f_back
            if frame is None:
                thread = threading._active.get(identity)
                found.append('thread %s' % ('of a library' if thread is None else thread.name))
        return sorted(found)

    @staticmethod
    def children():
        """The living child processes."""
        tasks = '/proc/self/task'
        if os.path.exists('%s/%d/children' % (tasks, os.getpid())):
            pids = []
            for task in os.listdir(tasks):
                try:
                    with open('%s/%s/children' % (tasks, task)) as file:
                        pids += file.read().split()
                except OSError:
                    pass
            return [numbers.name('process', pid) for pid in sorted(map(int, pids)) if is_living(pid)]
        if hasattr(os, 'waitid'):
            try:
                if os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                    return ['a child process']
            except ChildProcessError:
                pass
        return []

    def signals(self, loops):
        found = []
        handled = {number for loop in loops for number in getattr(loop, '_signal_handlers', ())}
        for number in SIGNALS:
            if number not in self.watcher_signals and (number in handled or callable(signal.getsignal(number))):
                found.append('a signal handler for %s' % signal.Signals(number).name)
        if hasattr(signal, 'getitimer') and any(
                signal.getitimer(each)[0] > 0
                for each in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)):
            found.append('a timer of the process')
        return found


IDLE_WORKER = concurrent.futures.thread._worker.__code__
SIGNALS = sorted(number for number in signal.Signals)


def is_living(pid):
    """Neither a zombie nor Python's own helper process, which lives as long as this one."""
    for name, holder in (('resource_tracker', '_resource_tracker'), ('semaphore_tracker', '_semaphore_tracker')):
        module = sys.modules.get('multiprocessing.' + name)
        if module is not None and getattr(getattr(module, holder), '_pid', None) == pid:
            return False
    try:
        with open('/proc/%d/stat' % pid) as file:
            return file.read().rpartition(')')[2].split()[0] != 'Z'
    except OSError:
        return False


outside = Outside()
