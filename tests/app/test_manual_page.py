"""The manual page says what --help says."""

import re
import shutil
import subprocess
import unittest

import corodemo
import test_cli
import test_completion


def plain(roff):
    """The text of roff, without its requests."""
    for escape, character in ((r'\-', '-'), (r'\(aq', "'"), (r'\(dq', '"'), (r'\(ha', '^'), (r'\(ti', '~'), (r'\(ga', '`'), (r'\&', ''), (r'\:', ''), (r'\e', '\\')):
        roff = roff.replace(escape, character)
    return roff


class ManualPage(test_cli.CommandLineTest):
    def page(self, language):
        return self.done('generate', 'man', '--lang', language)

    def items(self, page):
        """[(name, description)] of what is listed."""
        return re.findall(r'^\.TP \d+n\n\.B "(.*)"\n(.*)$', plain(page), re.MULTILINE)

    def test_every_option_of_each_help(self):
        for language in ('en', 'zh'):
            items = self.items(self.page(language))
            names = {option: name for name, _ in items for option in re.findall(r'--[\w-]+', name)}
            descriptions = {what for _, what in items}
            for command in test_cli.COMMANDS:
                for option, what in test_completion.options_in(self.done(command, '--help', '--lang', language)).items():
                    if option != '--help':
                        self.assertIn(option, names)
                        self.assertIn(what, descriptions)
            for name in corodemo.scenarios():
                for option, what in test_completion.options_in(self.done(name, '--help', '--lang', language)).items():
                    if option not in ('--help', '--python'):  # the scenarios differ in which Pythons they run on
                        self.assertIn(option, names)
                        self.assertTrue({what, re.split(r'（| \(', what)[0]} & descriptions, (name, what))

    def test_every_scenario_and_example(self):
        for language, titles in (('en', 'three hellos, one thread'), ('zh', '三个 hello，一个线程')):
            items = dict(self.items(self.page(language)))
            self.assertEqual(items['gather'], titles)
            self.assertLessEqual(set(corodemo.scenarios()), set(items))
            for command in [''] + test_cli.COMMANDS:
                overview = self.done(*filter(None, [command, '--help', '--lang', language]))
                for example, what in re.findall('^  (corodemo .*?)  +(.*)', overview, re.MULTILINE):
                    self.assertEqual(items[example], what)

    @unittest.skipUnless(shutil.which('groff'), 'no groff')
    def test_groff_has_no_complaint(self):
        for language in ('en', 'zh'):
            done = subprocess.run(['groff', '-man', '-Kutf8', '-Tutf8', '-ww', '-z'], input=self.page(language).encode(),
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual((done.returncode, done.stderr.decode()), (0, ''))


if __name__ == '__main__':
    unittest.main()
