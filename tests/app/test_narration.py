"""Every format tells the same story: each step's actor, cause and effects, as the events have them."""

import html
import json
import re
import unittest

import corodemo

VERSIONS = ('3.6', '3.10', '3.14')


def runs():
    """(arguments of) every scenario of the tutorial, on some versions. Of cancelling, groups and the like this test has no
    words of its own."""
    for scenario in corodemo.trace('list'):
        if scenario['group'] in ('tutorial', 'races'):
            for python in VERSIONS:
                yield [scenario['name'], '--python', python]


class Step:
    """What the events say of a scheduling decision."""

    def __init__(self, number, kind):
        self.number, self.kind = number, kind
        self.actor = self.cause = self.end = None
        self.printed, self.cancelled, self.woken = [], [], []


def steps_of(trace):
    """The scheduling decisions: each handle that ran, and each jump of an idle clock."""
    steps, at_event, handles = [], {}, {}
    step = None
    for event in trace['events']:
        kind = event['kind']
        if kind in ('handle_scheduled', 'timer_scheduled'):
            handles[event['handle']] = event
        if kind == 'handle_started' or (kind == 'clock_advanced' and event['why'] == 'idle'):
            step = Step(len(steps) + 1, 'jump' if kind == 'clock_advanced' else 'handle')
            steps.append(step)
            if kind == 'handle_started':
                scheduled = handles[event['handle']]
                step.kind = scheduled['role']
                timer = scheduled['kind'] == 'timer_scheduled'
                step.actor = scheduled.get('in') if timer else scheduled.get('task') or scheduled.get('future')
                step.cause = at_event.get(scheduled['cause'])
        if kind in ('iteration_started', 'iteration_finished', 'run_finished'):
            step = None
        if step:
            at_event[event['n']] = step.number
            if kind == 'printed':
                step.printed.append(event['text'])
            elif kind == 'step_finished':
                step.end = event
            elif kind == 'cancel_requested' and 'task' in event and event['delivered'] != 'refused':
                step.cancelled.append(event['task'])
    return steps


def sentence(of_page, tail, language):
    """A sentence of a page's playback: a template with its arguments."""
    index = ['en', 'zh'].index(language)

    def rendered(piece):
        if isinstance(piece, str):
            return piece
        if isinstance(piece, list):
            return ''.join(rendered(one) for one in piece[1:])
        text = of_page[1 + piece]
        text = tail['texts'][text] if isinstance(text, int) else text
        return text[index] if isinstance(text, list) else text
    return ''.join(rendered(piece) for piece in tail['sentences'][of_page[0]][index])


def texts(trace, language):
    """Each step's sentence, by format and number of the step."""
    document = json.dumps(trace).encode()

    def view(name, *options):
        return corodemo.run('view', '-', '-f', name, '--lang', language, *options, stdin=document).stdout

    page = view('html')
    found = {'html': {}, 'perfetto': {}, 'mermaid': {}, 'text': {}, 'asciicast': {}}
    lines = [json.loads(line) for line in re.search(r'json">\n(.*?)</script>', page, re.DOTALL).group(1).splitlines()]
    for shot in lines[1:-1]:
        if shot['k'] in 'tjmcl':
            found['html'][shot['n']] = sentence(shot['s'], lines[-1], language)
    for event in json.loads(view('perfetto'))['traceEvents']:
        if event['ph'] == 'X':
            found['perfetto'][event['args']['step']] = event['args']['what']
    number = None
    for line in view('mermaid').splitlines():
        text = html.unescape(re.sub(r'#(\d+);', r'&#\1;', line.split(': ', 1)[-1]))
        head = re.match(r'(\d+) (.*)', text)
        if head and '--' not in line.split(':')[0].replace('-->>-', '') and ('>>' in line or 'clock' in text or '时钟' in text):
            number = int(head.group(1))
            found['mermaid'][number] = head.group(2)
        elif number and ('Note right' in line or '-->>-' in line):
            found['mermaid'][number] += ', ' + text
    for name in 'text', 'asciicast':
        shown = view(name, '--width', '120')
        if name == 'asciicast':
            output = ''.join(event[2] for event in map(json.loads, shown.splitlines()[1:]) if event[1] == 'o')
            shown = re.sub(r'\x1b\[[0-9;]*m', '', output).replace('\r\n', '\n')
        shown = re.split('ready queue after it|此步之后的就绪队列', shown)[1]  # after the listing
        for number, first, more in re.findall(r'^ {0,4}(\d+)  (\S.*)\n((?: {5,}\S.*\n)*)', shown, re.MULTILINE):
            rows = [first] + more.splitlines()
            left = [re.split(r' {2,}', row.strip())[0] for row in rows]
            found[name][int(number)] = ' '.join(left)
    return found


def squeezed(text):
    return re.sub(r'\s+', '', text)


class Narration(unittest.TestCase):
    maxDiff = None

    def test_every_format_tells_what_the_events_say(self):
        for arguments in runs():
            trace = corodemo.trace(*arguments)
            steps = steps_of(trace)
            for language, step_words in ('en', 'step %d'), ('zh', '第 %d 步'):
                told = texts(trace, language)
                for step in steps:
                    for name, sentences in told.items():
                        with self.subTest(arguments=arguments, step=step.number, format=name, language=language):
                            self.check(step, squeezed(sentences[step.number]), squeezed(step_words))

    def check(self, step, sentence, step_words):
        if step.actor:
            self.assertIn(step.actor, sentence)
        if step.kind in ('step', 'wakeup'):
            self.assertTrue(sentence.startswith(step.actor))
        if step.kind == 'wakeup' and step.cause:
            self.assertIn(step_words % step.cause, sentence)
        at = 0
        for text in step.printed:
            line = squeezed(text.splitlines()[0] if text else '')[:20]
            self.assertIn(line, sentence[at:])
            at = sentence.index(line, at)
        for task in step.cancelled:
            self.assertIn(task, sentence)
        if step.end and step.end['end'] == 'returned':
            self.assertIn(squeezed(step.end['value'])[:20], sentence[at:])
        elif step.end and step.end['end'] == 'raised':
            self.assertIn(step.end['error']['type'], sentence[at:])

    def test_formats_agree_word_for_word(self):
        for arguments in runs():
            trace = corodemo.trace(*arguments)
            told = texts(trace, 'en')
            for number, sentence in told['text'].items():
                if number:
                    with self.subTest(arguments=arguments, step=number):
                        whole = squeezed(sentence).lower()
                        for name in told:
                            # The page and other tools shorten long values.
                            for part in squeezed(told[name][number]).rstrip('.').lower().split('…'):
                                self.assertIn(part, whole, name)


if __name__ == '__main__':
    unittest.main()
