"""Random programs behave under the scheduler as under CPython. They mix all features of the library, where each
scenario shows one of them. $RANDOM_TRACE is the path of the program that generates them."""

import collections
import json
import os
import re
import subprocess
import unittest

import conformance
from conformance import Case

PROGRAMS = range(int(os.environ.get('RANDOM_PROGRAMS', '100')))

#: Kinds of event that occur only in these programs, not in the scenarios.
MUST_OCCUR = {'callback_removed', 'cancel_delivered', 'cancel_requested', 'handle_cancelled', 'handle_skipped',
              'timer_dropped', 'uncancelled'}


def made(case):
    done = subprocess.run([os.environ['RANDOM_TRACE'], case.arguments[0], case.version, case.order],
                          stdout=subprocess.PIPE, encoding='utf-8', check=True, timeout=60)
    return json.loads(done.stdout)


def comparable(document):
    """Without lines (the C++ program has none), without what is destroyed at the end (C++ and Python differ in the
    order), and without the reprs of tasks and futures in the text of an error."""
    def event(one):
        one = conformance.without(one, 'line')
        if 'stack' in one:
            one['stack'] = [conformance.without(frame, 'line') for frame in one['stack']]
        return one

    def shorter(value):
        if isinstance(value, str):
            value = re.sub('.?Task cannot await on itself: .*', 'Task cannot await on itself', value)
            return re.sub('.?Task .* got Future .* to a different loop["\']?', 'Future of another loop', value)
        if isinstance(value, list):
            return [shorter(one) for one in value]
        return {name: shorter(one) for name, one in value.items()} if isinstance(value, dict) else value

    return shorter(dict(document, events=[event(one) for one in document['events'] if one.get('phase') != 'exit']))


def recurses(document):
    """Tasks that await each other in a cycle end in RecursionError, in CPython at an unspecified depth."""
    return any(one.get('error', {}).get('type') == 'RecursionError' or one.get('text') == 'RecursionError'
               for one in document['events'])


@unittest.skipUnless('RANDOM_TRACE' in os.environ, 'needs $RANDOM_TRACE')
class RandomPrograms(unittest.TestCase):
    def test_they_do_what_cpython_does(self):
        interpreters = conformance.find_interpreters(conformance.REFERENCE)
        if not interpreters:
            self.skipTest('there is no CPython here')
        asked = [Case('random', version, (str(seed),), 'seed:%d' % seed, False)
                 for version in interpreters for seed in PROGRAMS]
        cases = dict(zip(asked, conformance.in_parallel(made, asked)))
        cases = {case: document for case, document in cases.items() if not recurses(document)}
        kinds, differences = collections.Counter(), []
        for case, recorded in conformance.Recordings(interpreters).record(cases).items():
            document = comparable(cases[case])
            kinds.update(event['kind'] for event in document['events'])
            found = conformance.difference('C++', document, 'CPython', comparable(recorded))
            if found is not None and interpreters[case.version].is_reference():
                differences.append('random program %s, CPython %s:\n%s' % (case.arguments[0], case.version, found))
        print('\nconformance: %d random programs x %s: %d events compared' % (
            len(PROGRAMS), ' '.join(interpreters), sum(kinds.values())), flush=True)
        self.assertEqual(differences[:3], [], '%d differ' % len(differences))
        if len(PROGRAMS) >= 100:
            self.assertEqual(MUST_OCCUR - set(kinds), set())


if __name__ == '__main__':
    unittest.main()
