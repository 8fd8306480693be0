"""Cancelling, reports and lost tasks, which no scenario shows, with their lines, which random programs don't have: a
program and its twin in C++ have the same trace. $TWIN_TRACE is the path of the twin."""

import json
import os
import subprocess
import unittest

import conformance
from conformance import Case

PROGRAM, TWIN = (os.path.join(conformance.FOLDER, name) for name in ('twin.py', 'twin_trace.cpp'))


def traced(version):
    done = subprocess.run([os.environ['TWIN_TRACE'], version, PROGRAM, TWIN], stdout=subprocess.PIPE, encoding='utf-8',
                          check=True, timeout=60)
    return json.loads(done.stdout)


@unittest.skipUnless('TWIN_TRACE' in os.environ, 'needs $TWIN_TRACE')
class Twin(unittest.TestCase):
    maxDiff = None

    def test_it_does_what_the_program_does(self):
        interpreters = conformance.find_interpreters(conformance.REFERENCE)
        if not interpreters:
            self.skipTest('there is no CPython here')
        cases = {Case('twin', version, (), 'argument', False): traced(version) for version in interpreters}
        for case, recorded in conformance.Recordings(interpreters).record(cases).items():
            found = conformance.difference('C++', cases[case], 'CPython', recorded)
            if interpreters[case.version].is_reference():
                self.assertIsNone(found, 'CPython %s:\n%s' % (case.version, found))

    def test_it_has_what_it_is_for(self):
        for version in conformance.REFERENCE:
            events = traced(version)['events']
            self.assertEqual([event['outcome'] for event in events if event['kind'] == 'cancel_delivered'],
                             ['never_started', 'thrown', 'thrown', 'swallowed'])
            self.assertEqual([event['line'] for event in events if event['kind'] in ('warned', 'exception_reported')],
                             [36, 39, 38, 48])
            self.assertEqual([event['task'] for event in events if event['kind'] == 'task_destroyed'], ['T6'])


if __name__ == '__main__':
    unittest.main()
