"""-f svg, html, mermaid, perfetto and asciicast: each follows the rules of its format, whatever is in the trace."""

import collections
import json
import os
import re
import tempfile
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

    def test_many_steps_are_drawn_by_iteration_and_many_tasks_share_lanes(self):
        for tasks, lanes in (('12', 12), ('100', 1), ('3000', 1)):
            text = corodemo.run('gather', '-n', tasks, '-f', 'svg', '-q').stdout
            names = re.findall(r'>(T\d+(?:–T\d+)?)<', text)
            self.assertEqual(len(names), lanes, tasks)
            self.assertLessEqual(len(text), 200 * 1024)

    def test_a_label_that_does_not_fit_its_block_is_beside_or_above(self):
        for tasks in ('3', '8'):
            text = corodemo.run('gather', '-n', tasks, '-f', 'svg', '-q').stdout
            texts = [''.join(each.itertext()) for each in xml.etree.ElementTree.fromstring(text).iter(SVG + 'text')]
            crowded = tasks == '8'  # then one label is shared
            self.assertEqual(texts.count('Hello world!'), 1 if crowded else 0)
            self.assertEqual(texts.count('again!'), 0 if crowded else 3)
            self.assertEqual(texts.count('gather'), 1 if crowded else 3)
            self.assertEqual([text for text in texts if text.endswith(' of ' + tasks)],
                             [] if crowded else ['%d of %s' % (done, tasks) for done in range(1, int(tasks) + 1)])

    def test_the_line_below_the_title_names_what_ran(self):
        for options, shown in ((('wait', '--set-order', '2,3,1'), 'order=2,3,1'), (('run-forever',), 'hangs'),
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
        self.assertLessEqual(len(text) - len(playback.group()), 60 * 1024)
        self.assertIsNone(re.search(r'(?:src|href)="(?!#|data:)', text))
        self.assertNotIn('{{', text)

    def test_each_line_of_the_playback_is_json(self):
        for text in (corodemo.run('wait', '-f', 'html', '-q', '--lang', 'zh').stdout, rendered('html')):
            playback = re.search(r'(?s)<script class="playback" type="application/json">\n(.*?)</script>', text).group(1)
            lines = [json.loads(line) for line in playback.splitlines()]
            self.assertIn('K', lines[1])
            self.assertEqual(lines[-2]['k'], 'e')
            self.assertEqual(text.count('</script'), 2)
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
