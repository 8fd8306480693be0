"""One recording: its bounds, and its end."""

import functools
import os
import signal
import sys
import threading

from .accelerator import is_asyncio
from .choices import Choices, Mismatch
from .clock import SECOND, clock, real_now, real_sleep
from .ordered_set import OrderedSet
from .texts import texts
from .trace import trace

EXIT_USAGE, EXIT_FILE, EXIT_PROGRAM = 2, 3, 4
GRACE = 2 * SECOND  # how long a program may go on after it was interrupted at a bound
FLUSH_EVERY = SECOND // 5  # of real time
AT_ONCE = 1000  # so many events go to the file as soon as they may
exit_process = os._exit


class Unusable(Exception):
    """The recording can't begin, or its options don't fit the run: `status` is the recorder's exit status."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def leave(status, complaint=None):
    """End the process at once: neither the program nor the interpreter's shutdown gets another word."""
    if complaint is not None:
        print('corodemo: ' + complaint, file=sys.__stderr__)
    flush_streams()
    exit_process(status)


def flush_streams():
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except Exception:  # closed, or the program's own
            pass


class Recording:
    #: What the functions of asyncio that hide behind a public name are called in a trace.
    SITES = {'_cancel_all_tasks': 'run', '_abort': 'TaskGroup', '__init__': 'as_completed'}

    def __init__(self):
        self.choices = Choices()
        self.is_on = False
        self.max_steps = self.max_seconds = None
        self.limit = None  # the bound that was reached, and the real time when it was
        self.file = None  # the TraceFile
        self.control = None  # the descriptor of whoever wants to know at once
        self.last_flush = 0
        self.writing = threading.Lock()
        self.on_fork = []  # what a forked child does first

    def start(self, choices, file, max_steps, max_seconds, control, waits_for_ctrl_c):
        self.choices, self.file, self.control = choices, file, control
        self.waits_for_ctrl_c = waits_for_ctrl_c  # when the program hangs
        self.max_steps, self.max_seconds = max_steps, max_seconds
        self.is_on = True
        OrderedSet.decide_order, OrderedSet.creation_rank = self.decide_order, texts.creation_rank
        trace.on_growth = self.flush
        self.pid = os.getpid()
        os._exit = self.exit
        for name in ('execv', 'execve'):  # on which the others are built
            setattr(os, name, self.after_flush(getattr(os, name)))
        if hasattr(os, 'register_at_fork'):  # 3.7
            os.register_at_fork(after_in_child=self.abandon)
        elif hasattr(os, 'fork'):
            os.fork = self.forking(os.fork)

    def forking(self, fork):
        def forked():
            pid = fork()
            if pid == 0:
                self.abandon()
            return pid
        return forked

    def after_flush(self, function):
        """What replaces the process leaves the trace as it is."""
        @functools.wraps(function)
        def call(*args, **kwargs):
            self.flush()
            return function(*args, **kwargs)
        return call

    def exit(self, status):
        """os._exit()"""
        if os.getpid() == self.pid:
            self.end({'status': 'returned', 'exit_status': status})
        exit_process(status)

    def abandon(self):
        """A forked child has nothing to do with the trace."""
        for function in self.on_fork:
            function()
        self.is_on = trace.open = False
        clock.mode = 'real'
        clock.go_with_real_time()
        self.file.abandon()
        if self.control is not None:
            os.close(self.control)
            self.control = None

    # Choices

    def answer(self, choose, *args):
        try:
            return choose(*args)
        except Mismatch as mismatch:
            self.file.remove()
            leave(EXIT_USAGE, str(mismatch))

    def decide_order(self, code, maker, elements):
        site = code.co_name if is_asyncio(code) else maker
        site = self.SITES.get(site, site)
        of_coroutines = all(map(is_coroutine, elements))
        order = self.answer(self.choices.choose, site, of_coroutines, len(elements))
        trace.emit('choice_made', site=site, size=len(order), order=list(order))
        return [elements[position - 1] for position in order]

    # The file

    def flush(self, keep=0):
        """Write the events so far, but for the last `keep` of them, unless another thread is about it."""
        if self.is_on and self.writing.acquire(blocking=False):
            try:
                self.file.write(trace.take(keep))
            except OSError as error:
                self.leave_unwritable(error)
            finally:
                self.writing.release()

    def flush_all(self):
        """Write every event, also one of which a thread has the number and is still about the rest."""
        for _ in range(1000):
            self.flush()
            if not trace.events and not trace.pending:
                break
            real_sleep(0.001)

    def leave_unwritable(self, error):
        leave(EXIT_FILE, 'cannot write %s: %s' % (self.file.path, error.strerror or error))

    def flush_sometimes(self):
        """So that of a program that is killed little is lost. Called where nothing is left to be said of an event."""
        now = real_now()
        if now - self.last_flush > FLUSH_EVERY or trace.taken < AT_ONCE:
            self.last_flush = now
            self.flush()

    # Bounds

    def check_bounds(self):
        """Called where a loop polls: there Ctrl-C does the least harm."""
        if self.limit is not None:
            if real_now() - self.limit[1] > GRACE:
                self.end_at_limit()
        elif self.max_steps is not None and trace.steps > self.max_steps:
            self.reach('steps')
        elif self.max_seconds is not None and real_now() - clock.started > self.max_seconds * SECOND:
            self.reach('seconds')

    def reach(self, bound):
        """Do as Ctrl-C does."""
        self.limit = bound, real_now()
        self.tell('limit ' + bound)
        if threading.current_thread() is threading.main_thread() and hasattr(signal, 'raise_signal'):
            signal.raise_signal(signal.SIGINT)
        else:
            os.kill(os.getpid(), signal.SIGINT)

    def end_at_limit(self):
        self.end({'status': 'limit'})
        leave(0)

    def tell(self, news):
        if self.control is not None:
            self.flush()
            try:
                os.write(self.control, (news + '\n').encode())
            except OSError:
                pass

    # The end

    def hang(self, wait):
        """Nothing will ever happen again. With somebody at the keyboard, wait for Ctrl-C as the program would; else
        leave it where it stands."""
        trace.emit('loop_hung')
        trace.context.iteration = None
        trace.emit('run_finished', why='hung')
        self.end({'status': 'hung'})
        self.tell('hung')
        if self.waits_for_ctrl_c and sys.stdin is not None and sys.stdin.isatty():
            if self.control is None:
                print('corodemo: the program hangs; Ctrl-C ends it', file=sys.__stderr__)
            wait()
        else:
            leave(0)

    def fail(self, message):
        """The run can't be recorded as the options have it."""
        self.end({'status': 'waiting'})
        leave(EXIT_PROGRAM, message)

    def end(self, outcome):
        """Complete the file. What happens from here on isn't recorded."""
        if not self.is_on:
            return
        try:
            self.choices.check_complete()
        except Mismatch as mismatch:
            self.file.remove()
            leave(EXIT_USAGE, str(mismatch))
        if trace.value is not None:
            outcome['value'] = trace.value
        outcome.update(stdout=self.file.stdout(), time=max(trace.now, trace.taken_until), iterations=trace.iterations)
        if clock.waited:
            outcome['waited'] = clock.waited
        self.flush_all()
        self.is_on = trace.open = False
        try:
            self.file.finish(outcome, clock.kind)
        except BrokenPipeError:  # the reader has seen enough
            exit_process(0)
        except OSError as error:
            self.leave_unwritable(error)

    @staticmethod
    def signal_name(number):
        return signal.Signals(number).name


def is_coroutine(value):
    return hasattr(value, 'cr_frame') or hasattr(value, 'gi_frame')


recording = Recording()
