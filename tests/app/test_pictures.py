"""-f svg, html, mermaid, perfetto and asciicast: each follows the rules of its format, whatever is in the trace."""

import collections
import json
import os
import re
import tempfile
import unicodedata
import unittest
import xml.etree.ElementTree

import corodemo

SVG = '{http://www.w3.org/2000/svg}'
EVIL = ['</script><script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\x1b[31mred\x1b[0m', '\u202egnp.exe', 'a\x00b', ']]>',
        '&amp;', 'x' * (1 << 20), '<!--', "'", '\ud83d\ude00'.encode('utf-16', 'surrogatepass').decode('utf-16')]


def evil_trace():
    """A trace in which every text is hostile."""
    trace = corodemo.trace('gather', '-n', '3')
    trace['program']['name'] = ' '.join(EVIL[:6])
    trace['program']['title'] = ' '.join(EVIL)
    count = 0
    for event in trace['events']:
        for field in ('text', 'coro', 'name', 'value'):
            if isinstance(event.get(field), str):
                event[field] = EVIL[count % len(EVIL)]
                count += 1
    return json.dumps(trace).encode()


def rendered(name, *options):
    return corodemo.run('view', '-', '-f', name, *options, stdin=evil_trace()).stdout


def boxes(text, *fills):
    """The rectangles of those colours: left, top, right, bottom."""
    places = []
    for rect in xml.etree.ElementTree.fromstring(text).iter(SVG + 'rect'):
        if rect.get('fill') in fills:
            x, y, width, height = (float(rect.get(name)) for name in ('x', 'y', 'width', 'height'))
            places.append((x, y, round(x + width, 1), round(y + height, 1)))
    return places


def blocks_of(text):
    """The solid blocks of a light picture, without those of its legend."""
    return [box for box in boxes(text, '#C2410C', '#33475B') if box[1] < 790 and box[3] - box[1] > 5]


def boxes_of_waits(text):
    name, = re.findall('<pattern id="([^"]*)"', text)
    return boxes(text, 'url(#%s)' % name)


def texts_of(text):
    return [(float(each.get('x')), float(each.get('y')), ''.join(each.itertext()), each)
            for each in xml.etree.ElementTree.fromstring(text).iter(SVG + 'text')]


def least_width(text, size):
    """No font in use is narrower than this, on average."""
    return size * sum(1 if unicodedata.east_asian_width(letter) in 'WF' else 0.26 if letter in "ijl.,:;'|! ()[]ftr1" else 0.45 for letter in text)


class Svg(unittest.TestCase):
    def test_every_scenario_is_small_and_well_formed(self):
        for name in corodemo.scenarios():
            for options in ((), ('--axis', 'time'), ('--theme', 'dark', '--lang', 'zh')):
                text = corodemo.run(name, '-f', 'svg', '-q', *options).stdout
                self.assertLessEqual(len(text.encode()), 30 * 1024, (name, options))
                root = xml.etree.ElementTree.fromstring(text)
                self.assertEqual(root.get('viewBox'), '0 0 1600 900')
                self.assertTrue(root.find(SVG + 'title').text and root.find(SVG + 'desc').text)
                self.assertNotIn('style', text)

    def test_it_has_a_block_for_each_step(self):
        root = xml.etree.ElementTree.fromstring(corodemo.run('gather', '-f', 'svg', '-q').stdout)
        steps = {group.get('data-step') for group in root.iter(SVG + 'g') if group.get('class') == 'fragment'}
        self.assertEqual(steps, {str(step) for step in range(1, 15)})
        run = [rect for rect in root.iter(SVG + 'rect') if rect.get('fill') == '#C2410C']
        self.assertEqual(len(run), 6 + 1)  # and one in the legend
        waits = [rect for rect in root.iter(SVG + 'rect') if rect.get('fill').startswith('url(#')]
        self.assertEqual(len(waits), 3 + 1)

    def test_pictures_on_one_page_keep_their_hatching(self):
        names = set()
        ways = ((), ('--theme', 'dark'), ('-n', '2'), ('--axis', 'time'), ('--axis', 'time', '--python', '3.6'))
        texts = [corodemo.run('gather', '-f', 'svg', '-q', *options).stdout for options in ways]
        with tempfile.TemporaryDirectory() as folder:
            corodemo.run('lost-update', '-q', '--frames', folder)
            for name in os.listdir(folder):
                with open(os.path.join(folder, name), encoding='utf-8') as file:
                    texts.append(file.read())
        for text in texts:
            name, = re.findall('<pattern id="([^"]*)"', text)
            self.assertLessEqual(set(re.findall(r'url\(#([^)]*)\)', text)), {name})
            names.add(name)
        self.assertEqual(len(names), len(texts))

    def test_the_first_frame_shows_that_nothing_has_happened(self):
        with tempfile.TemporaryDirectory() as folder:
            corodemo.run('gather', '-q', '--frames', folder)
            with open(os.path.join(folder, '000.svg'), encoding='utf-8') as file:
                arrows = re.findall(r'<path d="M([\d.]+) [^"]*" fill="#FFFFFF" stroke', file.read())
            self.assertEqual(len(arrows), 3)
            self.assertLess(max(map(float, arrows)), 240)  # within the column of step 1

    def test_only_one_thing_runs_at_a_time(self):
        pictures = [corodemo.run(name, '-f', 'svg', '-q').stdout for name in corodemo.scenarios()
                    if name != 'eager-tasks']  # a step within a step
        pictures += [corodemo.run('gather', '-n', tasks, '-f', 'svg', '-q').stdout for tasks in ('4', '12', '36', '37', '100', '1000')]
        for text in pictures:
            columns = sorted((left, right) for left, _, right, _ in blocks_of(text))
            for (_, before), (left, _) in zip(columns, columns[1:]):
                self.assertLessEqual(before, left + 2.1)  # a sliver is at least 2 wide, to be seen

    def test_twelve_tasks_make_a_staircase(self):
        text = corodemo.run('gather', '-n', '12', '-f', 'svg', '-q').stdout
        stairs = [box for box in blocks_of(text) if box[1] > 300]
        self.assertEqual(len(stairs), 24)
        for flight in stairs[:12], stairs[12:]:
            self.assertEqual(flight, sorted(flight))
            self.assertEqual(sorted(box[1] for box in flight), [box[1] for box in flight])

    def test_of_many_equal_tasks_those_in_the_middle_fold(self):
        for tasks, names in ((12, ['T%d' % number for number in range(1, 13)]), (100, ['T1', 'T2', 'T3–T97 (95)', 'T98', 'T99', 'T100']),
                             (3000, ['T1', 'T2', 'T3–T2997 (2995)', 'T2998', 'T2999', 'T3000'])):
            text = corodemo.run('gather', '-n', str(tasks), '-f', 'svg', '-q').stdout
            self.assertEqual([word for x, _, word, _ in texts_of(text) if x == 40 and re.match(r'T\d', word)], names)
            # Two diagonals, from top left to bottom right: they start, they resume.
            diagonals = re.findall(r'<path d="M([\d.]+) ([\d.]+)L([^"]*)z" fill="#C2410C"', text)
            self.assertEqual(len(diagonals), 0 if tasks == 12 else 2)
            for left, top, rest in diagonals:
                right, bottom = rest.split('L')[0].split()
                self.assertGreater(float(right) - float(left), 200)
                self.assertGreater(float(bottom) - float(top), 200)
            self.assertLessEqual(len(text), 32 * 1024)

    def test_frames_of_many_tasks_keep_the_current_one_open(self):
        with tempfile.TemporaryDirectory() as folder:
            corodemo.run('gather', '-n', '100', '-q', '--frames', folder)
            for step, name in (('050', 'T50'), ('215', 'T14')):
                with open(os.path.join(folder, step + '.svg'), encoding='utf-8') as file:
                    text = file.read()
                self.assertIn(name, [word for x, _, word, _ in texts_of(text) if x == 40])
                self.assertEqual([box for box in blocks_of(text) if box[0] > 1000], [])

    def test_a_step_that_blocks_is_torn_and_says_for_how_long(self):
        text = corodemo.run('blocking', '-f', 'svg', '-q').stdout
        words = [word for _, _, word, _ in texts_of(text)]
        self.assertEqual((words.count('blocks'), words.count('1 s')), (2, 2))
        self.assertIn('blocks: nobody else can run', words)
        torn = blocks_of(text)[:2]
        plain = blocks_of(text)[2]
        for left, _, right, _ in torn:
            self.assertGreater(right - left, 2 * (plain[2] - plain[0]))
            self.assertTrue(any(abs(float(x) - (left + right) / 2) < 25 for x in re.findall(r'<path d="M([\d.]+) [\d.]+L[^"]*" fill="none" stroke="#FFFFFF"', text)))
        self.assertIn('阻塞：其他任务都无法运行', corodemo.run('blocking', '-f', 'svg', '-q', '--lang', 'zh').stdout)
        self.assertNotIn('nobody', corodemo.run('gather', '-f', 'svg', '-q').stdout)

    def test_along_time_no_caption_denies_that_a_step_blocks(self):
        for language, blocks, denies in (('en', 'blocks 1 s', 'a step takes no time'), ('zh', '阻塞 1 s', '虚拟时间里，一步不花时间')):
            text = corodemo.run('blocking', '-f', 'svg', '-q', '--axis', 'time', '--lang', language).stdout
            self.assertEqual(sum(blocks in word for _, _, word, _ in texts_of(text)), 2)
            self.assertNotIn(denies, text)
            self.assertIn(denies, corodemo.run('gather', '-f', 'svg', '-q', '--axis', 'time', '--lang', language).stdout)

    def test_returned_raised_and_cancelled_have_marks_of_their_own(self):
        trace = corodemo.trace('gather')
        ends = {'T2': ('raised', 'exception'), 'T3': ('cancelled', 'cancelled')}
        for event in trace['events']:
            end, state = ends.get(event.get('task' if event['kind'] == 'step_finished' else 'future'), (None, None))
            if event['kind'] == 'step_finished' and end and event['end'] == 'returned':
                event.pop('value', None)
                event.update(end=end, **({'error': {'type': 'ValueError', 'message': 'no'}} if end == 'raised' else {}))
            elif event['kind'] == 'future_done' and state:
                event.pop('value', None)
                event.update(state=state, **({'error': {'type': 'ValueError', 'message': 'no'}} if end == 'raised' else {}))
        for axis, colour in (('step', '#FFFFFF'), ('time', '#15202B')):
            done = corodemo.run('view', '-', '-f', 'svg', '--axis', axis, stdin=json.dumps(trace).encode())
            self.assertEqual(done.status, 0, done.stderr)
            groups = re.findall(r'(?s)<g class="fragment" data-step="(8|9|10)"[^>]*>(.*?)</g>', done.stdout)
            marks = {int(step): [name for name, mark in (('returned', r'<rect x="[^"]*" y="[^"]*" width="([\d.]+)" height="\1" fill="%s"/>'),
                                                        ('raised', r'<path d="M[^"]*l[^"]*m-[^"]*l[^"]*" fill="none" stroke="%s"'),
                                                        ('cancelled', r'<path d="M[^"]*a[^"]*a[^"]*M[^"]*" fill="none" stroke="%s"'))
                                 if re.search(mark % colour, drawn)] for step, drawn in groups if '#C2410C' in drawn}
            self.assertEqual(marks, {8: ['returned'], 9: ['raised'], 10: ['cancelled']}, axis)
        for word in ('returned', 'raised an error', 'cancelled'):
            self.assertNotIn(word, ''.join(word for _, _, word, _ in texts_of(done.stdout)))  # no legend there
            self.assertIn(word, corodemo.run('view', '-', '-f', 'svg', stdin=json.dumps(trace).encode()).stdout)

    def test_the_lane_of_a_destroyed_task_ends(self):
        trace = corodemo.trace('gather')
        # Nothing of T3 happens any more after step 5, which is over with the last event in H4.
        last = max(event['n'] for event in trace['events'] if event.get('in') == 'H4')
        trace['events'] = [event for event in trace['events'] if event['n'] <= last]
        trace['outcome']['iterations'] = sum(event['kind'] == 'iteration_started' for event in trace['events'])
        common = {name: trace['events'][-1][name] for name in ('t', 'run', 'it')}
        trace['events'].append(dict(common, n=last + 1, kind='task_destroyed', cause=None, task='T3'))
        stdin = json.dumps(trace).encode()
        text = corodemo.run('view', '-', '-f', 'svg', stdin=stdin).stdout
        waits = [box for box in boxes_of_waits(text) if box[3] < 790]
        self.assertEqual(len(waits), 3)
        self.assertLess(waits[-1][2], max(box[2] for box in waits))  # T2 waits on
        self.assertIn('destroyed while pending', text)
        text = corodemo.run('view', '-', '-f', 'svg', '--axis', 'time', stdin=stdin).stdout
        self.assertIn('stroke-dasharray="4 2.5"', text)

    def test_the_mark_of_the_end_is_inside_the_block(self):
        for tasks in ('3', '4', '12', '20'):
            text = corodemo.run('gather', '-n', tasks, '-f', 'svg', '-q').stdout
            marks = [box for box in boxes(text, '#FFFFFF') if abs(box[2] - box[0] - box[3] + box[1]) < 0.01 and box[2] - box[0] < 20]
            self.assertEqual(len(marks), int(tasks))
            for mark in marks:
                self.assertEqual(sum(block[0] < mark[0] and mark[2] < block[2] and block[1] < mark[1] and mark[3] < block[3]
                                     for block in blocks_of(text)), 1)

    def test_a_warning_has_a_mark_below_its_step(self):
        mark = re.compile(r'<path d="M([0-9.]+) [0-9.]+l10 20h-20z"')
        text = corodemo.run('blocking', '-f', 'svg', '-q').stdout
        number, = [x for x, y, word, _ in texts_of(text) if word == '1' and y > 700]
        self.assertEqual(mark.findall(text), ['%g' % number])
        self.assertIn('a warning', text)
        self.assertIn('Write await asyncio.sleep(delay) instead.</desc>', text)
        text = corodemo.run('gather', '-f', 'svg', '-q').stdout
        self.assertEqual(mark.findall(text), [])
        self.assertNotIn('a warning', text)

    def test_wires_to_callbacks_stay_apart(self):
        for tasks in range(1, 21):
            text = corodemo.run('gather', '-n', str(tasks), '-f', 'svg', '-q').stdout
            blocks = blocks_of(text)
            loop = max(box[3] for box in blocks if box[1] < 300)
            first = min(box[1] for box in blocks if box[1] > loop)
            levels = sorted({float(level) for level in re.findall(r'<path d="M[\d.]+ [\d.]+V([\d.]+)H[\d.]+V[\d.]+" fill="none" stroke="#536170"', text)})
            self.assertEqual(len(levels), min(tasks, 5))
            for before, level in zip([loop] + levels, levels + [first]):
                self.assertGreaterEqual(level - before, 10, tasks)
            if tasks > 4:
                self.assertEqual([word for _, _, word, _ in texts_of(text) if word.startswith('×')], ['×%d' % (tasks - 4)] if tasks > 5 else [])

    def test_no_words_leave_their_block_or_the_picture(self):
        for name in corodemo.scenarios():
            for language in 'en', 'zh':
                for axis in 'step', 'time':
                    text = corodemo.run(name, '-f', 'svg', '-q', '--lang', language, '--axis', axis).stdout
                    blocks = blocks_of(text)
                    for x, y, word, element in texts_of(text):
                        width = least_width(word, float(element.get('font-size', '22')))
                        anchor = element.get('text-anchor', 'start')
                        left = x - {'start': 0, 'middle': width / 2, 'end': width}[anchor]
                        self.assertTrue(left >= 20 and left + width <= 1600, (name, word))
                        inside = [block for block in blocks if block[0] <= x <= block[2] and block[1] < y < block[3]]
                        if anchor == 'middle' and element.get('fill') == '#FFFFFF':
                            self.assertTrue(inside and left >= inside[0][0] and left + width <= inside[0][2], (name, language, axis, word))

    def test_along_time_marks_stand_behind_the_texts(self):
        for tasks in ('2', '3', '12', '100'):
            text = corodemo.run('gather', '-n', tasks, '-f', 'svg', '-q', '--axis', 'time').stdout
            marks = [box for box in boxes(text, '#15202B') if box[2] - box[0] < 20]
            self.assertEqual(len(marks), 1 if tasks == '100' else int(tasks))
            for mark in marks:
                ends = [x + least_width(word, float(element.get('font-size', '22'))) for x, y, word, element in texts_of(text)
                        if mark[1] < y and y - 25 < mark[3] and x < mark[0] and word.startswith('“')]
                self.assertEqual(len(ends), 1)
                self.assertLess(ends[0], mark[0])

    def test_along_time_all_tasks_are_named_and_the_axis_begins_at_its_zero(self):
        for tasks, names in (('3', ['T1', 'T2', 'T3']), ('100', ['T1–T100 (100)'])):
            text = corodemo.run('gather', '-n', tasks, '-f', 'svg', '-q', '--axis', 'time').stdout
            self.assertEqual([word for x, _, word, _ in texts_of(text) if x == 40 and re.match(r'T\d', word)], names)
        for name in ('gather', 'never-awaited', 'coroutine-function'):
            text = corodemo.run(name, '-f', 'svg', '-q', '--axis', 'time').stdout
            zero, = [x for x, _, word, _ in texts_of(text) if word == '0 s']
            axis, = re.findall(r'<path d="M([\d.]+) [\d.]+H[\d.]+" fill="none" stroke="#15202B"', text)
            self.assertEqual(zero, float(axis) + 6)

    def test_sleeps_are_added_up_only_if_they_are_independent(self):
        trace = corodemo.trace('gather')
        independent = json.dumps(trace).encode()
        for event in trace['events']:
            if event['kind'] == 'future_created' and event['future'] == 'F2':
                event['of'] = 'queue'
        dependent = json.dumps(trace).encode()
        self.assertIn('T2 would sleep', corodemo.run('view', '-', '-f', 'svg', '--axis', 'time', stdin=independent).stdout)
        self.assertNotIn('would sleep', corodemo.run('view', '-', '-f', 'svg', '--axis', 'time', stdin=dependent).stdout)

    def test_lanes_carry_the_names_of_tasks_shortened_where_they_do_not_fit(self):
        words = [word for _, _, word, _ in texts_of(corodemo.run('lost-update', '-f', 'svg', '-q').stdout)]
        self.assertEqual(words.count('deposit'), 2)
        trace = corodemo.trace('lost-update')
        names = iter(('n' * 10000, '你好' * 40, 'a\tb\u202ec'))
        for event in trace['events']:
            if event['kind'] == 'task_created':
                event['coro'] = next(names)
        for axis in 'step', 'time':
            text = corodemo.run('view', '-', '-f', 'svg', '--axis', axis, stdin=json.dumps(trace).encode()).stdout
            self.assertLess(len(text), 32 * 1024)
            columns = {word: element for x, _, word, element in texts_of(text) if x == 40}
            self.assertLessEqual({'T1', 'T2', 'T3', r'a\tb\u202ec'}, set(columns))
            for word, element in columns.items():
                if word.endswith('…'):
                    self.assertLess(40 + least_width(word, float(element.get('font-size', '22'))), 280 if axis == 'step' else 400)

    def test_a_name_is_not_said_twice(self):
        trace = corodemo.trace('gather')
        trace['program'].update(name='p1-queue', title='')
        for axis in 'step', 'time':
            text = corodemo.run('view', '-', '-f', 'svg', '--axis', axis, stdin=json.dumps(trace).encode()).stdout
            self.assertEqual(sum('p1-queue' in word for _, _, word, _ in texts_of(text)), 1)

    def test_a_label_that_does_not_fit_its_block_is_beside_or_above(self):
        for tasks in ('3', '8'):
            text = corodemo.run('gather', '-n', tasks, '-f', 'svg', '-q').stdout
            texts = [''.join(each.itertext()) for each in xml.etree.ElementTree.fromstring(text).iter(SVG + 'text')]
            crowded = tasks == '8'  # then one label is shared
            self.assertEqual(texts.count('Hello world!'), 1 if crowded else 0)
            self.assertEqual(texts.count('again!'), 0 if crowded else 3)
            self.assertEqual(sum(text.split()[0] == 'gather' for text in texts[4:]), 1 if crowded else 3)
            self.assertEqual([text for text in texts if text.endswith(' of ' + tasks)],
                             [] if crowded else ['%d of %s' % (done, tasks) for done in range(1, int(tasks) + 1)])

    def test_the_line_below_the_title_names_what_ran(self):
        for options, shown in ((('wait', '--set-order', '2,3,1'), '--schedule 2,3,1'), (('run-forever',), 'hangs'),
                               (('lost-update',), '--schedule @1/@2/@1'),
                               (('two-arguments',), 'raises TypeError')):
            for axis in 'step', 'time':
                text = corodemo.run(*options, '-f', 'svg', '-q', '--axis', axis).stdout
                self.assertTrue(shown in text, (options, axis))

    def test_hostile_texts_stay_texts(self):
        for options in ((), ('--axis', 'time')):
            text = rendered('svg', *options)
            root = xml.etree.ElementTree.fromstring(text)
            allowed = {SVG + name for name in ('svg', 'title', 'desc', 'defs', 'pattern', 'rect', 'path', 'text', 'g')}
            self.assertEqual({element.tag for element in root.iter()} - allowed, set())
            self.assertIsNone(re.search('[\x00-\x09\x0b-\x1f\u202e]', text))
            self.assertLess(len(text), 64 * 1024)

    def test_frames_share_one_layout(self):
        with tempfile.TemporaryDirectory() as folder:
            frames = os.path.join(folder, 'a', 'frames')
            self.assertEqual(corodemo.run('gather', '-q', '--frames', frames).status, 0)
            names = sorted(os.listdir(frames))
            self.assertEqual(names, ['%03d.svg' % number for number in range(16)])
            texts = []
            for name in names:
                with open(os.path.join(frames, name), encoding='utf-8') as file:
                    texts.append(file.read())
            rects = [xml.etree.ElementTree.fromstring(text) for text in texts]
            blocks = [sum(rect.get('fill') in ('#C2410C', '#33475B') for rect in root.iter(SVG + 'rect')) for root in rects]
            self.assertEqual(blocks[0], 0)
            self.assertEqual(blocks, sorted(blocks[:-1]) + blocks[-1:])  # the last frame marks no step
            # Frames of a longer playback would be left behind among these.
            self.assertEqual(corodemo.run('gather', '-n', '4', '-q', '--frames', frames).status, 0)
            done = corodemo.run('gather', '-q', '--frames', frames)
            self.assertEqual((done.status, done.stdout, len(done.stderr.splitlines())), (3, '', 1))
            frames = os.path.join(folder, 'b')
            trace = os.path.join(folder, 'trace.json')
            corodemo.run('gather', '-q', '-o', trace)
            self.assertEqual(corodemo.run('view', trace, '--frames', frames, '--theme', 'dark').status, 0)

    def test_options_that_do_not_apply_are_rejected(self):
        for options in (('--axis', 'up', '-f', 'svg'), ('--theme', 'pink', '-f', 'svg'), ('--axis', 'time'), ('--theme', 'dark', '-f', 'html'),
                        ('--frames', 'x', '-o', 'y.svg'), ('--frames', 'x', '--axis', 'time'), ('--frames', 'x', '--trace'), ('--frames', '')):
            done = corodemo.run('gather', *options)
            self.assertEqual((done.status, done.stdout, len(done.stderr.splitlines())), (2, '', 1), options)
        done = corodemo.run('gather', '-q', '--frames', '/dev/null/x')
        self.assertEqual((done.status, done.stdout, len(done.stderr.splitlines())), (3, '', 1))


class Html(unittest.TestCase):
    def test_the_player_is_one_small_file(self):
        text = corodemo.run('gather', '-f', 'html', '-q').stdout
        playback = re.search(r'(?s)<script class="playback".*?</script>', text)
        self.assertLessEqual(len(text) - len(playback.group()), 80 * 1024)
        self.assertIsNone(re.search(r'(?:src|href)="(?!#|data:)', text))
        self.assertNotIn('{{', text)

    def test_each_line_of_the_playback_is_json(self):
        for text in (corodemo.run('wait', '-f', 'html', '-q', '--lang', 'zh').stdout, rendered('html')):
            playback = re.search(r'(?s)<script class="playback" type="application/json">\n(.*?)</script>', text).group(1)
            lines = [json.loads(line) for line in playback.splitlines()]
            self.assertIn('K', lines[1])
            self.assertEqual(lines[-2]['k'], 'e')
            self.assertEqual(text.count('</script'), 4)  # the playback, what is compressed, and what unpacks it
            self.assertNotIn('<', playback)


class Mermaid(unittest.TestCase):
    LINE = re.compile(r'sequenceDiagram|    (participant (L|T\d+) as .*|Note (over L|right of (L|T\d+)): .*|(L|T\d+)-?->>[+-]?(L|T\d+): .*)')

    def test_every_line_is_valid_in_a_sequence_diagram(self):
        for text in [corodemo.run(name, '-f', 'mermaid', '-q').stdout for name in corodemo.scenarios()] + [rendered('mermaid')]:
            for line in text.splitlines():
                self.assertRegex(line, self.LINE)
            for message in re.findall(r': (.*)', text):
                self.assertNotRegex(message, r'[<>{}\[\]"`]|\bend\b|#(?!\d+;)|(?<!\d);')
            opened = collections.Counter(re.findall(r'L->>\+(T\d+)', text))
            self.assertEqual(opened, collections.Counter(re.findall(r'(T\d+)-->>-L', text)))

    def test_a_long_diagram_ends_early_and_says_so(self):
        text = corodemo.run('gather', '-n', '3000', '-f', 'mermaid', '-q').stdout
        self.assertLess(len(text.encode()), 50_000)
        self.assertRegex(text.splitlines()[-1], r'Note over L: \.\.\. \d+ more steps')


class Perfetto(unittest.TestCase):
    def check(self, text):
        events = json.loads(text)['traceEvents']
        ends, waits, flows, stamps = {}, {}, collections.Counter(), {}
        named = {event['tid'] for event in events if event['name'] == 'thread_name'}
        for event in events:
            self.assertEqual(event['pid'], 1)
            if event['ph'] == 'M':
                continue
            self.assertIn(event['tid'], named)
            if event['ph'] == 'X':  # slices of a thread do not overlap, and are in order
                self.assertGreaterEqual(event['ts'], ends.get(event['tid'], 0))
                ends[event['tid']] = event['ts'] + event['dur']
            elif event['ph'] == 'b':
                self.assertNotIn(event['id'], waits)
                waits[event['id']] = event['ts']
            elif event['ph'] == 'e':
                self.assertGreaterEqual(event['ts'], waits.pop(event['id']))
            elif event['ph'] in 'sf':
                flows[event['id']] += 1
                self.assertLessEqual(stamps.get(event['id'], 0), event['ts'])
                stamps[event['id']] = event['ts']
            else:
                self.assertEqual(event['ph'], 'C')
                self.assertIsInstance(event['args']['value'], (int, float))
        self.assertEqual(waits, {})
        self.assertTrue(all(count == 2 for count in flows.values()))
        return events

    def test_it_follows_the_rules_of_the_trace_event_format(self):
        for name in corodemo.scenarios():
            self.check(corodemo.run(name, '-f', 'perfetto', '-q').stdout)
        self.check(rendered('perfetto'))

    def test_a_slice_per_step_and_an_arrow_per_wake_up(self):
        events = self.check(corodemo.run('gather', '-f', 'perfetto', '-q').stdout)
        kinds = collections.Counter(event['ph'] for event in events)
        self.assertEqual((kinds['X'], kinds['s'], kinds['f'], kinds['b']), (14, 3, 3, 3))


class Asciicast(unittest.TestCase):
    def test_it_follows_the_rules_of_version_2(self):
        for text in (corodemo.run('gather', '-f', 'asciicast', '-q').stdout, rendered('asciicast')):
            head, *events = [json.loads(line) for line in text.splitlines()]
            self.assertEqual((head['version'], head['width']), (2, 80))
            stamps = [event[0] for event in events]
            self.assertEqual(stamps, sorted(stamps))
            self.assertEqual({event[1] for event in events}, {'o', 'm'})
            self.assertEqual([event[2].split(' ──')[0] for event in events if event[1] == 'm'], ['iteration %d' % number for number in range(1, 6)])

    def test_it_shows_the_text_of_the_option_trace(self):
        events = [json.loads(line) for line in corodemo.run('gather', '-f', 'asciicast', '-q').stdout.splitlines()[1:]]
        shown = ''.join(event[2] for event in events if event[1] == 'o').replace('\r\n', '\n')
        self.assertEqual(re.sub('\x1b\\[[0-9;]*m', '', shown), corodemo.run('gather', '--trace').stdout)


class Unsafe(unittest.TestCase):
    """DEL, C1 and bidirectional controls, in every text of a trace."""
    TEXT = '\x7f|\x85|\x9b|\u061c|\u200e|\u202e|\u2066|end'
    UNSAFE = '[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]'

    def test_json_escapes_them_and_keeps_their_meaning(self):
        trace = corodemo.trace('gather')
        trace['program'].update(name=self.TEXT, title=self.TEXT)
        trace['outcome'].update(value=self.TEXT, stdout=self.TEXT)
        for event in trace['events']:
            for field in ('text', 'coro', 'name', 'value'):
                if isinstance(event.get(field), str):
                    event[field] = self.TEXT
        text = json.dumps(trace, ensure_ascii=False).encode()
        for name in ('json', 'jsonl', 'perfetto', 'html', 'asciicast', 'svg', 'mermaid', 'text'):
            shown = corodemo.run('view', '-', '-f', name, '--color=always', stdin=text).stdout
            self.assertIsNone(re.search(self.UNSAFE, shown), name)
        self.assertEqual(json.loads(corodemo.run('view', '-', '--json', stdin=text).stdout), trace)
        lines = corodemo.run('view', '-', '-f', 'jsonl', stdin=text).stdout.splitlines()
        self.assertEqual([json.loads(line) for line in lines[1:-1]], trace['events'])


class Names(unittest.TestCase):
    def test_the_format_follows_the_name(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, start in (('a.svg', '<svg'), ('a.html', '<!doctype html>'), ('a.mmd', 'sequenceDiagram'),
                                ('a.perfetto.json', '{"displayTimeUnit"'), ('a.cast', '{"version":2'), ('a.json', '{"schema"')):
                path = os.path.join(folder, name)
                self.assertEqual(corodemo.run('gather', '-q', '-o', path).status, 0)
                with open(path, encoding='utf-8') as file:
                    self.assertTrue(file.read().startswith(start), name)

    def test_an_impossible_trace_is_rejected_in_every_format(self):
        trace = corodemo.trace('gather')
        trace['events'] = [event for event in trace['events'] if event['kind'] != 'task_created']
        text = json.dumps(trace).encode()
        for name in ('svg', 'html', 'mermaid', 'perfetto', 'asciicast'):
            done = corodemo.run('view', '-', '-f', name, stdin=text)
            self.assertEqual((done.status, done.stdout, len(done.stderr.splitlines())), (3, '', 1), name)
            self.assertRegex(done.stderr, r'event \d+')


if __name__ == '__main__':
    unittest.main()
