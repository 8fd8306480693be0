"""Tracebacks without the frames that plain CPython, with its C Task and Future, doesn't have."""

import itertools
import sys
import traceback

from .accelerator import ASYNCIO, RECORDER

EVENTS, FUTURES, TASKS = (ASYNCIO + name for name in ('events.py', 'futures.py', 'tasks.py'))
STEPS = {'__step', '__wakeup', '_step', '_wakeup', '__step_run_and_handle_result', '__eager_start'}


def is_foreign(frame):
    code = frame.f_code
    return (code.co_filename.startswith(RECORDER) or code.co_filename == FUTURES
            or code.co_filename == TASKS and code.co_name in STEPS
            or code.co_filename == EVENTS and code.co_name == 'get_running_loop')


def install(outermost):
    """Whatever the program, logging or asyncio formats goes through these functions of `traceback`. `outermost`: the
    code that runs the program."""
    walk_stack = traceback.walk_stack

    def walk(frame):
        frames = walk_stack(sys._getframe(1) if frame is None else frame)
        inner = itertools.takewhile(lambda each: each[0].f_code is not outermost, frames)
        return (each for each in inner if not is_foreign(each[0]))
    traceback.walk_stack = walk
    for name in ('walk_tb', '_walk_tb_with_full_positions'):  # the second since 3.11
        if hasattr(traceback, name):
            setattr(traceback, name, lambda tb, walk=getattr(traceback, name): (
                each for each in walk(tb) if not is_foreign(each[0])))


def without_foreign_frames(tb):
    while tb is not None and is_foreign(tb.tb_frame):
        tb = tb.tb_next
    link = tb
    while link is not None and sys.version_info >= (3, 7):
        following = link.tb_next
        while following is not None and is_foreign(following.tb_frame):
            following = following.tb_next
        if link.tb_next is not following:
            link.tb_next = following
        link = following
    return tb


def cut(error, seen=None):
    """Take those frames out of the tracebacks of an error and of those behind it."""
    seen = set() if seen is None else seen
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = without_foreign_frames(error.__traceback__)
        parts = getattr(error, 'exceptions', None)
        for part in parts if isinstance(parts, tuple) else ():
            if isinstance(part, BaseException):
                cut(part, seen)
        cut(error.__cause__, seen)
        error = error.__context__


def print_exception(kind, error, tb):
    """sys.__excepthook__(), but that before 3.7 nothing can be cut out of a traceback."""
    if sys.version_info >= (3, 7):
        sys.__excepthook__(kind, error, tb)
    elif sys.stderr is not None and not getattr(sys.stderr, 'closed', False):
        traceback.print_exception(kind, error, tb)
