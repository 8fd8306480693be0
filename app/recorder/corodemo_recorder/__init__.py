"""Runs a real asyncio program under this very CPython and writes what its event loop did: a trace.

docs/record.md is for those who record, docs/trace-format.md says what a trace holds. Any CPython from 3.6 on runs this
package, with nothing installed.

The program runs as __main__, on asyncio's own event loop, whose clock jumps instead of waiting where it may. None of
asyncio's logic is written again here. What reports is subclasses: of the loop, of its ready queue, of Handle and
TimerHandle, of Future, Task and gather's outer future, of Queue, Lock and so on. Each calls the original method and tells the trace about it at
the moment when the loop's own containers show it.

    options, main       the command line, and the order of things in a recording
    accelerator         imports asyncio without its C accelerator, so that Task and Future are the Python classes
    ordered_set,        where asyncio iterates a set, the order is an accident of memory addresses: its modules are
    choices             loaded with a `set` that keeps the order of insertion and asks a policy at its first iteration
    sources             the files of the program: each call in them is wrapped, in their syntax tree, in a function that
                        looks at the result, since coroutine objects report nothing when they are made
    trace, trace_file   the events; the file that they stream to
    texts               how values are written
    coroutines,         what gets an id in the trace without having a class of ours
    callbacks
    handles, futures,   the reporting subclasses; deadlines are whole nanoseconds, and equal ones fire in order of
    tasks, loops        creation, as under a real clock, which moves on between any two calls
    objects             the same for what tasks share: queues, locks, semaphores, events, conditions, barriers
    uvloop              asyncio's loop for those who ask for another one
    clock, outside      when the clock jumps, and what forbids it: whatever outside the loop may wake it
    data, variables     how data is told without calling the program; what its variables hold, where that is asked for
    streams, reports    what the program prints, what Python and asyncio report
    program,            runs the program as `python3 PROGRAM` does, and leaves the end to Python; what it shows of an
    tracebacks          error has no frames of ours
    recording           one recording: its bounds and its end
"""

from . import accelerator  # noqa: F401  before anything else imports asyncio
