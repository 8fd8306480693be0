"""Completion in shells: `corodemo __complete` knows every option of --help, and the scripts show what it says."""

import os
import re
import shutil
import subprocess
import unittest

import corodemo
import test_cli

# Completes the last of its arguments in bash, as bash does for an interactive user: prints the candidates.
BASH = r'''
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_corodemo 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
'''


def options_in(text):
    """{option: description} of a --help."""
    return {name: ' '.join(what.split())
            for name, what in re.findall(r'^  (?:-\w,)?(--[\w-]+)(?: [^ ]+)? +(\S.*)$', text, re.MULTILINE)}


class Completion(test_cli.CommandLineTest):
    def complete(self, *words):
        """{candidate: description} for the last word."""
        lines = self.done('__complete', *words).splitlines()
        return {word: what for word, _, what in (line.partition('\t') for line in lines)}

    def test_commands_and_scenarios(self):
        candidates = self.complete('')
        self.assertEqual(sorted(candidates), sorted(test_cli.COMMANDS + corodemo.scenarios()))
        self.assertEqual(candidates['gather'], 'three hellos, one thread')
        self.assertEqual(list(self.complete('ga')),
                         [name for name in corodemo.scenarios() if name.startswith('ga')])
        self.assertEqual(self.complete('--lang', 'zh', 'gather-t')['gather-today'], '三个 hello：如今的写法')
        self.assertEqual(self.complete('nothing-like-this', ''), self.complete(''))

    def test_every_option_of_each_help(self):
        for command in test_cli.COMMANDS + corodemo.scenarios():
            for language in ('en', 'zh'):
                expected = options_in(self.done(command, '--help', '--lang', language))
                self.assertIn('--max-memory', expected)
                found = self.complete('--lang', language, command, '--')
                self.assertEqual(found, expected, command)

    def test_short_options(self):
        self.assertEqual([word for word in self.complete('gather', '-') if not word.startswith('--')],
                         ['-h', '-f', '-o', '-n', '-v', '-q'])

    def test_options_of_a_scenario_beside_its_name(self):
        self.assertIn('--schedule', self.complete('explore', 'wait', '--s'))
        self.assertEqual(list(self.complete('compare', 'wait', '-n', '4', 'gather', '--py')), ['--python'])
        self.assertNotIn('--trace', self.complete('explore', 'wait', '--'))
        self.assertNotIn('--tasks', self.complete('explore', '--'))

    def test_values(self):
        for words, expected in (
                (('gather', '--trace='), ['--trace=brief', '--trace=steps', '--trace=full']),
                (('gather', '--color', ''), ['auto', 'always', 'never']),
                (('--lang=',), ['--lang=en', '--lang=zh']),
                (('gather', '-f', 'js'), ['json', 'jsonl']),
                (('compare', 'wait', 'gather', '-f', ''), ['text', 'json', 'svg', 'html']),
                (('gather', '--python', '3.1'), ['3.10', '3.11', '3.12', '3.13', '3.14']),
                (('to-thread', '--python', ''), ['3.9', '3.10', '3.11', '3.12', '3.13', '3.14']),
                (('wait', '--set-order', 's'), ['seed:']),
                (('explain', 'lost-u'), ['lost-update', 'lost-update-fixed']),
                (('compare', 'wait', 'wait-t'), ['wait-tasks', ':files .json .jsonl .py']),
                (('compare', 'wait', 'gather', 'g'), []),
                (('generate', ''), ['man', 'bash', 'zsh', 'fish'])):
            self.assertEqual(list(self.complete(*words)), expected, words)
        self.assertEqual(len(self.complete('claims', '')), len(corodemo.trace('claims')))
        self.assertEqual(list(self.complete('gather', '-f', '')), re.findall(r'^  (\w+) ', self.done('formats'), re.MULTILINE))

    def test_files(self):
        for words, expected in ((('gather', '-o', ''), ':files'), (('gather', '--frames', ''), ':folders'),
                                (('view', ''), ':files .json .jsonl'), (('check', 'x'), ':files .json .jsonl'),
                                (('record', ''), ':files .py'), (('record', '--trace', 's'), ':files .py'),
                                (('record', 'shop.py', '--'), ':files'), (('record', '-m', 'shop', ''), ':files'),
                                (('record', '--include', ''), ':folders')):
            self.assertEqual(list(self.complete(*words)), [expected], words)
        self.assertIn(':files .json .jsonl .py', self.complete('diff', 'a.json', ''))

    def test_scripts(self):
        for shell in ('bash', 'zsh', 'fish'):
            self.assertIn('__complete', self.done('generate', shell))
        self.assertEqual(self.usage('generate'), 'what to generate is missing: man, bash, zsh or fish')
        self.assertEqual(self.usage('generate', 'tcsh'), "generate takes man, bash, zsh or fish, not 'tcsh'")


class Shell(test_cli.CommandLineTest):
    def setUp(self):
        super().setUp()
        for name in ('shop.py', 'a.json', 'b.jsonl', 'other.txt', 'two words.json'):
            open(os.path.join(self.folder, name), 'w').close()
        os.mkdir(os.path.join(self.folder, 'pictures'))

    @unittest.skipUnless(shutil.which('bash'), 'no bash')
    def test_bash(self):
        script = os.path.join(self.folder, 'script')
        with open(script, 'w') as file:
            file.write(self.done('generate', 'bash'))
        for words, expected in (
                (['gather-to'], ['gather-today']),
                (['gather', '--trace', '=', ''], ['brief', 'steps', 'full']),
                (['gather', '--trace', '='], ['brief', 'steps', 'full']),
                (['gather', '--python', '=', '3.1'], ['3.10', '3.11', '3.12', '3.13', '3.14']),
                (['wait', '--set-order', '=', 's'], ['seed:']),
                (['wait', '--set-order', '=', 'seed', ':'], []),
                (['view', ''], ['pictures', 'a.json', 'two words.json', 'b.jsonl']),
                (['record', ''], ['pictures', 'shop.py']),
                (['gather', '--output', '=', 'ot'], ['other.txt']),
                (['gather', '--frames', 'p'], ['pictures'])):
            done = subprocess.run(['bash', '-c', BASH, 'bash', script, corodemo.path()] + words, cwd=self.folder,
                                  stdout=subprocess.PIPE, encoding='utf-8', env=corodemo.environment())
            self.assertEqual(sorted(filter(None, done.stdout.splitlines())), sorted(expected), words)

    @unittest.skipUnless(shutil.which('fish'), 'no fish')
    def test_fish(self):
        script = os.path.join(self.folder, 'script')
        with open(script, 'w') as file:
            file.write(self.done('generate', 'fish'))
        os.symlink(corodemo.path(), os.path.join(self.folder, 'corodemo'))
        environment = dict(corodemo.environment(), PATH=self.folder + ':' + os.environ['PATH'], HOME=self.folder)
        for line, expected in (('corodemo gather-to', ['gather-today\tthree hellos: today\'s way']),
                               ('corodemo gather --trace=', ['--trace=brief', '--trace=full', '--trace=steps']),
                               ('corodemo record ', ['pictures/', 'shop.py']),
                               ('corodemo gather --output=ot', ['--output=other.txt'])):
            done = subprocess.run(['fish', '-N', '-c', 'source %s; complete -C "%s"' % (script, line)], cwd=self.folder,
                                  stdout=subprocess.PIPE, encoding='utf-8', env=environment)
            self.assertEqual(sorted(done.stdout.splitlines()), sorted(expected), line)

    @unittest.skipUnless(shutil.which('zsh'), 'no zsh')
    def test_zsh_accepts_the_script(self):
        done = subprocess.run(['zsh', '-n'], input=self.done('generate', 'zsh'), stderr=subprocess.PIPE, encoding='utf-8')
        self.assertEqual((done.returncode, done.stderr), (0, ''))


if __name__ == '__main__':
    unittest.main()
