"""Random programs behave under the scheduler as under CPython. They mix all features of the library, where each
scenario shows one of them. $RANDOM_TRACE is the path of the program that generates them. What they are made of stands
in tests/random/statements_*.cpp, in Python and C++ side by side.

    RANDOM_PROGRAMS=1000         that many programs for each version
    RANDOM_PROGRAMS=4711-4712    only number 4711
"""

import collections
import json
import os
import re
import subprocess
import unittest

import conformance
from conformance import Case

FIRST, END = ('0-' + os.environ.get('RANDOM_PROGRAMS', '100')).split('-')[-2:]
PROGRAMS = range(int(FIRST), int(END))

#: Kinds of event that occur only in these programs, not in the scenarios.
MUST_OCCUR = {'callback_removed', 'cancel_delivered', 'cancel_requested', 'handle_cancelled', 'handle_skipped',
              'timer_dropped', 'uncancelled'}


def made(case):
    return json.loads(random_trace(case.arguments[0], case.version, case.order))


def random_trace(*arguments):
    return subprocess.run([os.environ['RANDOM_TRACE'], *arguments], stdout=subprocess.PIPE, encoding='utf-8', check=True,
                          timeout=60).stdout


def hangs_on_garbage(event):
    """Whether it tells that an object has died of which nobody asked for the outcome. In Python the traceback of an
    exception keeps whatever the functions had that it left, so it may die later than in C++."""
    return event['kind'] == 'task_destroyed' or event['kind'] == 'exception_reported' and (
        event['message'].endswith(('was never retrieved', 'was destroyed but it is pending!')))


def comparable(document):
    """Without lines (the C++ program has none), without what happens after the program's end (where Python destroys
    what is left, in an order that differs from C++'s, and runs the `finally` of each coroutine: what was printed before
    that is compared event by event), without what hangs on garbage, and without the reprs of tasks and futures in the
    text of an error."""
    events = [event for event in document['events'] if event.get('phase') != 'exit' and not hangs_on_garbage(event)]
    numbers = {event['n']: n for n, event in enumerate(events, 1)}

    def event(one):
        one = dict(conformance.without(one, 'line'), n=numbers[one['n']], cause=numbers.get(one['cause']))
        if 'stack' in one:
            one['stack'] = [conformance.without(frame, 'line') for frame in one['stack']]
        return one

    def shorter(value):
        if isinstance(value, str):
            value = re.sub('.?Task cannot await on itself: .*', 'Task cannot await on itself', value)
            value = re.sub(' at 0x[0-9a-f]+', '', value)
            return re.sub('.?Task .* got Future .* to a different loop["\']?', 'Future of another loop', value)
        if isinstance(value, list):
            return [shorter(one) for one in value]
        return {name: shorter(one) for name, one in value.items()} if isinstance(value, dict) else value

    return shorter(dict(document, outcome=conformance.without(document['outcome'], 'stdout'),
                        events=list(map(event, events))))


def recurses(document):
    """Whether tasks that await each other in a cycle are cancelled: RecursionError, in CPython at an unspecified depth."""
    kinds = ''.join('c' if event['kind'] == 'cancel_requested' else ' ' for event in document['events'])
    return 100 * 'c' in kinds


def hangs_in_asyncio_run(document):
    """Whether it never ends, and asyncio.run() or a Runner then cancels what is left: tasks that await each other in a
    cycle are a RecursionError in CPython, but a fatal error in Pyodide."""
    text = document['program']['listings']['python']['text']
    return document['outcome']['status'] == 'hung' and ('asyncio.run(' in text or 'Runner(' in text)


@unittest.skipUnless('RANDOM_TRACE' in os.environ, 'needs $RANDOM_TRACE')
class RandomPrograms(unittest.TestCase):
    def test_they_do_what_cpython_does(self):
        interpreters = conformance.find_interpreters(conformance.REFERENCE)
        if not interpreters:
            self.skipTest('there is no CPython here')
        asked = [Case('random', version, (str(seed),), 'seed:%d' % seed, False)
                 for version in interpreters for seed in PROGRAMS]
        made_of = dict(zip(asked, conformance.in_parallel(made, asked)))
        cases = {case: one['trace'] for case, one in made_of.items() if not recurses(one['trace'])
                 and (interpreters[case.version].is_executable() or not hangs_in_asyncio_run(one['trace']))}
        kinds, executed, differences = collections.Counter(), collections.Counter(), []
        for case, recorded in conformance.Recordings(interpreters).record(cases).items():
            document = comparable(cases[case])
            kinds.update(event['kind'] for event in document['events'])
            executed.update(made_of[case]['executed'])
            found = conformance.difference('C++', document, 'CPython', comparable(recorded))
            if found is not None and interpreters[case.version].is_reference():
                differences.append('random program %s, CPython %s:\n%s' % (case.arguments[0], case.version, found))
        print('\nconformance: %d random programs x %s: %d events compared\n%s' % (
            len(PROGRAMS), ' '.join(interpreters), sum(kinds.values()),
            ', '.join('%s %d' % item for item in sorted(executed.items()))), flush=True)
        self.assertEqual(differences[:3], [], '%d differ' % len(differences))
        if len(PROGRAMS) >= 100:
            self.assertEqual(MUST_OCCUR - set(kinds), set())
            statements = {name for version in interpreters for name in random_trace(version).split()}
            self.assertEqual(statements - set(executed), set())


if __name__ == '__main__':
    unittest.main()
