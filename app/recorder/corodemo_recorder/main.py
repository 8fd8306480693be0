"""The order of things in a recording."""

import atexit
import builtins
import gc
import os
import random
import sys
import tempfile

from . import loops, objects, streams, tracebacks, uvloop
from .choices import Choices, answer_of
from .clock import clock, clocked
from .coroutines import coroutines
from .options import parse
from .outside import outside
from .program import Program
from .recording import EXIT_FILE, Unusable, leave, recording
from .reports import Warnings
from .sources import CLOCKED, SEEN, sources
from .texts import texts
from .trace import trace
from .trace_file import TraceFile
from .variables import variables

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
        arguments = {'argv': ' '.join(program.arguments[1:])} if program.arguments[1:] else {}
    document = {
        'schema': 'corodemo.trace', 'version': 2,
        'generator': 'recorder (CPython %d.%d.%d)' % sys.version_info[:3],
        'program': {'name': name, 'title': options.title or name, 'arguments': arguments,
                    'listings': {'python': sources.listings[0]}},
        'policy': {'python': VERSION, 'set_order': order, 'preset_loop': options.preset_loop},
        'clock': {'kind': {'auto': 'mixed'}.get(options.clock, options.clock), 'unit': 'ns'},  # what it may become
    }
    if options.variable:
        document['program']['variables'] = dict(options.variable)
    return document


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
    texts.leave_out([program.folder, os.path.dirname(os.__file__), sys.prefix, sys.base_prefix,
                     os.getcwd(), os.path.expanduser('~'), tempfile.gettempdir()]
                    + [os.path.dirname(path) for path in sys.path[:1]])
    answers = None
    if options.schedule is not None:
        answers = [answer_of(answer) for answer in options.schedule.split('/') if answer]
    loops.install()
    objects.install()
    outside.jobs.install()
    streams.install()
    uvloop.stand_in()
    tracebacks.install(Program.run.__code__)
    Warnings().install()
    setattr(builtins, SEEN, coroutines.see)
    setattr(builtins, CLOCKED, clocked)
    if options.reproducible:
        random.seed(0)
        gc.disable()
    gc.collect()  # the garbage of the recorder is none of the program's
    if options.variables or options.variable:
        variables.follow(dict(options.variable) or None)
    clock.start(options.clock, round(options.slow * 10 ** 9), options.reproducible)
    recording.start(Choices(options.set_order, answers), file, options.max_steps, options.max_seconds,
                    options.control, waits_for_ctrl_c=not options.reproducible)
    if options.preset_loop:
        loops.asyncio.set_event_loop(loops.asyncio.new_event_loop())
    return program


class End:
    """Everything after the program's last line. Python calls it as the last of its functions for `atexit`."""

    def __init__(self, program, collect):
        self.program, self.collect = program, collect
        self.outcome = {}
        atexit.register(self)

    def after(self, error):
        """The program has returned, or raised that."""
        variables.look()
        trace.phase = 'exit'
        self.outcome = {'status': 'returned', 'exit_status': self.program.exit_status(error)}
        if error is not None and (self.outcome['exit_status'] != 0 or not isinstance(error, SystemExit)):
            self.outcome.update(status='raised', error=texts.error(error))

    def __call__(self):
        self.program.die(self.collect)
        if recording.limit is not None:
            self.outcome['status'] = 'limit'
        recording.end(self.outcome)


def main(arguments=None):
    """Record as the arguments say."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    if options.reproducible:
        fix_environment()
    try:
        program = begin(options)
    except Unusable as complaint:
        leave(complaint.status, str(complaint))
    end = End(program, gc.collect if options.reproducible else lambda: None)
    try:
        program.run()
    except BaseException as error:
        end.after(error)
        if recording.limit is None:
            raise
        if not isinstance(error, SystemExit):
            sys.excepthook(type(error), error, error.__traceback__)
    else:
        end.after(None)
