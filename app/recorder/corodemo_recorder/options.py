"""The command line of the recorder."""

import argparse
import json
import re

from .choices import answer_of, permutation
from .recording import EXIT_USAGE, leave


class Parser(argparse.ArgumentParser):
    def error(self, message):
        leave(EXIT_USAGE, message + ' (--help says more)')


def set_order(text):
    seed = re.match(r'seed:(\d{1,20})$', text)
    if text in ('tutorial', 'argument') or permutation(text) or seed and int(seed.group(1)) < 2 ** 64:
        return text
    raise argparse.ArgumentTypeError('%r is none of tutorial, argument, seed:N, 3,1,2' % text)


def schedule(text):
    for answer in text.split('/') if text else ():
        if answer_of(answer) is None:
            raise argparse.ArgumentTypeError('%r is no order: it takes the numbers 1 to n, once each' % answer)
    return text


def json_object(text):
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise argparse.ArgumentTypeError('%r is not a JSON object' % text)
    return value


def variable(text):
    name, _, original = text.partition('=')
    if not name.isidentifier() or not (original or 'none').isidentifier():
        raise argparse.ArgumentTypeError('%r is no NAME or NAME=OTHER' % text)
    return name, original or None


def positive(kind):
    def parse(text):
        try:
            value = kind(text)
        except ValueError:
            value = 0
        if not 0 < value < 1e15:
            raise argparse.ArgumentTypeError('%r is not a number above 0' % text)
        return value
    return parse


def parse(arguments):
    parser = Parser(prog='recorder', usage='%(prog)s [OPTIONS] (PROGRAM.py | -m MODULE | -) [ARGUMENTS...]',
                    description='Run a real asyncio program under this CPython, and write a trace of what its event '
                    'loop did.')
    parser.add_argument('-o', dest='output', metavar='FILE', help='write here, not to PROGRAM.trace.json; .jsonl: one '
                        'object per line')
    order = parser.add_mutually_exclusive_group()
    order.add_argument('--set-order', metavar='ORDER', type=set_order, default='tutorial', help='where asyncio '
                       'iterates a set: tutorial (default), argument, seed:N, or an order such as 3,1,2')
    order.add_argument('--schedule', metavar='ORDERS', type=schedule, help='an answer for each choice: 3,1,2/@2')
    parser.add_argument('--preset-loop', action='store_true', help='set an event loop before the program starts')
    parser.add_argument('--title', help='what the trace calls the program; default: its name')
    parser.add_argument('--arguments', metavar='JSON', type=json_object, help='an object to put into the trace: what '
                        'the program was made with')
    parser.add_argument('--reproducible', action='store_true', help='the same bytes each time: fixed seeds of hash() '
                        'and random, collections of garbage at fixed places, a calendar that begins in 2000')
    parser.add_argument('--clock', choices=('auto', 'virtual', 'real'), default='auto', help='auto (default): jumps '
                        'where nothing outside the event loop can wake it; virtual: jumps regardless; real: never')
    parser.add_argument('--slow', metavar='SECONDS', type=positive(float), default=0.1, help='a step that takes as '
                        'long moves the clock (default: %(default)s)')
    parser.add_argument('--max-steps', metavar='N', type=positive(int), default=10 ** 6, help='interrupt the program '
                        'after so many steps (default: %(default)s)')
    parser.add_argument('--max-seconds', metavar='SECONDS', type=positive(float), help='or after so long, in real time')
    parser.add_argument('--max-text', metavar='N', type=positive(int), default=10000, help='characters that a value '
                        'or a printed line has in the trace, at most (default: %(default)s)')
    which = parser.add_mutually_exclusive_group()
    which.add_argument('--variables', action='store_true', help="record how the main module's and the coroutines' "
                       'variables change')
    which.add_argument('--variable', metavar='NAME[=OTHER]', type=variable, action='append', default=[], help='the '
                       'same of this one (more than one may be given); OTHER: the variable of the module that it is a '
                       'copy of')
    parser.add_argument('--include', metavar='DIR', action='append', default=[], help='modules below it are the '
                        "program's own, too")
    parser.add_argument('--control', metavar='FD', type=int, help=argparse.SUPPRESS)  # corodemo reads it
    parser.add_argument('-m', dest='module', action='store_true', help='PROGRAM is a module')
    parser.add_argument('program', metavar='PROGRAM')
    parser.add_argument('program_arguments', nargs=argparse.REMAINDER, metavar='ARGUMENTS')
    options = parser.parse_args(arguments)
    before = arguments[:len(arguments) - len(options.program_arguments)]
    if before[-2:] == [options.program, '--']:  # argparse takes this one for its own
        options.program_arguments.insert(0, '--')
    return options
