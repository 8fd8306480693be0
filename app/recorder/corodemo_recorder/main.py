"""The order of things in a recording."""

import atexit
import builtins
import contextlib
import gc
import os
import random
import sys
import tempfile
import threading
import time

from . import loops, streams
from .choices import Choices, answer_of
from .clock import clock, clocked
from .coroutines import coroutines
from .options import parse
from .outside import outside
from .program import Program, end_process
from .recording import EXIT_FILE, Unusable, leave, recording
from .reports import Warnings
from .sources import CLOCKED, SEEN, sources
from .texts import texts
from .trace import trace
from .trace_file import TraceFile

VERSION = '%d.%d' % sys.version_info[:2]


def fix_environment():
    """Start over, once, with a fixed hash seed and without Python's switches for warnings and debugging."""
    switches = ('PYTHONWARNINGS', 'PYTHONASYNCIODEBUG', 'PYTHONDEVMODE', 'PYTHONOPTIMIZE', 'PYTHONMALLOC')
    environment = {key: value for key, value in os.environ.items() if key not in switches}
    environment.update(PYTHONHASHSEED='0', TZ='UTC')
    if environment != dict(os.environ) and sys.executable:
        os.execve(sys.executable, [sys.executable] + sys.argv, environment)


def header(options, program):
    name = program.name.replace('_', '-')
    order = options.set_order if options.schedule is None else 'schedule:' + options.schedule
    arguments = options.arguments
    if arguments is None:
        arguments = {'argv': ' '.join(program.arguments)} if program.arguments else {}
    return {
        'schema': 'corodemo.trace', 'version': 2,
        'generator': 'recorder (CPython %d.%d.%d)' % sys.version_info[:3],
        'program': {'name': name, 'title': options.title or name, 'arguments': arguments,
                    'listings': {'python': sources.listings[0]}},
        'policy': {'python': VERSION, 'set_order': order, 'preset_loop': options.preset_loop},
        'clock': {'kind': 'virtual' if options.clock != 'real' else 'real', 'unit': 'ns'},
    }


def begin(options):
    """Everything before the program runs: return the Program. Raises Unusable."""
    for folder in options.include:
        sources.add_root(folder)
    program = Program(options.program, options.program_arguments, options.module)
    output = options.output or program.name + '.trace.json'
    try:
        file = TraceFile(output, header(options, program))
    except OSError as error:
        raise Unusable(EXIT_FILE, 'cannot write %s: %s' % (output, error.strerror or error))
    sources.on_listing = file.add_listing
    texts.longest = options.max_text
    texts.leave_out([program.folder or os.getcwd(), os.path.dirname(os.__file__), sys.prefix, sys.base_prefix,
                     os.getcwd(), os.path.expanduser('~'), tempfile.gettempdir()]
                    + [os.path.dirname(path) for path in sys.path[:1]])
    answers = None
    if options.schedule is not None:
        answers = [answer_of(answer) for answer in options.schedule.split('/') if answer]
    loops.install()
    outside.jobs.install()
    streams.install()
    Warnings().install()
    setattr(builtins, SEEN, coroutines.see)
    setattr(builtins, CLOCKED, clocked)
    if options.reproducible:
        random.seed(0)
        gc.collect()
        gc.disable()
    clock.start(options.clock, round(options.slow * 10 ** 9), options.reproducible)
    recording.start(Choices(options.set_order, answers), file, options.max_steps, options.max_seconds,
                    options.control, waits_for_ctrl_c=not options.reproducible)
    if options.preset_loop:
        loops.asyncio.set_event_loop(loops.asyncio.new_event_loop())
    return program


def end(program, status, error, collect):
    """Everything after the program's last line, in Python's order."""
    trace.phase = 'exit'
    outcome = {'status': 'returned', 'exit_status': status}
    if error is not None and (status != 0 or not isinstance(error, SystemExit)):
        outcome.update(status='raised', error=texts.error(error))
    if error is not None:
        program.bare(error)
    threading._shutdown()
    with contextlib.suppress(BaseException):  # which it has reported
        atexit._run_exitfuncs()
    program.die(collect)
    if recording.limit is not None:
        outcome['status'] = 'limit'
        status = 0
    recording.end(outcome)
    end_process(status)


def main(arguments=None):
    """Record as the arguments say, and end the process."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    if options.reproducible:
        fix_environment()
    try:
        program = begin(options)
    except Unusable as complaint:
        leave(complaint.status, str(complaint))
    status, error = program.run()
    end(program, status, error, gc.collect if options.reproducible else lambda: None)
