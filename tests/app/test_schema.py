"""docs/trace.schema.json: the output of corodemo and of the recorder is valid, and broken traces are not."""

import copy
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest

import corodemo

try:
    import jsonschema
except ImportError:
    DEBIANS = '/usr/bin/python3'  # apt-get installs python3-jsonschema for this one
    if os.path.exists(DEBIANS) and sys.executable != DEBIANS:
        if subprocess.call([DEBIANS, '-c', 'import jsonschema'], stderr=subprocess.DEVNULL) == 0:
            os.execv(DEBIANS, [DEBIANS, '-B', '-m', 'unittest'] + sys.argv[1:])
    print('NOT TESTED: traces against their schema. python3-jsonschema is missing.', file=sys.stderr)
    raise unittest.SkipTest('python3-jsonschema is missing')

VERSIONS = ['3.6', '3.10', '3.11', '3.13']
RECORDER = os.path.join(corodemo.ROOT, 'app', 'recorder')

#: A program with the kinds of events that no scenario has.
PROGRAM = """
    import asyncio, gc, time, warnings
    async def child(n):
        await asyncio.sleep(n)
        return n
    async def fails():
        await asyncio.sleep(0)
        raise ValueError('no')
    async def lost(loop):
        await loop.create_future()
    async def main():
        loop = asyncio.get_event_loop()
        loop.call_soon(lambda: print('soon', end=''))
        loop.call_later(5, print).cancel()
        loop.call_soon(print).cancel()
        await asyncio.Queue().put('item')
        future = loop.create_future()
        future.add_done_callback(print)
        future.remove_done_callback(print)
        task = asyncio.ensure_future(child(9))
        await asyncio.sleep(1)
        task.cancel()
        if hasattr(task, 'uncancel'):
            task.uncancel()
        asyncio.ensure_future(fails())
        asyncio.ensure_future(lost(loop))
        await asyncio.wait({asyncio.ensure_future(child(1)), asyncio.ensure_future(child(2))}, timeout=3)
        gc.collect()
        time.sleep(1)
        warnings.warn('beware')
        loop.call_at(loop.time() + 2, future.set_result, 3)
        child(4)
        return await future
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    print(loop.run_until_complete(main()))
    loop.close()
    """


def read(*parts):
    with open(os.path.join(corodemo.ROOT, *parts), encoding='utf-8') as file:
        return file.read()


SCHEMA = json.loads(read('docs', 'trace.schema.json'))
KINDS = SCHEMA['$defs']['kinds']
DOCUMENT = jsonschema.Draft202012Validator(SCHEMA)
LINE = jsonschema.Draft202012Validator(dict(SCHEMA, **{'$ref': '#/$defs/line'}))


def complaints(validator, value):
    """The validation errors, as '/events/3: ...'."""
    return ['/%s: %s' % ('/'.join(map(str, error.path)), error.message[:200]) for error in validator.iter_errors(value)]


class WhatIsWritten(unittest.TestCase):
    def test_the_schema_is_valid(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_every_scenario_on_every_kind_of_cpython(self):
        for scenario in corodemo.trace('list'):
            name, first = scenario['name'], int(scenario['since'][2:])
            for version in [version for version in VERSIONS if int(version[2:]) >= first]:
                with self.subTest(name, python=version):
                    self.assertEqual(complaints(DOCUMENT, corodemo.trace(name, '--python', version)), [])

    def test_lines_are_those_of_the_listings(self):
        for name in corodemo.scenarios():
            document = corodemo.trace(name)
            for field, language in (('line', 'python'), ('cpp_line', 'cpp')):
                count = document['program']['listings'][language]['text'].count('\n')
                lines = {event[field] for event in document['events'] if field in event}
                self.assertEqual({line for line in lines if not 1 <= line <= count}, set(), (name, field))
                self.assertTrue(lines, (name, field))

    def test_each_line_of_the_jsonl_form(self):
        for name in corodemo.scenarios():
            lines = corodemo.run(name, '-f', 'jsonl').stdout.splitlines()
            self.assertGreater(len(lines), 2)
            for number, line in enumerate(lines, 1):
                self.assertEqual(complaints(LINE, json.loads(line)), [], '%s, line %d' % (name, number))

    def test_orders_of_sets(self):
        for order in (['--set-order', 'seed:7'], ['--set-order', '2,3,1'], ['--schedule', '2,3,1']):
            self.assertEqual(complaints(DOCUMENT, corodemo.trace('wait', *order)), [], order)


    def test_a_trace_of_an_earlier_version_is_written_as_the_present_one(self):
        path = os.path.join(corodemo.ROOT, 'tests', 'core', 'trace', 'json', 'version_1.json')
        self.assertEqual(json.loads(read(path))['version'], 1)
        self.assertEqual(complaints(DOCUMENT, corodemo.trace('view', path)), [])


class WhatTheRecorderWrites(unittest.TestCase):
    def record(self, program, *options):
        with tempfile.TemporaryDirectory() as folder:
            output = os.path.join(folder, 'trace.json')
            subprocess.run([sys.executable, '-B', RECORDER, *options, '-o', output, program], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            return json.loads(read(output))

    def test_scenarios(self):
        for name in ('gather', 'stop_in_callback'):
            trace = self.record(os.path.join(corodemo.ROOT, 'scenarios', 'tutorial', name + '.py'))
            self.assertEqual(complaints(DOCUMENT, trace), [])

    def test_a_program_of_many_kinds_of_events(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'program.py')
            with open(path, 'w') as file:
                file.write(textwrap.dedent(PROGRAM))
            trace = self.record(path, '--variables')
        self.assertEqual(complaints(DOCUMENT, trace), [])
        kinds = {event['kind'] for event in trace['events']}
        missing = {'loop_hung', 'note', 'waiting_outside'} | ({'uncancelled'} if sys.version_info < (3, 11) else set())
        self.assertEqual(set(KINDS) - kinds, missing)


class WhatIsDescribed(unittest.TestCase):
    def test_each_kind_has_its_fields(self):
        """The fields in the program's list of kinds."""
        source = read('core', 'trace', 'event.hpp')
        kinds = {}
        for struct in re.findall(r'kKind = .*?\n};', source, re.S):
            kinds[re.match(r'kKind = "(\w+)"', struct).group(1)] = set(re.findall(r'Field\{"(\w+)"', struct))
        self.assertGreater(len(kinds), 30)
        self.assertEqual({kind: set(schema.get('properties', {})) for kind, schema in KINDS.items()}, kinds)

    def test_each_kind_is_documented(self):
        table = read('docs', 'trace-format.md').split('\n## Kinds')[1]
        documented = re.findall(r'^\| ((?:`\w+`(?:, )?)+) \|', table, re.M)
        self.assertLessEqual(set(KINDS), set(re.findall(r'`(\w+)`', ' '.join(documented))))
        for kind, schema in KINDS.items():
            self.assertTrue(schema['description'].endswith('.'), kind)

    def test_each_kind_is_checked_against_its_definition(self):
        event = SCHEMA['$defs']['event']
        self.assertEqual(event['properties']['kind']['enum'], list(KINDS))
        self.assertEqual(event['allOf'], [{'if': {'properties': {'kind': {'const': kind}}},
                                           'then': {'$ref': '#/$defs/kinds/' + kind}} for kind in KINDS])


class WhatIsRefused(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.trace = corodemo.trace('gather')
        assert not complaints(DOCUMENT, cls.trace)

    def refused(self, change, place):
        """A valid trace is rejected there after `change`."""
        trace = copy.deepcopy(self.trace)
        change(trace)
        found = complaints(DOCUMENT, trace)
        places = [complaint.split(': ')[0] for complaint in found]
        self.assertTrue([at for at in places if at == place or at.startswith(place + '/')], found)

    def event(self, kind):
        """The index of the first event of that kind."""
        return next(at for at, event in enumerate(self.trace['events']) if event['kind'] == kind)

    def refused_event(self, kind, inside='', without=(), **fields):
        at = self.event(kind)

        def change(trace):
            trace['events'][at].update(fields)
            for field in without:
                del trace['events'][at][field]
        self.refused(change, '/events/%d%s' % (at, inside))

    def test_another_schema_or_version(self):
        self.refused(lambda trace: trace.update(schema='trace'), '/schema')
        self.refused(lambda trace: trace.update(version=3), '/version')

    def test_a_document_without_its_parts(self):
        for part in self.trace:
            self.refused(lambda trace, part=part: trace.pop(part), '/')

    def test_unknown_fields(self):
        self.refused(lambda trace: trace.update(host='here'), '/')
        self.refused(lambda trace: trace['outcome'].update(seconds=1), '/outcome')
        self.refused_event('step_started', coro='hello')
        self.refused_event('loop_created', handle='H1')

    def test_missing_fields(self):
        self.refused_event('loop_created', without=['cause'])
        self.refused_event('step_started', without=['task'])
        self.refused_event('task_created', without=['name'])

    def test_unknown_enumerators(self):
        self.refused_event('step_finished', inside='/end', end='paused')
        self.refused_event('timer_scheduled', inside='/role', role='nap')
        self.refused(lambda trace: trace['outcome'].update(status='ended'), '/outcome/status')

    def test_invalid_ids_and_ids_of_the_wrong_kind(self):
        for task in ('T0', 'T01', 't1', '1', 'F1', 1, None):
            self.refused_event('step_started', inside='/task', task=task)

    def test_numbers_that_are_not_positive_integers(self):
        for number in (0, -1, 1.5, '1', None):
            self.refused_event('printed', inside='/n', n=number)

    def test_fields_that_contradict_each_other(self):
        self.refused_event('step_finished', end='yielded')
        self.refused_event('future_done', error={'type': 'ValueError', 'message': 'no'})
        self.refused(lambda trace: trace['outcome'].update(status='raised'), '/outcome')

    def test_a_listing_with_a_path(self):
        self.refused(lambda trace: trace['program']['listings']['python'].update(file='/home/gather.py'),
                     '/program/listings/python/file')


if __name__ == '__main__':
    unittest.main()
