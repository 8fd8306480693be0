"""The command line: its output, its exit statuses, and its errors for what is mistyped."""

import json
import os
import re
import tempfile
import unicodedata
import unittest

import corodemo

COMMANDS = ['list', 'formats', 'explain', 'compare', 'diff', 'explore', 'claims', 'record', 'view', 'check', 'generate']
CPYTHONS = ['3.%d' % minor for minor in range(6, 15)]


def columns(line):
    return sum(2 if unicodedata.east_asian_width(character) in 'WF' else 1 for character in line)


class CommandLineTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def done(self, *arguments, **how):
        """Standard output of a successful run."""
        done = corodemo.run(*arguments, **how)
        self.assertEqual(done.status, 0, done)
        return done.stdout

    def refused(self, status, *arguments, **how):
        """The one-line error message of a rejected command."""
        done = corodemo.run(*arguments, **how)
        self.assertEqual((done.status, done.stdout), (status, ''), done)
        self.assertRegex(done.stderr, r'\Acorodemo: [^\x00-\x1f\x7f]+\n\Z')
        self.assertNotRegex(done.stderr, r'what\(\)|exception|std::|basic_|nlohmann|CLI')
        return done.stderr[len('corodemo: '):-1]

    def usage(self, *arguments):
        return self.refused(2, *arguments)

    def file(self, name):
        return os.path.join(self.folder, name)


class Scenarios(CommandLineTest):
    def test_standard_output_has_only_the_programs_output(self):
        for name in corodemo.scenarios():
            self.assertEqual(self.done(name), corodemo.trace(name)['outcome']['stdout'], name)

    def test_a_program_that_raises_or_hangs_as_intended_is_a_success(self):
        for arguments, end in ((['run-forever'], 'hangs'), (['gather', '--python', '3.14'], 'raised RuntimeError')):
            done = corodemo.run(*arguments)
            self.assertEqual(done.status, 0)
            self.assertIn(': %s' % end, done.stderr)

    def test_the_summary_is_one_line_on_standard_error(self):
        for name in corodemo.scenarios():
            lines = [line for line in corodemo.run(name).stderr.splitlines() if line.startswith(name + ': ')]
            self.assertEqual(len(lines), 1)
            self.assertRegex(lines[0], r' iterations, [\d.]+ s( · --schedule [\d@/,]+)?$')

    def test_the_summary_is_the_same_whether_a_trace_is_kept_or_not(self):
        self.assertIn('returned [None, None, None]', corodemo.run('gather').stderr)
        for name in corodemo.scenarios():
            without, with_trace = [[line for line in corodemo.run(*command).stderr.splitlines()
                                    if line.startswith(name + ': ')] for command in ((name,), (name, '--json'))]
            self.assertEqual(without, with_trace)

    def test_it_says_that_an_order_is_arbitrary(self):
        for command, order, count in ((['wait'], '3 2 1', '6'), (['wait', '-n', '4'], '4 3 2 1', '24'),
                                      (['wait', '--set-order', '2,3,1'], '2 3 1', '6'),
                                      (['wait', '-n', '20'], '20 19 18 17 16 15 14 13 ...', '20!'),
                                      (['gather', '--python', '3.6'], '1 3 2', '6'),
                                      (['blocking', '--python', '3.6'], '1 2 / 1 2', '4'),
                                      (['wait', '--json'], '3 2 1', '6')):
            explore = ['corodemo', 'explore'] + [word for word in command if word not in ('--set-order', '2,3,1', '--json')]
            sets = 'sets allow' if '/' in order else 'set allows'
            self.assertEqual(corodemo.run(*command).stderr.splitlines()[-1],
                             'order %s is one of %s that the %s: %s' % (order, count, sets, ' '.join(explore)))
        self.assertEqual(corodemo.run('wait', '--lang', 'zh').stderr.splitlines()[-1],
                         '顺序 3 2 1 是该集合可能产生的 6 种顺序之一：corodemo explore wait')

    def test_it_says_so_only_where_a_set_decides_the_order(self):
        for command in (['gather'], ['wait-tasks'], ['hello'], ['wait', '--python', '3.11'], ['wait', '-n', '1'],
                        ['gather', '--python', '3.7']):
            self.assertNotIn('one of', corodemo.run(*command).stderr)
        for scenario in corodemo.trace('list'):
            name, first = scenario['name'], scenario['since']
            for version in {first, '3.14'} if first != '3.6' else ('3.6', '3.10', '3.14'):
                explored = corodemo.trace('explore', name + ' --python ' + version)['outcomes']
                varies = len({outcome['started'] for outcome in explored}) > 1
                note = re.search('is one of ([0-9]+) ', corodemo.run(name, '--python', version).stderr)
                self.assertEqual(note is not None, varies, (name, version))
                if note:
                    self.assertEqual(int(note[1]), sum(outcome['schedules'] for outcome in explored))

    def test_q_suppresses_it(self):
        self.assertEqual(corodemo.run('gather', '-q').stderr, '')
        self.assertEqual(corodemo.run('-q', 'gather', '--json').stderr, '')

    def test_v_logs_what_it_does(self):
        self.assertIn('recorded 99 events', corodemo.run('gather', '--json', '-v').stderr)

    def test_each_supported_cpython(self):
        for version in CPYTHONS:
            self.assertEqual(corodemo.trace('wait', '--python', version)['policy']['python'], version)

    def test_numbers_of_tasks(self):
        for count in ('0', '1', '5'):
            self.assertEqual(self.done('gather', '-n', count).count('Hello world!'), int(count))
        self.assertEqual(self.done('gather', '-n', '100000').count('\n'), 200000)

    def test_the_last_of_repeated_options_counts(self):
        self.assertEqual(self.done('gather', '-n', '9', '-n', '1', '-q'), 'Hello world!\nHello again!\n')


class Determinism(CommandLineTest):
    def test_two_runs_give_the_same_bytes(self):
        for arguments in (['wait', '--json'], ['wait', '-f', 'jsonl', '--set-order', 'seed:7'], ['gather', '--trace']):
            self.assertEqual(self.done(*arguments), self.done(*arguments))

    def test_a_trace_does_not_depend_on_the_environment(self):
        usual = self.done('wait', '--json')
        for variables in ({'LANG': 'zh_CN.UTF-8'}, {'LC_ALL': 'de_DE.UTF-8'}, {'LC_ALL': 'tr_TR.ISO-8859-9'},
                          {'TZ': 'Asia/Shanghai'}, {'PYTHONHASHSEED': '5'}, {'NO_COLOR': '1'}, {'TERM': 'xterm'}):
            self.assertEqual(self.done('wait', '--json', **variables), usual, variables)
        for options in (['--lang', 'zh'], ['--color', 'always'], ['--ascii']):
            self.assertEqual(self.done('wait', '--json', *options), usual, options)
        self.assertEqual(self.done('wait', '--json', folder=self.folder), usual)
        self.assertNotIn(os.path.expanduser('~'), usual)


class Languages(CommandLineTest):
    COMMANDS = ([], ['list'], ['formats'], ['explain', 'gather'], ['gather', '--trace'])
    CHINESE = '[\u4e00-\u9fff]'

    def test_a_chinese_locale_gets_chinese(self):
        for command in self.COMMANDS:
            self.assertRegex(self.done(*command, LANG='zh_CN.UTF-8'), self.CHINESE)
            self.assertNotRegex(self.done(*command, LANG='C'), self.CHINESE)
        self.assertRegex(corodemo.run('gather', LC_ALL='zh_TW.UTF-8').stderr, self.CHINESE)

    def test_an_option_overrides_the_locale(self):
        for command in self.COMMANDS:
            self.assertEqual(self.done(*command, '--lang', 'en', LANG='zh_CN.UTF-8'), self.done(*command))
            self.assertEqual(self.done('--lang', 'zh', *command), self.done(*command, LANG='zh_CN.UTF-8'))

    def test_a_file_may_be_named_like_an_option(self):
        self.assertIn('cannot read', self.refused(3, 'view', '--', '--lang=zh'))

    def test_the_first_variable_that_is_set_decides(self):
        self.assertNotRegex(self.done(LC_ALL='en_US.UTF-8', LANG='zh_CN.UTF-8'), self.CHINESE)
        self.assertRegex(self.done(LC_ALL='', LC_MESSAGES='zh_CN.UTF-8', LANG='C'), self.CHINESE)

    def test_what_python_prints_is_not_translated(self):
        self.assertEqual(self.done('gather', LANG='zh_CN.UTF-8'), self.done('gather'))


class Display(CommandLineTest):
    COLOUR = '\x1b['

    def test_colour_is_for_terminals(self):
        self.assertIn(self.COLOUR, corodemo.on_terminal('gather', '--trace'))
        self.assertNotIn(self.COLOUR, self.done('gather', '--trace', TERM='xterm'))

    def test_no_colour_is_respected(self):
        for variables in ({'NO_COLOR': '1'}, {'TERM': 'dumb'}):
            self.assertNotIn(self.COLOUR, corodemo.on_terminal('gather', '--trace', **variables))
        self.assertNotIn(self.COLOUR, corodemo.on_terminal('gather', '--trace', '--color=never'))

    def test_an_option_overrides_NO_COLOR(self):
        self.assertIn(self.COLOUR, self.done('gather', '--trace', '--color=always', NO_COLOR='1'))

    def test_colour_changes_no_text(self):
        plain = re.sub(r'\x1b\[[0-9;]*m', '', self.done('gather', '--trace', '--color', 'always'))
        self.assertEqual(plain, self.done('gather', '--trace'))

    def test_ascii(self):
        for command in ([], ['list'], ['gather', '--trace'], ['wait', '--trace=brief'], ['--help']):
            self.assertTrue(self.done(*command, '--ascii').isascii(), command)
        self.assertTrue(corodemo.run('gather', '--ascii').stderr.isascii())

    def test_a_terminal_without_utf8_gets_ascii(self):
        self.assertTrue(corodemo.on_terminal('gather', '--trace', LANG='en_US.ISO-8859-1').isascii())
        self.assertFalse(corodemo.on_terminal('gather', '--trace', LANG='en_US.UTF-8').isascii())

    def test_the_width_is_that_of_the_terminal(self):
        for width in (60, 80, 100):
            text = corodemo.on_terminal('gather', '--trace', '--color=never', width=width)
            self.assertEqual(max(map(len, text.splitlines())), width)


    def test_an_option_overrides_the_width(self):
        for width in (60, 100):
            text = self.done('gather', '--trace', '--width', str(width))
            self.assertEqual(max(map(len, text.splitlines())), width)
        self.refused(2, 'gather', '--trace', '--width', 'x')

    def test_a_long_text_on_a_terminal_goes_through_the_pager(self):
        for trace in ('--trace', '--trace=brief'):
            text = corodemo.on_terminal('gather', trace, PAGER="sed 's/^/> /'")
            self.assertEqual({line[:2] for line in text.splitlines()}, {'> '})
            for how in ({'PAGER': ''}, {'PAGER': 'cat'}):
                self.assertNotIn('> ', corodemo.on_terminal('gather', trace, **how))
            self.assertNotIn('> ', corodemo.on_terminal('gather', trace, '--no-pager', PAGER="sed 's/^/> /'"))
        self.assertNotIn('> ', self.done('gather', '--trace', PAGER="sed 's/^/> /'"))

    def test_a_pager_that_ends_early_or_is_missing_does_no_harm(self):
        self.assertIn('14 steps', corodemo.on_terminal('gather', '--trace', PAGER='nonesuch'))
        self.assertLess(len(corodemo.on_terminal('gather', '-n', '3000', '--trace', PAGER='head -3').splitlines()), 5)

    def test_a_part_of_the_steps(self):
        def steps(*options):
            return re.findall(r'^ {0,2}(\d+)  ', self.done('gather', *options).split('after it')[1], re.MULTILINE)

        self.assertEqual(steps('--steps', '5-9'), ['5', '6', '7', '8', '9'])
        self.assertEqual(steps('--steps', '13-'), ['13', '14'])
        self.assertEqual(steps('--steps=-1'), ['0', '1'])
        self.assertEqual(steps('--task', 'T2'), ['0', '2', '6', '9', '12'])
        self.assertEqual(steps('--task', 'T2', '--steps', '3-9'), ['6', '9'])


class Help(CommandLineTest):
    def test_it_begins_with_examples(self):
        for command in [[]] + [[name] for name in COMMANDS + corodemo.scenarios()]:
            lines = self.done(*command, '--help').splitlines()
            self.assertEqual(lines[1:3], ['', 'Examples:'], command)
            self.assertTrue(lines[3].startswith('  corodemo '), command)

    def test_it_fits_80_columns(self):
        for command in [[]] + [[name] for name in COMMANDS + corodemo.scenarios()]:
            for language in ('en', 'zh'):
                lines = self.done(*command, '--help', '--lang', language).splitlines()
                self.assertLessEqual(max(map(columns, lines)), 80, command)

    def test_the_list_fits_80_columns(self):
        for language in ('en', 'zh'):
            text = self.done('list', '--lang', language)
            self.assertLessEqual(max(map(columns, text.splitlines())), 80)
            self.assertNotIn('\\', text)

    def test_the_first_one_fits_a_screen(self):
        for language in ('en', 'zh'):
            text = self.done('--help', '--lang', language)
            self.assertLess(len(text.splitlines()), 24)
            self.assertEqual(re.findall('^  (\\w+)  ', text, re.MULTILINE)[-len(COMMANDS):], COMMANDS)
            for option in ('--lang', '--color', '--ascii', '-v', '-q', '--width', '--no-pager', '--max-memory'):
                self.assertIn(' ' + option, text.splitlines()[-1])

    def test_each_other_one_ends_with_the_options_of_all(self):
        for command in COMMANDS + ['gather']:
            options = re.findall(r'^  (\S+)', self.done(command, '--help').split('\nOptions of every command:\n')[1], re.MULTILINE)
            self.assertEqual(options, ['--lang', '--color', '--ascii', '-v,--verbose', '-q,--quiet', '--width', '--no-pager', '--max-memory'])

    def test_its_examples_work(self):
        with open(os.path.join(self.folder, 'shop.py'), 'w', encoding='utf-8') as file:
            file.write('import asyncio\nasyncio.run(asyncio.sleep(0))\n')
        for command in ([], ['gather'], ['stop-in-callback'], ['explain']):
            for example in re.findall('^  corodemo (.*?)  ', self.done(*command, '--help'), re.M):
                status = 1 if example.startswith('compare') else 0  # it found a difference
                done = corodemo.run(*example.split(), folder=self.folder)
                self.assertEqual(done.status, status, done)

    def test_version(self):
        self.assertRegex(self.done('--version'),
                         r'\Acorodemo \d+\.\d+\.\d+ \((g|clang)\+\+ .*\), CPython 3\.6 to 3\.14\n\Z')

    def test_the_list_as_json(self):
        listed = corodemo.trace('list')
        self.assertEqual(sorted(scenario['name'] for scenario in listed), sorted(set(corodemo.scenarios())))
        for scenario in listed:
            self.assertEqual(list(scenario), ['name', 'group', 'section', 'title', 'rules', 'pythons', 'since'])
            self.assertTrue(set(scenario['pythons']) <= set(CPYTHONS) and scenario['pythons'], scenario)
            self.assertEqual(list(scenario['title']), ['en', 'zh'])


class Claims(CommandLineTest):
    HEADING = r'(?m)^ ?(\d+)  \d\S* +(?:.*)\n +(a definition|holds|false|no longer runs)'

    def test_those_that_do_not_hold_come_first_with_a_count(self):
        for version in ('3.6', '3.10', '3.13', '3.14'):
            text = self.done('claims', '--python', version)
            verdicts = [verdict for _, verdict in re.findall(self.HEADING, text)]
            self.assertEqual(len(verdicts), 46)
            false = verdicts.count('false')
            self.assertEqual(verdicts[:false], ['false'] * false)
            self.assertIn('\n%d of %d claims do not hold on Python %s' % (false, 46 - verdicts.count('a definition'), version), text)
            alone = self.done('claims', '--python', version, '--false')
            self.assertEqual([verdict for _, verdict in re.findall(self.HEADING, alone)], ['false'] * false)
            self.assertEqual(alone, text[:len(alone)])

    def test_the_source_is_that_of_the_python_that_ran(self):
        for version, code in (('3.6', 'for arg in set(coros_or_futures):'), ('3.7', 'for arg in coros_or_futures:')):
            self.assertIn(code, self.done('claims', '36', '--python', version))


class OptionsOfAScenario(CommandLineTest):
    def test_they_stand_beside_its_name_quoted_or_not(self):
        for command in (['explore', 'wait', '-n', '4'], ['explore', 'wait', '-n4'], ['explore', '--tasks=4', 'wait'],
                        ['explore', '--json', 'wait', '-n', '4'], ['--lang', 'en', 'explore', 'wait', '-n', '4'],
                        ['explain', 'gather', '--python', '3.6', '-n', '4'], ['explain', '--python', '3.6', 'gather', '-n', '4']):
            quoted = ['explore', 'wait -n 4'] if 'explore' in command else ['explain', 'gather --python 3.6 -n 4']
            expected = self.done(*quoted, *(['--json'] if '--json' in command else []))
            self.assertIn(expected.splitlines()[-2], self.done(*command))
            self.assertEqual(len(expected.splitlines()), len(self.done(*command).splitlines()), command)

    def test_those_of_each_of_two_scenarios_stand_beside_it(self):
        quoted = corodemo.run('compare', 'wait -n 4', 'gather -n 4', '-f', 'json')
        self.assertIn('gather-print-sum -n 4', quoted.stdout)
        for command in (['wait', '-n', '4', 'gather', '-n', '4', '-f', 'json'], ['-f', 'json', 'wait', '-n', '4', 'gather -n 4'],
                        ['-n', '4', 'wait', '--json', 'gather', '-n', '4']):
            self.assertEqual(corodemo.run('compare', *command), quoted, command)

    def test_one_that_has_no_use_is_rejected(self):
        for option in ('--set-order 1,2,3', '--schedule 1,2,3'):
            for command in ('explore', 'explain'):
                complaint = '%s does not go with %s' % (option.split()[0], command)
                self.assertEqual(self.usage(command, 'wait ' + option), complaint)
                self.assertEqual(self.usage(command, 'wait', *option.split()), complaint)
        for option in ('--trace', '--json', '-o x.svg', '-f svg', '--lang zh', '--ascii', '-q', '--color never',
                       '--max-memory 1G'):
            for command in (['explore', 'wait ' + option], ['explain', 'wait ' + option],
                            ['compare', 'wait ' + option, 'gather']):
                self.assertEqual(self.usage(*command), "%s is no option of the scenario itself: "
                                 "it does not belong in 'wait %s'" % (option.split()[0], option))


class Typos(CommandLineTest):
    def test_a_suggestion(self):
        for arguments, word in ((['gatehr'], 'gather'), (['print_sum'], 'print-sum'), (['explian'], 'explain'),
                                (['gather', '--trcae'], '--trace'), (['gather', '--jsn'], '--json'),
                                (['wait', '--set_order=1,2,3'], '--set-order'), (['gather', '-f', 'jsn'], 'json'),
                                (['explain', 'gahter'], 'gather'), (['gather', '--trace', 'full'], '--trace=full')):
            self.assertTrue(self.usage(*arguments).endswith('; did you mean %s?' % word), arguments)

    def test_none_for_what_resembles_nothing(self):
        for arguments in (['nonsense'], ['gather', '--nonsense'], ['gather', '-f', 'nonsense'], [''], ['-'],
                          ['x' * 99999]):
            self.assertNotIn('did you mean', self.usage(*arguments))

    def test_an_option_before_its_command(self):
        self.assertEqual(self.usage('--json', 'gather'), '--json belongs after gather')
        self.assertEqual(self.usage('--', 'gather'), 'a scenario or a command comes before --')

    def test_too_many_arguments(self):
        for arguments in (['gather', 'wait'], ['list', 'x'], ['formats', 'x'], ['explain', 'gather', 'x'],
                          ['view', 'a', 'b']):
            self.assertEqual(self.usage(*arguments), '%s takes no \'%s\'' % (arguments[0], arguments[-1]))

    def test_too_few_arguments(self):
        self.assertEqual(self.usage('explain'), 'the name of a scenario is missing: corodemo list has them')
        self.assertEqual(self.usage('compare', 'gather'), 'compare gather with what? corodemo compare gather SIDE')
        self.assertEqual(self.usage('compare', ' ', 'gather'), "' ' is no scenario with options")
        for arguments in (['view'], ['diff'], ['diff', 'a.json']):
            self.assertEqual(self.usage(*arguments), 'the name of a trace file is missing (-: standard input)')
        for option in ('--tasks', '--delay', '--python', '--set-order', '--schedule', '--format', '--output', '--lang',
                       '--color'):
            self.assertEqual(self.usage('wait', option), option + ' needs a value')

    def test_an_empty_value(self):
        for option in ('--tasks', '--delay', '--python', '--set-order', '--schedule', '--format', '--output', '--lang',
                       '--color'):
            self.assertEqual(self.usage('wait', option, ''), option + ' needs a value')
        self.assertEqual(self.usage('view', ''), 'the name of a trace file is missing (-: standard input)')
        self.assertEqual(self.usage('gather', '--quiet=no'), '--quiet takes no value')
        for arguments in (['--lang=', 'gather'], ['gather', '--tasks=', '3'], ['compare', '--format=', 'wait', 'gather']):
            option = next(argument for argument in arguments if argument.endswith('='))
            self.assertEqual(self.usage(*arguments), option[:-1] + ' needs a value')

    def test_values_that_do_not_exist(self):
        self.assertIn('en or zh', self.usage('gather', '--lang', 'fr'))
        self.assertIn('auto, always or never', self.usage('gather', '--color', 'red'))
        self.assertIn('brief, steps or full', self.usage('gather', '--trace=long'))
        for version in ('3.5', '3.15', '2.7', '4.0', '3', '3.10.1', '03.10', 'abc'):
            self.assertEqual(self.usage('gather', '--python', version),
                             "Python '%s' is not covered: 3.6 to 3.14 are" % version)

    def test_invalid_numbers(self):
        for count in ('-1', '1.5', '1e3', '0x10', '+1', ' 1', '100000001', '9' * 30, 'nan', 'three'):
            self.assertEqual(self.usage('gather', '-n', count),
                             "--tasks takes a whole number from 0 to 100000000, not '%s'" % count)
        for delay in ('-1', '-0.001', 'nan', 'inf', '-inf', '1e300', '1e-400', '1000001', '1s', '0x1'):
            self.assertEqual(self.usage('gather', '--delay', delay),
                             "--delay takes a number from 0 to 1000000, not '%s'" % delay)
        self.assertIn('nanosecond', self.usage('gather', '--delay', '1e-10'))

    def test_options_that_can_be_combined(self):
        everything = self.done('claims', '--json')
        self.assertEqual(self.done('claims', '--json', '--all'), everything)
        self.assertEqual(self.done('claims', '--json', '--python', '3.13'), everything)
        self.assertEqual(self.done('claims', '12', '--json', '--all'), self.done('claims', '12', '--json'))
        self.assertIn('✗', self.done('claims', '12', '--all'))
        false = json.loads(self.done('claims', '--json', '--false'))
        self.assertTrue(0 < len(false) < len(json.loads(everything)))
        for claim in false:
            self.assertIn('false', [verdict['verdict'] for verdict in claim['verdicts'].values()])
        self.assertEqual(len(json.loads(self.done('claims', '--json', '--false', '--python', '3.14'))), 0)
        self.assertEqual(self.done('claims', '--false', '--all').count('\n'), len(false) + 3)
        self.assertIn('only a future that is not done', self.done('claims', '--false', '12'))

    def test_options_that_exclude_each_other(self):
        for arguments in (['--json', '-f', 'text'], ['--trace', '--json'], ['--trace', '-f', 'jsonl'],
                          ['--trace', '-o', 'gather.json'], ['--schedule', '2,1,3', '--set-order', 'seed:1']):
            self.usage('wait', *arguments)

    def test_an_order_of_the_wrong_size_names_the_right_sizes(self):
        for arguments in (['--set-order', '2,1'], ['--schedule', '2,1'], ['--schedule', '2,1,3/1,2']):
            self.assertTrue(self.usage('wait', *arguments).endswith('this run iterates sets of 3'))
        self.assertTrue(self.usage('hello', '--set-order', '2,1').endswith('this run iterates no set'))

    def test_invalid_orders(self):
        for order in ('1,1', '0,1', '1,3', ',', '1,', '1;2', 'seed:', 'seed:-1', 'seed:x', 'backwards', '9' * 40):
            self.usage('wait', '--set-order', order)
        for order in ('/', '1,2,3/', '3,1', 'tutorial'):
            self.usage('wait', '--schedule', order)

    def test_an_error_shows_no_control_characters(self):
        self.assertIn('\\x1b[31m', self.usage('\x1b[31mgather\n'))
        self.usage('gather', '-f', 'a\nb')
        self.refused(3, 'view', 'no\x1b[31m\nsuch file')


if __name__ == '__main__':
    unittest.main()
