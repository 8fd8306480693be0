"""Shared by the tests of the recorder: programs under plain CPython, and recorded, on every CPython that is here."""

import concurrent.futures
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
RECORDER = os.path.join(ROOT, 'app', 'recorder')
EARLIEST = (3, 6)
TRIES = 3
PREAMBLE = """
import asyncio
if not hasattr(asyncio, 'run'):  # 3.6
    asyncio.run = lambda main: asyncio.get_event_loop().run_until_complete(main)
if not hasattr(asyncio, 'create_task'):
    asyncio.create_task = asyncio.ensure_future
if not hasattr(asyncio, 'get_running_loop'):
    asyncio.get_running_loop = asyncio.get_event_loop
"""


def find_pythons():
    """{(3, 11): path}"""
    found = {}
    candidates = glob.glob(os.path.expanduser('~/.pyenv/versions/*/bin/python')) + [sys.executable] + [
        shutil.which(name) for name in ['python3'] + ['python3.%d' % minor for minor in range(6, 20)]]
    for path in dict.fromkeys(filter(None, candidates)):
        ask = 'import sys; print(sys.implementation.name, *sys.version_info[:2])'
        done = subprocess.run([path, '-c', ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding='utf-8')
        match = re.match(r'cpython (\d+) (\d+)$', done.stdout)
        if match and tuple(map(int, match.groups())) >= EARLIEST:
            found.setdefault(tuple(map(int, match.groups())), path)
    return dict(sorted(found.items()))


PYTHONS = find_pythons()


class Done:
    """A process that has ended: its output, and its trace if it was recorded."""

    def __init__(self, process, trace_path=None):
        self.stdout, self.stderr = process.stdout.decode(), process.stderr.decode()
        self.status = process.returncode
        self.trace = None
        if trace_path is not None and os.path.exists(trace_path):
            with open(trace_path, encoding='utf-8') as file:
                self.text = file.read()
                self.trace = json.loads(self.text)

    def shown(self):
        return self.stdout, self.status, self.stderr

    def events(self, *kinds):
        return [event for event in self.trace['events'] if not kinds or event['kind'] in kinds]


class ProgramTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, text, name='program.py'):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(textwrap.dedent(text))
        return path

    def run_plain(self, python, path, *arguments, **options):
        return Done(self.run_process([python, '-B', path, *arguments], **options))

    def run_recorded(self, python, path, *arguments, recorder=(), **options):
        output = os.path.join(tempfile.mkdtemp(dir=self.folder), 'trace.json')
        command = [python, '-B', RECORDER, '-o', output, *recorder, path, *arguments]
        return Done(self.run_process(command, **options), output)

    @staticmethod
    def run_process(command, **options):
        options.setdefault('stdin', subprocess.DEVNULL)
        options.setdefault('timeout', 60)
        if 'input' in options:
            del options['stdin']
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def each(self, function, since=EARLIEST, before=(4,)):
        """[function(version, path of the Python)] for the CPythons that are here, side by side."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            jobs = {version: pool.submit(function, version, path) for version, path in PYTHONS.items()
                    if since <= version < before}
            self.assertTrue(jobs or since > max(PYTHONS) or before <= min(PYTHONS), 'there is no CPython here')
            results = {}
            for version, job in jobs.items():
                with self.subTest(python='%d.%d' % version):
                    results[version] = job.result()
            return results

    def same(self, text, since=EARLIEST, before=(4,), recorder=(), arguments=(), **options):
        """Run a program plain and recorded on each CPython: what it prints and its exit status must be the same. Return
        {version: the recorded one}. What waits in real time may come in another order on a busy machine: then again."""
        path = self.write(PREAMBLE + textwrap.dedent(text))

        def both(version, python):
            for _ in range(TRIES):
                plain = self.run_plain(python, path, *arguments, **options)
                recorded = self.run_recorded(python, path, *arguments, recorder=recorder, **options)
                if plain.shown() == recorded.shown():
                    break
            return plain, recorded
        found = {}
        for version, (plain, recorded) in self.each(both, since, before).items():
            with self.subTest(python='%d.%d' % version):
                self.assertEqual(recorded.shown(), plain.shown())
                self.assertIsNotNone(recorded.trace, 'there is no trace')
                found[version] = recorded
        return found
