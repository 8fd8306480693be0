"""The scheduler does what CPython does: event by event, for each scenario, version, arguments and set order.

Uses the CPythons that are installed, and the goldens in place of those that are not. A CPython of another micro
version than the one that `--python` stands for is tested, too, but its differences are only reported.
"""

import collections
import os
import re
import subprocess
import tempfile
import unittest

import conformance
from conformance import Case, TUTORIAL

#: Kinds of event that docs/trace-format.md describes but no scenario has. A test fails when one has it.
NOT_SHOWN = {'handle_skipped', 'note'}

#: What they print depends on which sleep ends first, which is not certain in real time on a busy machine.
RACES = {'lost-update', 'lock-order-deadlock'}

#: Delays for real sleeps, in seconds; the next one is tried if the output differs with the one before. On a busy machine
#: two sleeps that are 50 ms apart may end together, but not two that are 5 s apart.
DELAYS = '0.05', '0.5', '5'
MAX_CONCURRENT = 8  # how many programs with real sleeps run concurrently
SHOWN = 3  # differences


class Report:
    """What was compared, for the summary at the end."""

    def __init__(self):
        self.traces = collections.Counter()
        self.events = collections.Counter()
        self.programs = 0
        self.strays = collections.defaultdict(list)  # by interpreter: its differences

    def count(self, what, document):
        self.traces[what] += 1
        self.events[what] += len(document['events'])

    def compared(self, what):
        return '%d traces, %d events compared with %s' % (self.traces[what], self.events[what], what)


def setUpModule():
    global cases, interpreters, recordings, goldens, report
    report = Report()
    cases = conformance.all_cases()
    interpreters = conformance.find_interpreters(conformance.versions())
    recordings = conformance.Recordings(interpreters)
    goldens = {case: golden for golden in conformance.load_goldens() for case in golden.cases()}


def tearDownModule():
    lines = ['%d scenarios: %s' % (len({case.scenario for case in cases}), ' '.join(conformance.scenarios())),
             'live: CPython ' + (' '.join(one.micro for one in interpreters.values()) or 'none'),
             'not recorded, for want of threads: ' + (' '.join(sorted(not_recorded())) or 'none'),
             'from goldens only: ' + (' '.join(v for v in conformance.versions() if v not in interpreters) or 'none')]
    lines += map(report.compared, report.traces)
    lines += ['%d programs print the same under plain CPython' % report.programs]
    lines += ['events by kind: ' + ', '.join('%s %d' % pair for pair in sorted(kinds().items()))]
    lines += ['CPython %s differs from %s %d times: %s; ...'
              % (one.micro, '/'.join(conformance.REFERENCE[one.version]), len(texts), texts[0])
              for one, texts in report.strays.items()]
    print(''.join('\nconformance: ' + line for line in lines), flush=True)


def not_recorded():
    """The scenarios that some interpreter can't run, with its version."""
    return {'%s on %s' % (case.scenario, case.version) for case, document in cases.items()
            if case.version in interpreters and not interpreters[case.version].can_record(document)}


def executable():
    """The interpreters that can run programs without the recorder. Skips the test if there are none."""
    found = {version: one for version, one in interpreters.items() if one.is_executable()}
    if not found:
        raise unittest.SkipTest('there is no CPython here')
    return found


def kinds():
    return collections.Counter(event['kind'] for document in cases.values() for event in document['events'])


def documented_kinds():
    with open(conformance.TRACE_FORMAT, encoding='utf-8') as file:
        section = file.read().partition('\n## Kinds\n')[2]
    table = section[section.index('\n|'):].partition('\n\n')[0]
    rows = re.findall(r'^\| (`.*?) \|', table, re.MULTILINE)
    return {kind for row in rows for kind in re.findall(r'`(\w+)`', row)}


class ConformanceTest(unittest.TestCase):
    def assert_none(self, differences):
        """`differences`: (CPython, text). Those of a CPython that is not the reference are only reported."""
        serious = [text for one, text in differences if one is None or one.is_reference()]
        for one, text in differences:
            if one is not None and not one.is_reference():
                report.strays[one].append(text.splitlines()[0])
        if serious:
            more = ['... and %s' % text.splitlines()[0] for text in serious[SHOWN:]]
            self.fail('\n\n'.join([''] + serious[:SHOWN] + ['\n'.join(more)]))

    def compare(self, what, pairs):
        """Each pair: case, the interpreter that it depends on or None, and two (name, trace)."""
        if not pairs:
            self.skipTest('there is no CPython here')
        differences = []
        for case, interpreter, (left_name, left), (right_name, right) in pairs:
            report.count(what, left)
            found = conformance.difference(left_name, left, right_name, right)
            if found is not None:
                differences.append((interpreter, '%s: %s and %s differ\n%s' % (case, left_name, right_name, found)))
        self.assert_none(differences)


class Goldens(ConformanceTest):
    def golden(self, case):
        return 'golden', goldens[case].under(case.version)

    def test_there_is_one_for_every_scenario_version_and_order(self):
        missing = [str(case) for case, document in cases.items() if case.is_golden() and case not in goldens
                   and not (conformance.is_untimed(document) and case.version in conformance.WITHOUT_THREADS)]
        self.assertEqual(missing, [], 'record_goldens.py writes them')

    def test_there_is_none_too_many(self):
        needed = {goldens[case].name() for case in cases if case in goldens}
        stale = [name for name in conformance.golden_names() if name not in needed]
        for golden in goldens.values():
            stale += ['%s: %s' % (golden.name(), case) for case in golden.cases() if case not in cases]
        self.assertEqual(sorted(set(stale)), [], 'record_goldens.py tidies up')

    def test_the_scheduler_equals_them(self):
        self.compare('goldens', [(case, None, ('C++', cases[case]), self.golden(case)) for case in cases
                                 if case in goldens])

    def test_they_are_still_what_cpython_does(self):
        recorded = recordings.record({case: document for case, document in cases.items() if case in goldens})
        self.compare('goldens, recorded anew',
                     [(case, interpreters[case.version], ('CPython', document), self.golden(case))
                      for case, document in recorded.items()])


class Live(ConformanceTest):
    def test_the_scheduler_equals_cpython(self):
        self.compare('live CPython', [(case, interpreters[case.version], ('C++', cases[case]), ('CPython', document))
                                      for case, document in recordings.record(cases).items()])

    def test_a_recording_does_not_depend_on_those_before_it(self):
        """The recordings above share one interpreter start-up. One made on its own must be the same."""
        for version, interpreter in executable().items():
            case = next(case for case in cases if case.version == version)
            with tempfile.TemporaryDirectory() as folder:
                job = recordings.job(os.path.join(folder, 'alone'), recordings.key(case, cases[case]))
                subprocess.run([interpreter.path, conformance.RECORDER] + job, check=True)
                alone = conformance.read_json(job[job.index('-o') + 1])
            self.assertEqual(alone, recordings.record({case: cases[case]})[case])


class Kinds(ConformanceTest):
    def test_each_kind_of_event_occurs(self):
        self.assertEqual(documented_kinds() - NOT_SHOWN - set(kinds()), set(), 'no scenario has them')
        self.assertEqual(set(kinds()) - documented_kinds(), set(), 'not in docs/trace-format.md')
        self.assertEqual(set(kinds()) & NOT_SHOWN, set(), 'a scenario has them now')


class Plain(ConformanceTest):
    """The programs under plain CPython, without the recorder and with a real clock."""

    def test_cpython_prints_the_same(self):
        pairs = [(interpreter, case) for interpreter in executable().values() for case in self.cases(interpreter)]
        found = conformance.in_parallel(lambda pair: self.lasting_differences(*pair), pairs, MAX_CONCURRENT)
        report.programs = len(pairs)
        self.assert_none([(interpreter, '%s: %s' % (case, text))
                          for (interpreter, case), texts in zip(pairs, found) for text in texts])

    @staticmethod
    def cases(interpreter):
        for case, document in cases.items():
            first = Case(case.scenario, interpreter.version, (), TUTORIAL, False)
            if case == first and document['outcome']['status'] != 'hung' and case.scenario not in RACES:
                yield case

    def lasting_differences(self, interpreter, case):
        attempts = [case]
        if 'delay' in cases[case]['program']['arguments']:
            attempts = [case._replace(arguments=('--delay', delay)) for delay in DELAYS]
        for attempt in attempts:
            found = list(self.differences(interpreter, attempt))
            if not found:
                break
        return found

    def differences(self, interpreter, case):
        document = case.document()
        done = self.run_plain(interpreter, document['program']['listings']['python'])
        errors = done.stderr.splitlines()
        outputs = self.possible_outputs(case, document)
        if done.stdout not in outputs:
            yield 'prints %s, CPython %r' % (' or '.join(map(repr, outputs)), done.stdout)
        error = document['outcome'].get('error')
        if warned(document) != set(re.findall(r'^\S+:\d+: (\w+Warning: .*)', done.stderr, re.MULTILINE)):
            yield 'warns %s, CPython says %s' % (sorted(warned(document)), errors)
        if (done.returncode != 0) != (error is not None):
            yield 'ends in %s, CPython in status %d: %s' % (error or 'no error', done.returncode, errors)
        elif error is not None and not any(line.startswith('{type}: {message}'.format(**error)) for line in errors):
            yield 'ends in %s, CPython says %s' % (error, errors)

    @staticmethod
    def run_plain(interpreter, listing):
        with tempfile.TemporaryDirectory() as folder:
            path = conformance.write_program(os.path.join(folder, 'plain'), listing['file'], listing['text'])
            return subprocess.run([interpreter.path, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                                  encoding='utf-8', env=conformance.bare_environment())

    @staticmethod
    def possible_outputs(case, document):
        """What the scheduler prints in each possible set order, since CPython's depends on memory addresses."""
        orders = [TUTORIAL] + list(conformance.all_orders(document))
        return {conformance.corodemo(case.scenario, *case._replace(order=order).options()).stdout for order in orders}


def warned(document):
    return {'{category}: {message}'.format(**event) for event in document['events'] if event['kind'] == 'warned'}


if __name__ == '__main__':
    unittest.main()
