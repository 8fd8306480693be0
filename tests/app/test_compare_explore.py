"""corodemo compare, explore and diff."""

import fcntl
import itertools
import json
import math
import os
import pty
import re
import signal
import struct
import subprocess
import tempfile
import termios
import unittest
import xml.etree.ElementTree

import corodemo


#: What no output may contain: control characters other than newline, and characters that reorder text.
UNSAFE = '[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]'


def explored(*arguments):
    return json.loads(corodemo.run('explore', *arguments, '--json').stdout)


class Compare(unittest.TestCase):
    def compared(self, *arguments):
        done = corodemo.run('compare', *arguments, '--json')
        document = json.loads(done.stdout)
        self.assertEqual(done.status, 0 if document['same_order'] and document['same_output'] else 1)
        return document

    @staticmethod
    def text(*arguments):
        return corodemo.run('compare', *arguments).stdout

    def rows(self, *arguments):
        """{name of the row: (left, right)}"""
        found = {}
        for line in self.text(*arguments).splitlines():
            cells = re.split(r' {2,}', line)
            if len(cells) >= 3:
                found[cells[0]] = tuple(cells[1:3])
        return found

    @staticmethod
    def positions(places):
        return [place['position'] for place in places]

    def test_wait_and_gather_start_in_different_orders(self):
        document = self.compared('wait', 'gather')
        self.assertFalse(document['same_order'])
        self.assertEqual(self.positions(document['left']['started']), [3, 2, 1])
        self.assertEqual(self.positions(document['right']['started']), [1, 2, 3])
        self.assertEqual(document['left']['returned'], 'set')
        self.assertEqual(document['right']['returned'], '1 2 3')
        self.assertEqual([document[run]['iterations'] for run in ('left', 'right')], [7, 5])

    def test_wait_and_gather_run_the_same_coroutines(self):
        for pair in (('wait', 'gather'), ('gather', 'wait')):
            document = self.compared(*pair)
            self.assertTrue(document['same_coroutines'])
            self.assertEqual({document[run]['scenario'] for run in ('left', 'right')}, {'wait', 'gather-print-sum'})
            self.assertEqual([document[run]['time'] for run in ('left', 'right')], [10 ** 10] * 2)
            self.assertIn('The same coroutines under both: gather-print-sum stands for gather', self.text(*pair))
        self.assertIn('The same coroutines under both', self.text('wait', 'gather', '-f', 'svg'))
        page = self.text('wait', 'gather', '-f', 'html')
        self.assertIn('gather-print-sum', page)
        self.assertNotIn('Hello world!', page)

    def test_the_stand_in_has_the_arguments_that_were_given(self):
        for options, tasks, delay in (('', 4, 2), (' -n 5', 5, 2), (' --delay 1', 4, 1)):
            document = self.compared('wait -n 4 --delay 2', 'gather' + options)
            run = corodemo.trace(*document['right']['command'].split())
            self.assertEqual(run['program']['arguments'], {'tasks': tasks, 'delay': delay})
            self.assertEqual(document['right']['time'], delay * 10 ** 9)

    def test_verbatim_compares_the_two_as_they_are(self):
        document = self.compared('wait', 'gather', '--verbatim')
        self.assertFalse(document['same_coroutines'])
        self.assertEqual([document[run]['scenario'] for run in ('left', 'right')], ['wait', 'gather'])

    def test_different_programs_are_called_so_and_only_their_orders_are_compared(self):
        for pair in (('wait', 'gather', '--verbatim'), ('lost-update', 'gather')):
            text = self.text(*pair)
            self.assertIn('These are two different programs: only the order of execution can be compared.', text)
            self.assertNotRegex(text, r'(?m)^(iterations|virtual time) ')
            self.assertIn('这是两个不同的程序：只能比较执行顺序。', self.text(*pair, '--lang', 'zh'))
            picture = self.text(*pair, '-f', 'svg')
            self.assertIn('two different programs', picture)
            self.assertNotIn('iterations', picture)
        for pair in (('wait', 'gather'), ('gather', 'gather -n 9')):
            self.assertNotIn('different programs', self.text(*pair))
            self.assertRegex(self.text(*pair), r'(?m)^iterations ')

    def test_the_orders_show_what_tells_the_coroutines_apart(self):
        rows = self.rows('wait', 'gather')
        self.assertEqual(rows['submitted'], ('1 + 2, 3 + 4, 5 + 6',) * 2)
        self.assertEqual(rows['started'], ('5 + 6, 3 + 4, 1 + 2', '1 + 2, 3 + 4, 5 + 6'))
        self.assertEqual(rows['finished'], rows['started'])
        self.assertEqual(rows['returned'], ('a set: no order', '1 + 2, 3 + 4, 5 + 6'))
        self.assertEqual(self.rows('wait', 'gather', '--verbatim')['started'], ('3 2 1', '1 2 3'))  # hello() has no label
        self.assertEqual(self.rows('wait -n 9', 'gather')['started'][1], '1 2 3 4 5 6 7 8 9')  # too wide
        labels = [place['label'] for place in self.compared('wait', 'gather')['left']['started']]
        self.assertEqual(labels, ['5 + 6', '3 + 4', '1 + 2'])

    def test_the_rule_is_that_of_the_python_that_ran(self):
        set_rule, rule = 'for arg in set(coros_or_futures):', 'for arg in coros_or_futures:'
        old, new = 'gather --python 3.6', 'gather --python 3.13'
        for pair in ((old, new), (new, old)):
            rules = [set_rule, rule] if pair[0] == old else [rule, set_rule]
            text = self.text(*pair)
            self.assertEqual(re.findall(r'for arg in .*', text), rules)
            self.assertEqual(re.findall(r'gather, (3\.\d+)', text), ['3.6', '3.10'] if pair[0] == old else ['3.10', '3.6'])
            self.assertEqual(re.findall(r'for arg in [^<]*', self.text(*pair, '-f', 'svg')), rules)
        self.assertEqual(re.findall(r'for arg in .*', self.text('gather', 'gather -n 4')), [rule])
        for version, code in (('3.8', 'in set(fs)}'), ('3.10', 'fs = set(fs)'), ('3.11', 'raise TypeError')):
            self.assertIn(code, self.text('wait --python ' + version, 'gather --python ' + version))
            self.assertIn(code, corodemo.run('explain', 'wait --python ' + version).stdout)
        for version, code in (('3.6', set_rule), ('3.7', rule), ('3.10', rule), ('3.14', rule)):
            explained = corodemo.run('explain', 'gather', '--python', version).stdout
            self.assertEqual(re.findall(r'for arg in .*', explained), [code])

    def test_each_run_has_its_own_options(self):
        self.assertFalse(self.compared('gather --python 3.6', 'gather --python 3.13')['same_order'])
        self.assertTrue(self.compared('gather --python 3.7', 'gather --python 3.13')['same_order'])
        self.assertTrue(self.compared('wait --set-order argument', 'gather-print-sum')['same_order'])

    def test_it_fits_one_screen(self):
        for language in ('en', 'zh'):
            text = corodemo.on_terminal('compare', 'wait', 'gather', '--lang', language, NO_COLOR='1')
            self.assertLessEqual(len(text.splitlines()), 24)
            self.assertIn('≠', text)

    def test_what_is_not_a_scenario_is_rejected(self):
        for runs, complaint in ((('nothing', 'gather'), "there is no scenario 'nothing'"),
                                (('gather --nope', 'gather'), 'gather has no option --nope'),
                                (('gather', 'list'), "there is no scenario 'list'"),
                                (('gather', 'gather --help'), "'gather --help' is no scenario with options"),
                                (('gather',), 'compare gather with what? corodemo compare gather SIDE')):
            done = corodemo.run('compare', *runs)
            self.assertEqual((done.status, done.stdout), (2, ''))
            self.assertEqual(done.stderr, 'corodemo: %s\n' % complaint)

    def test_what_happens_in_each_run_is_shown_side_by_side(self):
        lines = corodemo.run('compare', 'gather-print-sum', 'wait').stdout.splitlines()
        turn = [line for line in lines if ' starts: ' in line or ' finishes: ' in line]
        self.assertEqual(len(turn), 3)
        self.assertRegex(turn[0], r'^first difference +1 \+ 2 starts: #1, iteration 1 +5 \+ 6 starts: #2, iteration 2 +≠$')
        self.assertRegex(turn[1], r'^ +3 \+ 4 starts: #2, iteration 1 +3 \+ 4 starts: #3, iteration 2$')
        same = corodemo.run('compare', 'gather', 'gather -n 9').stdout
        self.assertRegex(same, r'(?m)^first difference +1 finishes.* 4 starts: #4, iteration 1 +≠$')
        self.assertIn('... 12 more', same)
        self.assertRegex(corodemo.run('compare', 'gather', 'gather').stdout, r'(?m)^in turn +1 starts: .* 1 starts: .*[^≠]$')

    def test_a_narrow_terminal_shows_one_below_the_other(self):
        text = corodemo.on_terminal('compare', 'gather-print-sum', 'wait', '--color=never', width=44)
        self.assertRegex(text, r'(?m)^≠ started +1 \+ 2, 3 \+ 4, 5 \+ 6$')
        self.assertRegex(text, r'(?m)^≠ started +5 \+ 6, 3 \+ 4, 1 \+ 2$')
        self.assertLess(text.index('gather-print-sum'), text.index('5 + 6, 3 + 4'))


class Explore(unittest.TestCase):
    def test_wait_can_start_in_every_order_and_each_is_tried_once(self):
        for n in range(1, 7):
            document = explored('wait -n %d' % n)
            self.assertTrue(document['complete'])
            self.assertEqual(document['schedules'], math.factorial(n))
            orders = sorted(outcome['started'] for outcome in document['outcomes'])
            self.assertEqual(orders, sorted(' '.join(map(str, order)) for order in
                                            itertools.permutations(range(1, n + 1))))

    def test_gather_has_one_order_since_3_7(self):
        for version, count in (('3.6', 24), ('3.7', 1), ('3.10', 1), ('3.13', 1)):
            self.assertEqual(explored('gather', '-n', '4', '--python', version)['schedules'], count)

    def test_each_schedule_leads_to_its_outcome(self):
        for outcome in explored('wait')['outcomes']:
            done = corodemo.run('wait', '--schedule', outcome['schedule'])
            self.assertEqual((done.status, done.stdout), (0, outcome['stdout']))

    def test_a_limit_is_kept_and_reported(self):
        document = explored('wait -n 5', '--max-schedules', '7')
        self.assertEqual((document['schedules'], document['complete']), (7, False))
        self.assertIn('not tried', corodemo.run('explore', 'wait', '--max-schedules', '2').stdout)

    def test_it_keeps_no_more_outcomes_than_memory_allows(self):
        # 100 tasks take up to 1.8 MB; each outcome takes about 6 KB.
        command = ('explore', 'wait -n 100', '--max-memory', '2M')
        document = json.loads(corodemo.run(*command, '--json').stdout)
        self.assertEqual((document['complete'], document['ended_by']), (False, 'max-memory'))
        kept = sum(len(outcome['stdout']) + len(outcome['schedule']) for outcome in document['outcomes'])
        self.assertLess(kept, 2 << 20)
        self.assertGreater(kept, 1 << 19)
        self.assertIn('not tried: these fill the memory (--max-memory)', corodemo.run(*command).stdout)

    def test_it_shows_its_progress_and_can_be_interrupted(self):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack('HHHH', 40, 80, 0, 0))
        process = subprocess.Popen([corodemo.path(), 'explore', 'wait -n 200', '--json'], stdin=theirs, stdout=subprocess.PIPE,
                                   stderr=theirs, env=corodemo.environment(TERM='xterm'))
        os.close(theirs)
        shown = b''
        with open(ours, 'rb', buffering=0) as terminal:
            while b'schedules tried' not in shown:  # otherwise it would run for minutes
                shown += terminal.read(65536)
            process.send_signal(signal.SIGINT)
            document = json.loads(process.stdout.read())
            process.stdout.close()
            self.assertEqual(process.wait(60), 130)
            try:
                while not shown.endswith(b'\r\x1b[K'):  # the line has been erased
                    shown += terminal.read(65536)
            except OSError:
                pass
        self.assertRegex(shown.decode(), r'\r\d+ schedules tried, of at most 100000 · outcomes: \d+\x1b\[K')
        self.assertTrue(shown.endswith(b'\r\x1b[K'))
        self.assertNotIn(b'\n', shown)
        self.assertEqual((document['complete'], document['ended_by']), (False, 'interrupt'))
        self.assertEqual(document['schedules'], len(document['outcomes']))
        self.assertGreater(document['schedules'], 0)

    def test_a_pipe_gets_no_progress_line(self):
        self.assertEqual(corodemo.run('explore', 'wait -n 7').stderr, '')

    def test_it_marks_the_schedule_of_the_tutorial(self):
        text = corodemo.run('explore', 'wait').stdout
        seen = [line for line in text.splitlines() if 'what the tutorial saw' in line]
        self.assertEqual(len(seen), 1)
        self.assertIn('--schedule 3,2,1', seen[0])


class Picture(unittest.TestCase):
    SVG = '{http://www.w3.org/2000/svg}'

    def drawn(self, *runs):
        done = corodemo.run('compare', *runs, '-f', 'svg')
        self.assertEqual(done.stderr, '')
        return xml.etree.ElementTree.fromstring(done.stdout)

    def texts(self, root):
        return [''.join(element.itertext()) for element in root.iter(self.SVG + 'text')]

    def test_it_is_small(self):
        self.assertLessEqual(len(corodemo.run('compare', 'gather', 'wait', '-f', 'svg').stdout), 30 * 1024)

    def test_it_shows_both_orders_and_the_first_difference(self):
        texts = self.texts(self.drawn('gather-print-sum', 'wait'))
        labels = [text[0] for text in texts if re.fullmatch(r'\d \+ \d', text)]
        self.assertEqual(''.join(labels), '135' * 4 + '135' + '531' + '531')
        self.assertIn('first difference', texts)
        self.assertIn('Faint: all starting positions that the set allows, 6 orders.', texts)
        self.assertNotIn('first difference', self.texts(self.drawn('gather', 'gather')))

    def test_every_possible_start_is_drawn(self):
        root = self.drawn('gather-print-sum -n 4', 'wait -n 4')
        faint = [path for path in root.iter(self.SVG + 'path') if path.get('stroke-width') == '10']
        self.assertEqual(len(faint), 16)

    def test_of_many_coroutines_fewer_orders_are_tried(self):
        tasks = 400
        done = subprocess.run([corodemo.path(), 'compare', 'wait -n %d' % tasks, 'gather', '-f', 'svg'],
                              stdout=subprocess.PIPE, env=corodemo.environment())  # a debug build is slow
        tried, = re.findall(r'in the first (\d+) orders', done.stdout.decode())
        self.assertLessEqual(int(tried) * tasks, 8 * math.factorial(8))  # the limit in app/commands/compare.cpp

    def test_it_is_light_or_dark(self):
        dark = corodemo.run('compare', 'gather', 'wait', '-f', 'svg', '--theme', 'dark').stdout
        self.assertIn('#0F151B', dark)
        self.assertNotIn('#FFFFFF', dark)
        done = corodemo.run('compare', 'gather', 'wait', '--theme', 'dark')
        self.assertEqual((done.status, done.stdout, len(done.stderr.splitlines())), (2, '', 1))

    def test_it_has_room_for_one_coroutine_and_for_many(self):
        for runs in (('gather -n 1', 'wait -n 1'), ('gather -n 40', 'gather -n 40'), ('hello', 'callback')):
            for rect in self.drawn(*runs).iter(self.SVG + 'rect'):
                self.assertLessEqual(float(rect.get('y', 0)) + float(rect.get('height')), 900)

    def test_the_format_follows_the_name(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, start in (('a.svg', '<svg'), ('a.json', '{'), ('a.txt', 'gather-print-sum and wait')):
                path = os.path.join(folder, name)
                self.assertEqual(corodemo.run('compare', 'gather', 'wait', '-o', path).status, 1)
                with open(path, encoding='utf-8') as file:
                    self.assertTrue(file.read().startswith(start), name)
            for options in (('-o', os.path.join(folder, 'a')), ('-o', os.path.join(folder, 'a.perfetto.json')),
                            ('-f', 'png'), ('-f', 'svg', '--json')):
                done = corodemo.run('compare', 'gather', 'wait', *options)
                self.assertEqual((done.status, done.stdout, len(done.stderr.splitlines())), (2, '', 1))


class Page(unittest.TestCase):
    def comparison(self, *runs):
        page = corodemo.run('compare', *runs, '-f', 'html').stdout
        return json.loads(re.search(r'class="comparison"[^>]*>\n(.*)\n</script>', page).group(1))

    def test_it_says_what_the_text_says_in_both_languages(self):
        comparison = self.comparison('wait', 'gather')
        for language, verdict, rule in zip(('en', 'zh'), comparison['verdict'], comparison['rule']):
            # The text is wrapped, and quotes the source between the sentences.
            text = corodemo.run('compare', 'wait', 'gather', '--lang', language).stdout
            words = ''.join(text.split())
            self.assertTrue(text.startswith(verdict + '\n'))
            for sentence in re.findall(r'.+?(?:[.。](?= |$)|。)', rule):
                meaning = re.sub(r'^\S+[:：] ?', '', sentence.strip()).rstrip('.。')
                self.assertIn(''.join(meaning.split()), words)
        self.assertIn('gather-print-sum stands for gather', comparison['rule'][0])

    def test_snapshots_of_an_iteration_belong_together(self):
        same = self.comparison('gather', 'gather')
        self.assertEqual(same['aligned'], [[index, index] for index in range(16)])
        self.assertEqual((same['differs'], same['first']), ([], None))
        more = self.comparison('gather', 'gather -n 4')
        self.assertEqual(more['aligned'][:6], [[0, 0], [1, 1], [2, 2], [3, 3], [None, 4], [4, 5]])
        self.assertEqual(more['first'], 4)
        self.assertEqual(more['differs'][0], 4)

    def test_the_first_difference_is_that_of_the_text(self):
        lines = corodemo.run('compare', 'gather-print-sum', 'wait', '--verbatim').stdout.splitlines()
        row = next(line for line in lines if line.startswith('first difference'))
        steps = [int(step) for step in re.findall('#([0-9]+)', row)]
        comparison = self.comparison('gather-print-sum', 'wait', '--verbatim')
        self.assertIn(min(steps), [index for index in comparison['aligned'][comparison['first']] if index is not None])


class Timing(unittest.TestCase):
    def test_it_finds_bugs_that_depend_on_timing_but_none_in_the_fixed_versions(self):
        for name, broken in (('lost-update', 4), ('lost-update-fixed', 0), ('lock-order-deadlock', 4),
                             ('lock-order-fixed', 0)):
            with self.subTest(name):
                document = explored(name, '--timing')
                self.assertTrue(document['complete'])
                self.assertEqual(document['property']['violated_by'], broken)
                self.assertEqual('first' in document['property'], broken > 0)
                self.assertEqual(explored(name)['schedules'], 1)

    def test_each_schedule_leads_to_its_outcome(self):
        for name in ('lost-update -n 3', 'lock-order-deadlock'):
            for outcome in explored(name, '--timing')['outcomes']:
                done = corodemo.run(*name.split(), '--schedule', outcome['schedule'])
                self.assertEqual((done.status, done.stdout), (0, outcome['stdout']))

    def test_the_text_shows_the_first_violation_of_the_property_and_its_trace(self):
        text = corodemo.run('explore', 'lost-update', '--timing').stdout
        self.assertIn('4 of 6 schedules violate the invariant', text)
        self.assertIn('the first of them, --schedule @1/@2/@1:', text)
        self.assertIn('sleep 2 of 2 ends first', ' '.join(text.split()))
        self.assertIn('holds in all of them', corodemo.run('explore', 'lost-update-fixed', '--timing').stdout)

    def test_a_schedule_that_does_not_fit_is_rejected(self):
        for schedule in ('@3', '@1', '@1/@1/@1', '3,2,1', '@0', '@x', '@1/@'):
            done = corodemo.run('lost-update', '--schedule', schedule)
            self.assertEqual((done.status, done.stdout.count('end'), len(done.stderr.splitlines())), (2, 0, 1), schedule)


    def test_it_says_what_it_tries(self):
        for language, asks, leaves_out in (('en', 'what if sleeps stand for I/O and end one at a time', 'is not among these'),
                                           ('zh', '假如 sleep 代表 I/O，一次只结束一个', '不在其中')):
            text = corodemo.run('explore', 'lost-update', '--timing', '--lang', language).stdout.replace('\n', '')
            self.assertIn(asks, text)
            self.assertIn(leaves_out, text)
        for command in (['hello'], ['hello', '--timing'], ['--help']):
            self.assertNotRegex(corodemo.run('explore', *command).stdout, 'chance|every (order|timing)')


class Races(unittest.TestCase):
    """A scenario that shows a race runs a schedule that shows it; its fixed version runs one that could."""

    RACES = {'lost-update': 'lost-update-fixed', 'lock-order-deadlock': 'lock-order-fixed'}

    @staticmethod
    def schedule(trace):
        name, _, answers = trace['policy']['set_order'].partition(':')
        return answers if name == 'schedule' else None

    def test_the_race_shows_and_not_in_the_fixed_version(self):
        for name, fixed in self.RACES.items():
            for version in ('3.6', '3.7', '3.10', '3.14'):
                for tasks in (['-n', '2'], ['-n', '3'], ['-n', '7']) if name == 'lost-update' else ([],):
                    race = corodemo.run(name, '--python', version, *tasks)
                    self.assertIn('\nviolates the invariant: ', race.stderr, (name, version, tasks))
                    self.assertEqual(race.status, 0)
                    self.assertNotIn('violates', corodemo.run(fixed, '--python', version, *tasks).stderr)
        self.assertTrue(corodemo.run('lost-update').stdout.endswith('end 10\n'))
        self.assertTrue(corodemo.run('lost-update-fixed').stdout.endswith('end 20\n'))
        self.assertIn('lock-order-deadlock: hangs', corodemo.run('lock-order-deadlock').stderr)
        self.assertIn('违反不变量：', corodemo.run('lost-update', '--lang', 'zh').stderr)

    def test_in_the_fixed_version_the_second_waits_for_the_lock(self):
        for name in self.RACES.values():
            done = [event for event in corodemo.trace(name)['events'] if event['kind'] == 'future_created']
            self.assertEqual(sum(event['of'] == 'Lock.acquire' for event in done), 1, name)

    def test_the_schedule_is_shown_as_the_option_takes_it(self):
        for name in list(self.RACES) + list(self.RACES.values()):
            for options in ([], ['--python', '3.6']):
                trace = corodemo.trace(name, *options)
                schedule = self.schedule(trace)
                self.assertIn(' · --schedule %s\n' % schedule, corodemo.run(name, *options).stderr)
                self.assertEqual(corodemo.trace(name, *options, '--schedule', schedule), trace)
        self.assertEqual(self.schedule(corodemo.trace('lost-update')), '@1/@2/@1')

    def test_other_choices_override_it(self):
        for name, output in (('lost-update', 'end 20\n'), ('lock-order-deadlock', 'B to A has both\n')):
            for options in (['--set-order', 'tutorial'], ['--schedule', '@1/@1']):
                done = corodemo.run(name, *options)
                self.assertTrue(done.stdout.endswith(output), done)
                self.assertNotIn('violates', done.stderr)

    def test_where_the_schedule_does_not_fit_there_is_none(self):
        for options in (['-n', '0'], ['-n', '1'], ['--delay', '0'], ['-n', '2000']):
            for name in ('lost-update', 'lost-update-fixed'):
                trace = corodemo.trace(name, *options)
                self.assertIsNone(self.schedule(trace), options)

    def test_no_timer_is_left(self):
        for name in self.RACES:
            timers = set()
            for event in corodemo.trace(name)['events']:
                if event['kind'] == 'timer_scheduled':
                    timers.add(event['handle'])
                elif event['kind'] in ('timer_due', 'timer_dropped'):
                    timers.discard(event['handle'])
            self.assertEqual(timers, set(), name)
            page = corodemo.run(name, '-f', 'html').stdout
            playback, = re.findall(r'<script class="playback" type="application/json">\n(.*?)</script>', page, re.DOTALL)
            for snapshot in map(json.loads, playback.strip().splitlines()):
                for removed in snapshot.get('m', [[], []])[0]:
                    timers.remove(removed)
                timers.update(timer[0] for timer in snapshot.get('m', [[], []])[1])
            self.assertEqual(timers, set(), name)

    def test_compare_tells_the_two_apart(self):
        done = corodemo.run('compare', 'lost-update', 'lost-update-fixed')
        self.assertEqual(done.status, 1)
        self.assertIn('the same order, different output', done.stdout)
        self.assertIn('lost-update-fixed is the fixed version of lost-update.', done.stdout)
        self.assertRegex(done.stdout, r'(?m)^prints, line 2 +balance 10 +balance 20 +≠$')
        done = corodemo.run('compare', 'lock-order-deadlock', 'lock-order-fixed')
        self.assertEqual(done.status, 1)
        self.assertRegex(done.stdout, r'(?m)^returned +nothing: it hangs +None +≠$')

    def test_explore_marks_it(self):
        marked = [line for line in corodemo.run('explore', 'lost-update', '--timing').stdout.splitlines()
                  if line.endswith(('<- the default', '<- the default  ≠'))]
        self.assertEqual(len(marked), 1)
        self.assertIn('--schedule @1/@2/@1 ', marked[0])


class Diff(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def file(self, name, *arguments):
        path = os.path.join(self.folder.name, name)
        self.assertEqual(corodemo.run(*arguments, '-o', path).status, 0)
        return path

    def test_the_same_program_has_the_same_events(self):
        left, right = self.file('a.json', 'gather'), self.file('b.jsonl', 'gather', '--python', '3.11')
        done = corodemo.run('diff', left, right)
        self.assertEqual(done.status, 0, done.stdout)
        self.assertIn('the same events', done.stdout)

    def test_it_marks_the_differences(self):
        left, right = self.file('a.json', 'gather'), self.file('b.json', 'gather', '--python', '3.6')
        done = corodemo.run('diff', left, right)
        self.assertEqual(done.status, 1)
        self.assertIn('+ #0    0.000   choice_made site=gather', done.stdout)
        document = json.loads(corodemo.run('diff', left, right, '--json').stdout)
        self.assertEqual((document['same_events'], document['same_program']), (False, True))

    def test_variables_are_compared_where_both_traces_follow_some(self):
        def recorded(name, *options):
            path = os.path.join(self.folder.name, name)
            program = os.path.join(corodemo.ROOT, 'scenarios', 'races', 'lost_update.py')
            done = corodemo.run('record', '--schedule', '@1/@2/@1', '-o', path, *options, program)
            self.assertEqual(done.status, 0, done.stderr)
            return path
        scenario = self.file('a.json', 'lost-update')
        done = corodemo.run('diff', scenario, recorded('b.json'))
        self.assertEqual(done.status, 0, done.stdout)
        done = corodemo.run('diff', scenario, recorded('c.json', '--variables'))
        self.assertEqual(done.status, 1)
        self.assertIn('+ #0    0.000   variables_changed values=[n=2 delay=1.0 balance=0]', done.stdout)

    def test_different_programs_are_compared_all_the_same(self):
        left, right = self.file('a.json', 'gather'), self.file('b.json', 'wait')
        self.assertIn('two different programs', corodemo.run('diff', left, right).stdout)

    def test_long_traces_are_aligned_after_an_insertion(self):
        left = self.file('a.json', 'gather', '-n', '2000')
        with open(left, encoding='utf-8') as file:
            document = json.load(file)
        self.assertGreater(len(document['events']), 50000)
        at = next(i for i, event in enumerate(document['events']) if event['kind'] == 'printed')
        note = dict(document['events'][at], kind='note', text='inserted')
        note.pop('stream')
        document['events'].insert(at, note)
        for n, event in enumerate(document['events'], 1):
            event['n'] = n
            if event['cause'] and event['cause'] > at:
                event['cause'] += 1
        right = os.path.join(self.folder.name, 'b.json')
        with open(right, 'w', encoding='utf-8') as file:
            json.dump(document, file)
        found = json.loads(corodemo.run('diff', left, right, '--json').stdout)['differences']
        self.assertEqual(found, [{'left': [], 'right': [at + 1]}])

    def test_hostile_texts_disturb_neither_terminal_nor_table(self):
        unsafe = 'x\x1b[2J\r\b\x00\x7f\x85\x9b\u202e\u2066\n2'
        harmless = self.file('a.json', 'gather')
        with open(harmless, encoding='utf-8') as file:
            trace = json.load(file)
        trace['program']['name'] = trace['policy']['python'] = trace['outcome']['value'] = unsafe
        hostile = os.path.join(self.folder.name, 'b\x1b[31m\x7f\u202e\n.json')
        usual = corodemo.run('diff', harmless, self.file('c.json', 'gather', '--python', '3.11')).stdout
        for outcome in ({}, {'status': 'raised', 'error': {'type': unsafe, 'message': unsafe}}):
            trace['outcome'].update(outcome)
            with open(hostile, 'w', encoding='utf-8') as file:
                json.dump(trace, file)
            done = corodemo.run('diff', harmless, hostile)
            self.assertEqual(done.stderr, '')
            self.assertNotRegex(done.stdout, UNSAFE)
            self.assertEqual(len(done.stdout.splitlines()), len(usual.splitlines()))
            done = corodemo.run('diff', harmless, hostile, '--json')
            self.assertNotRegex(done.stdout, UNSAFE)
            right = json.loads(done.stdout)['right']
            self.assertEqual((right['scenario'], right['command']), (unsafe, hostile))

    def test_a_bad_file_is_a_one_line_error(self):
        good, bad = self.file('a.json', 'gather'), os.path.join(self.folder.name, 'bad.json')
        with open(good, encoding='utf-8') as file:
            text = file.read()
        for content in ('', text[:len(text) // 2], '[]', '{"schema": "other"}'):
            with open(bad, 'w', encoding='utf-8') as file:
                file.write(content)
            done = corodemo.run('diff', good, bad)
            self.assertEqual((done.status, done.stdout, len(done.stderr.splitlines())), (3, '', 1))


if __name__ == '__main__':
    unittest.main()
