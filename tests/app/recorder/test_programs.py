"""Programs as people write them: recorded, they do what they do under plain CPython, and every view takes their traces."""

import os
import re
import subprocess
import unittest

from recorded import ProgramTest

PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'programs')
FORMATS = ('text', 'brief', 'full', 'json', 'jsonl', 'svg', 'html', 'mermaid', 'perfetto', 'asciicast')


class Programs(ProgramTest):
    def both(self, name):
        """{version: the recorded one}, each the same as the plain one."""
        path = os.path.join(PROGRAMS, name)

        def run(version, python):
            return self.run_plain(python, path), self.run_recorded(python, path)
        found = {}
        for version, (plain, recorded) in self.each(run, since=(3, 7)).items():
            with self.subTest(python=version):
                self.assertEqual((recorded.stdout, recorded.status), (plain.stdout, plain.status))
                found[version] = recorded
        return found

    def views(self, done):
        """{format: the trace in it}"""
        path = os.path.join(self.folder, 'trace.json')
        found = {}
        for name in FORMATS:
            option = ['--trace=' + name] if name in ('brief', 'full') else ['-f', name]
            view = subprocess.run([os.environ['CORODEMO'], 'view', path, '--lang', 'en'] + option,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8')
            self.assertEqual((view.stderr, view.returncode), ('', 0), name)
            found[name] = view.stdout
        return found

    def check(self, name, roles):
        """Every version records the program, and the newest one's trace can be read in every format."""
        found = self.both(name)
        newest = found[max(found)]
        self.assertEqual({event['role'] for event in newest.events('handle_scheduled')} & set(roles), set(roles))
        if 'CORODEMO' in os.environ:
            with open(os.path.join(self.folder, 'trace.json'), 'w', encoding='utf-8') as file:
                file.write(newest.text)
            views = self.views(newest)
            self.assertIsNone(re.search('.*internal.*callback.*', views['text']))
            self.assertIn('socket' if 'reader' in roles else 'SIGTERM', views['text'])
        return found

    def test_100_clients_of_a_server(self):
        for done in self.check('echo_server.py', ['reader', 'writer']).values():
            self.assertEqual(done.trace['clock']['kind'], 'virtual')

    def test_a_crawler(self):
        for done in self.check('crawler.py', ['reader']).values():
            self.assertEqual(done.trace['clock']['kind'], 'virtual')

    def test_a_chat(self):
        for done in self.check('chat.py', ['reader']).values():
            self.assertEqual(done.trace['clock']['kind'], 'virtual')

    def test_a_pool_of_workers_and_a_signal(self):
        for done in self.check('workers.py', ['signal']).values():
            self.assertEqual(done.trace['clock']['kind'], 'mixed')


if __name__ == '__main__':
    unittest.main()
