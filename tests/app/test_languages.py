"""All output exists in English and in Chinese. A line that is the same in both has to be code, a name or a number:
any other is a sentence that has not been translated."""

import glob
import json
import os
import re
import tempfile
import unittest

import corodemo
import test_cli

CHINESE = re.compile('[\u4e00-\u9fff]')


def quotation_words(quotations):
    return ' '.join(' ' + quotation['where'] + ' ' + quotation['code'] for quotation in quotations)


def code_words():
    """The words that occur in programs, quotations and CPython's messages, and the names of scenarios."""
    words = set()
    for scenario in corodemo.trace('list'):
        words.update(re.findall(r'[A-Za-z]+', scenario['name'] + quotation_words(scenario['rules'])))
        trace = corodemo.trace(scenario['name'])
        listings = trace['program']['listings']
        words.update(re.findall(r'[A-Za-z]+', listings['python']['text'] + listings['cpp']['text']))
        for event in trace['events']:  # CPython's own messages
            words.update(re.findall(r'[A-Za-z]+', event.get('message', '') + event.get('error', {}).get('message', '')))
    for claim in corodemo.trace('claims'):
        words.update(re.findall(r'[A-Za-z]+', quotation_words(claim['sources'])))
    return words


class Languages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.code = code_words()
        cls.scenarios = corodemo.scenarios()

    def pages(self):
        yield []
        for command in test_cli.COMMANDS + self.scenarios:
            yield [command, '--help']
        yield from ([command] for command in ('--help', 'list', 'formats', 'claims'))
        yield ['claims', '--all']
        yield ['claims', '--check']
        yield ['claims', '--false']
        yield ['explore', 'lost-update', '--timing']
        yield ['compare', 'lost-update', 'lost-update-fixed']
        yield from (['claims', str(number)] for number in range(1, 47))
        yield ['compare', 'wait', 'gather']
        yield ['explore', 'wait']
        yield ['explore', 'gather']
        for name in self.scenarios:
            yield ['explain', name]
            yield from ([name, '--trace=' + detail] for detail in ('steps', 'brief'))
        # errors
        yield from (['nothing'], ['gathr'], ['gather', '--python', '2.7'], ['gather', '-n', '-1'], ['gather', '--nope'],
                    ['gather', 'brief'], ['gather', '-f', 'nope'], ['gather', '-o', 'x.nope'], ['gather', '--trace=nope'],
                    ['gather', '--trace', '--json'], ['gather', '--delay', 'x'], ['gather', '--color=x'],
                    ['wait', '--set-order', '1,1'], ['wait', '--set-order', 'x'], ['wait', '--set-order', '2,1'],
                    ['wait', '--schedule', '2,1'], ['wait', '--schedule', '1,2,3', '--set-order', '1,2,3'],
                    ['explain'], ['view'], ['explain', 'nothing'], ['compare', 'gather'], ['compare', 'gather', 'list'], ['claims', '99'], ['claims', '--all', '--python', '3.6'],
                    ['gather', '-q='], ['gather', '--tasks'], ['barrier', '--python', '3.10'])

    def said(self, page, language):
        done = corodemo.run(*page, '--lang', language)
        return (done.stdout + done.stderr).splitlines()

    def untranslated(self, page):
        english = set(self.said(page, 'en'))
        for line in self.said(page, 'zh'):
            data = re.match(r'\s*(┃|\d+ +\d+\.\d+ )', line)  # the program's output, or an event
            if line in english and not CHINESE.search(line) and not data:
                words = [word for word in re.findall(r'[A-Za-z]{3,}', line) if word not in self.code]
                if len(words) > 2 and not re.match(r'\s*corodemo ', line):
                    yield line

    def test_every_sentence_is_translated(self):
        checked = 0
        for page in self.pages():
            self.assertEqual(list(self.untranslated(page)), [], page)
            checked += 1
        self.assertGreater(checked, 150)


LITERALS = r'((?:"(?:[^"\\\\]|\\\\.)*"\s*)+)'  # one string in the source, perhaps in several literals
# No input leads to these.
UNREACHABLE = {
    'verdicts that are not as expected: {0}',  # a claim would have to be wrong
    'an object without a name is not there',  # what reads an event finds that first
    'cannot run {0}: {1}',  # a Python that has just run
    '{0} could not be recorded: corodemo record {0} says why',  # what that says comes first
}


def texts(source):
    """The English half of each localized text in C++ source."""
    for match in re.finditer(r'\{\s*' + LITERALS + r',\s*' + LITERALS + r'\}', source):
        yield ''.join(re.findall(r'"((?:[^"\\\\]|\\\\.)*)"', match[1]))


def error_texts():
    """The error messages of app/: what it throws, and its table of core's errors."""
    for path in glob.glob(os.path.join(corodemo.ROOT, 'app', '**', '*.cpp'), recursive=True):
        with open(path) as file:
            source = file.read()
        for thrown in re.findall(r'throw \w*Error\((?:"(?:[^"\\\\]|\\\\.)*"|[^";])*;', source):
            yield from texts(thrown)
        for row in re.findall(r'\{Problem::\w+,(.*?\})\}', source, re.DOTALL):
            yield from texts(row)


def pattern(text):
    return re.compile(re.sub(r'\\\{\d\\\}', '.*', re.escape(text)))


def changed(event, **fields):
    """gather's trace, with fields of the first event of that kind replaced; None removes a field."""
    trace = corodemo.trace('gather')
    found = next(one for one in trace['events'] if one['kind'] == event)
    found.update(fields)
    for name in [name for name, value in fields.items() if value is None]:
        del found[name]
    return json.dumps(trace)


def without(*path, value=None):
    """gather's trace with a part removed or replaced."""
    trace = corodemo.trace('gather')
    part = trace
    for name in path[:-1]:
        part = part[name]
    if value is None:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return json.dumps(trace)


def reordered(change):
    """gather's trace after `change(events, index)`, renumbered; index(kind) is the first event of a kind."""
    trace = corodemo.trace('gather')
    events = trace['events']
    change(events, lambda kind: next(at for at, event in enumerate(events) if event['kind'] == kind))
    numbers = {}
    for number, event in enumerate(events, 1):
        numbers.setdefault(event.get('n'), number)
        event.update(n=number, cause=numbers.get(event.get('cause')))
    return json.dumps(trace)


def repeated(kind):
    """gather's trace with the first event of that kind duplicated."""
    return reordered(lambda events, index: events.insert(index(kind), dict(events[index(kind)])))


def cancelled_handle(events, index):
    scheduled = events[index('handle_scheduled')]
    fields = {name: scheduled[name] for name in ('t', 'run', 'it', 'handle') if name in scheduled}
    events.insert(index('handle_scheduled') + 1, dict(fields, kind='handle_cancelled'))


def held_without_being_locked(events, index):
    at = index('printed')
    events[at:at] = [dict(events[at], kind='object_created', object='M1', type='Lock'),
                     dict(events[at], kind='object_changed', object='M1', held_by='T1')]


def second_iteration_goes_on(events, index):
    for kind, iteration in (('iteration_finished', 2), ('iteration_started', 3)):
        del events[next(at for at, event in enumerate(events) if event['kind'] == kind and event['it'] == iteration)]


def wrong_traces():
    """One trace for each error that a trace can have."""
    whole = corodemo.run('gather', '--json').stdout
    lines = corodemo.run('gather', '-f', 'jsonl').stdout.splitlines(True)
    events = whole[whole.index('"events"'):whole.index('"outcome"')]
    yield from ('', '{', '1e999', '[' * 1000 + ']' * 1000, '{}', whole.replace(events, events + events),
                ''.join(lines + lines[-1:]), ''.join(lines[:-1]))
    yield from (without('version', value=3), without('version', value=0), without('version', value='1'),
                without('version', value=1.5), without('events'), without('outcome'), without('program', value=1),
                without('outcome', 'time', value=[1]), without('outcome', 'status', value='x'),
                without('program', 'listings', 'python', 'text'), without('events', 3, value=1))
    yield from (changed('step_started', task=None), changed('step_started', task='X1'),
                changed('step_started', task='F1'), changed('step_started', first=1), changed('step_started', kind='x'),
                changed('step_started', phase='x'), changed('step_started', n=1), changed('step_started', cause=99999),
                changed('step_started', run=99999), changed('step_started', task='T9'), changed('step_started', t=7),
                changed('run_finished', t=0), changed('handle_started', cause=1), changed('step_started', nested=True), changed('printed', file=3),
                without('outcome', 'iterations', value=99),
                changed('step_finished', waiting_on='F99'), changed('handle_started', handle='H99'),
                changed('printed', kind='cancel_requested', delivered='flag'),
                changed('printed', kind='cancel_delivered', task='T1', outcome='thrown'),
                changed('printed', kind='cancel_requested', task='T1', delivered='flag', count=7),
                changed('printed', kind='callback_removed', future='T1', role='other'),
                changed('step_started', it=2), changed('step_started', task='T2'),
                changed('step_started', kind='timer_due', handle='H1'),
                changed('step_started', kind='handle_cancelled', handle='H1'),
                changed('handle_started', kind='handle_skipped'), changed('handle_scheduled', role='sleep'),
                changed('timer_scheduled', role='step'), reordered(cancelled_handle), reordered(second_iteration_goes_on),
                reordered(held_without_being_locked))
    yield from map(repeated, ('run_started', 'run_finished', 'iteration_started', 'iteration_finished',
                              'handle_scheduled', 'handle_started', 'handle_finished', 'timer_due', 'clock_advanced',
                              'task_created', 'step_started', 'future_created', 'future_done'))


class Errors(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def commands(self):
        """(arguments, standard input) of commands that fail."""
        yield from ((arguments.split(), '') for arguments in (
            '--nope', 'gatehr', '-- gather', '--json gather', 'gather --nope', 'gather x', 'gather --trace full',
            'explain', 'explain gahter', 'view', 'compare gather', 'gather --tasks', 'gather --quiet=no',
            'gather --lang=fr', '--lang= gather', 'gather --color=x', 'gather --python 2.7', 'barrier --python 3.10', 'gather -n x', 'gather --delay x',
            'gather --delay 1e-10', 'gather --max-memory x', 'gather -n 1000 --max-memory 1K',
            'gather --trace=x', 'gather --steps x', 'gather --steps 9-5', 'gather --task x',
            'gather --task T2 --trace=brief', 'gather -f jsn', 'gather --json -f text', 'gather --trace --json',
            'gather --trace -o x.json', 'gather -o x', 'gather --axis time', 'gather -f svg --axis x',
            'gather -f svg --theme x', 'gather -f svg --frames x -o y.svg', 'gather --frames /dev/null/x',
            'compare gather wait -f jsonl', 'compare gather wait -o x', 'claims 99', 'claims --check --all',
            'claims --all --python 3.6', 'explore wait --set-order 1,2,3', 'wait --schedule 1,2,3 --set-order 1,2,3',
            'wait --set-order 1,1', 'wait --set-order x', 'wait --set-order seed:x', 'wait --set-order 2,1',
            'wait --schedule 2,1', 'wait --schedule 1,2,3/1', 'wait --schedule @0', 'lost-update --schedule @9',
            'hello --set-order 2,1', 'view missing.json', 'view /', 'gather -o /dev/full', 'gather -o /dev/null/x',
            'gather --json -o /dev/full', 'gather -o missing/g.json', 'view trace.json --max-memory 1K', 'shop.py', 'view shop.py', 'record', 'record missing.py',
            'record /', 'record syntax.py', 'record null.py', 'record --json shop.py', 'record --clock x shop.py',
            'record --max-steps 0 shop.py', 'record --slow x shop.py', 'record --set-order x shop.py',
            'record --nope shop.py', 'record -o missing/x.json shop.py', 'record --python 3.99 shop.py',
            'record --python ./other shop.py', 'record --python ./old shop.py', 'record --python ./pypy shop.py',
            'compare shop.py gather -f svg'))
        yield ['compare', 'gather --max-memory 1G', 'wait'], ''
        yield ['compare', 'gather --help', 'wait'], ''
        yield ['generate'], ''
        yield ['generate', 'tcsh'], ''
        yield ['gather', '--frames', 'frames'], ''
        yield ['gather', '-o', 'n' * 300 + '.json'], ''
        yield from ((['view', '-'], trace) for trace in wrong_traces())

    def check_language(self, line, language):
        self.assertEqual(bool(CHINESE.search(line)), language == 'zh', line)
        if language == 'zh':  # English words only in commands, in the user's input and in what Python's compiler says
            self.assertNotRegex(re.sub(r"'.*'|corodemo \w+|无法编译.*", '', line), '[a-z]{2,} [a-z]{2,}', line)

    def test_each_error_is_in_the_requested_language(self):
        with open(os.path.join(self.folder, 'trace.json'), 'w') as file:
            file.write(corodemo.run('gather', '--json').stdout)
        os.mkdir(os.path.join(self.folder, 'frames'))
        open(os.path.join(self.folder, 'frames', '999.svg'), 'w').close()
        for name, text in (('shop.py', ''), ('syntax.py', 'print('), ('null.py', '\0'), ('other', '#!/bin/sh\n'),
                           ('old', '#!/bin/sh\necho cpython 3.5.1'), ('pypy', '#!/bin/sh\necho pypy 3.10.1')):
            with open(os.path.join(self.folder, name), 'w') as file:
                file.write(text)
            os.chmod(file.name, 0o755)
        said = set()
        for arguments, stdin in self.commands():
            for language in ('en', 'zh'):
                lang = [] if any(argument.startswith('--lang') for argument in arguments) else ['--lang=' + language]
                done = corodemo.run(*lang, *arguments, stdin=stdin.encode(), folder=self.folder,
                                    LANG={'en': 'C', 'zh': 'zh_CN.UTF-8'}[language])
                self.assertGreater(done.status, 1, (arguments, stdin[:100]))
                self.check_language(done.stderr, language)
                if language == 'en':
                    said.add(done.stderr)
        expected = set(error_texts()) - UNREACHABLE
        self.assertGreater(len(expected), 80)
        missed = [text for text in expected if not any(pattern(text).search(line) for line in said)]
        self.assertEqual(sorted(missed), [])

    def test_messages_about_a_run_are_in_both_languages(self):
        for arguments in ('run-forever', 'gather', 'gather --python 3.14', 'gather --json -v', 'gather -n 3'):
            for language in ('en', 'zh'):
                done = corodemo.run(*arguments.split(), '--lang', language)
                self.assertEqual(done.status, 0)
                for line in done.stderr.splitlines():
                    if line.startswith(('gather: ', 'run-forever: ', 'corodemo: ')):  # the other lines are Python's
                        self.assertEqual(bool(CHINESE.search(line)), language == 'zh', line)


if __name__ == '__main__':
    unittest.main()
