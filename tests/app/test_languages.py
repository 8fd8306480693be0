"""Whatever corodemo says, it says in English and in Chinese. What stands in both alike has to be code, a name or a
number: any other line that both languages share is a sentence that nobody has translated."""

import re
import unittest

import corodemo

CHINESE = re.compile('[\u4e00-\u9fff]')


def code_words():
    """The words of all programs and quotations, of CPython's messages, and the names of scenarios."""
    words = set()
    for scenario in corodemo.trace('list'):
        rule = scenario['rule']
        words.update(re.findall(r'[A-Za-z]+', ' '.join((scenario['name'], rule['where'], rule['code']))))
        trace = corodemo.trace(scenario['name'])
        listings = trace['program']['listings']
        words.update(re.findall(r'[A-Za-z]+', listings['python']['text'] + listings['cpp']['text']))
        for event in trace['events']:  # CPython's own messages
            words.update(re.findall(r'[A-Za-z]+', event.get('message', '') + event.get('error', {}).get('message', '')))
    for claim in corodemo.trace('claims'):
        words.update(re.findall(r'[A-Za-z]+', claim['source']['where'] + claim['source']['code']))
    return words


class Languages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.code = code_words()
        cls.scenarios = corodemo.scenarios()

    def pages(self):
        yield []
        for command in ['list', 'formats', 'claims', 'compare', 'explore', 'explain', 'view'] + self.scenarios:
            yield [command, '--help']
        yield from ([command] for command in ('--help', 'list', 'formats', 'claims'))
        yield ['claims', '--all']
        yield ['claims', '--check']
        yield from (['claims', str(number)] for number in range(1, 47))
        yield ['compare', 'wait', 'gather']
        yield ['explore', 'wait']
        yield ['explore', 'gather']
        for name in self.scenarios:
            yield ['explain', name]
            yield from ([name, '--trace=' + detail] for detail in ('steps', 'brief'))
        # what goes wrong
        yield from (['nothing'], ['gathr'], ['gather', '--python', '2.7'], ['gather', '-n', '-1'], ['gather', '--nope'],
                    ['gather', 'brief'], ['gather', '-f', 'nope'], ['gather', '-o', 'x.nope'], ['gather', '--trace=nope'],
                    ['gather', '--trace', '--json'], ['gather', '--delay', 'x'], ['gather', '--color=x'],
                    ['wait', '--set-order', '1,1'], ['wait', '--set-order', 'x'], ['wait', '--set-order', '2,1'],
                    ['wait', '--schedule', '2,1'], ['wait', '--schedule', '1,2,3', '--set-order', '1,2,3'],
                    ['explain'], ['view'], ['explain', 'nothing'], ['compare', 'gather'], ['compare', 'gather', 'list'], ['claims', '99'], ['claims', '--all', '3'],
                    ['gather', '-q='], ['gather', '--tasks'])

    def said(self, page, language):
        done = corodemo.run(*page, '--lang', language)
        return (done.stdout + done.stderr).splitlines()

    def untranslated(self, page):
        english = set(self.said(page, 'en'))
        for line in self.said(page, 'zh'):
            data = re.match(r'\s*(┃|\d+ +\d+\.\d+ )', line)  # what the program prints, or an event
            if line in english and not CHINESE.search(line) and not data:
                words = [word for word in re.findall(r'[A-Za-z]{3,}', line) if word not in self.code]
                if len(words) > 2 and not re.match(r'\s*corodemo ', line):
                    yield line

    def test_no_sentence_is_in_one_language_only(self):
        checked = 0
        for page in self.pages():
            self.assertEqual(list(self.untranslated(page)), [], page)
            checked += 1
        self.assertGreater(checked, 150)


if __name__ == '__main__':
    unittest.main()
