"""What corodemo quotes of asyncio's source is there, in the function and the versions that it names."""

import ast
import functools
import os
import re
import subprocess
import unittest
import zipfile

import conformance

#: "asyncio/tasks.py, gather, 3.7-3.14"; without versions: in all of them.
PLACE = re.compile(r'asyncio/(?P<file>\w+\.py)(, (?P<function>[A-Za-z_][\w.]*))?(, 3\.(?P<first>\d+)(-3\.(?P<last>\d+))?)?$')


def quotes():
    """(who quotes it, where it is, the code)"""
    for scenario in conformance.corodemo_json('list'):
        for rule in scenario['rules']:
            yield 'corodemo explain ' + scenario['name'], rule['where'], rule['code']
    for claim in conformance.corodemo_json('claims'):
        for source in claim['sources']:
            yield 'claim %d' % claim['number'], source['where'], source['code']


def sources(interpreters):
    """{version: a function that maps a file name to the file's text}"""
    found = {}
    for version, one in interpreters.items():
        if one.is_executable():
            found[version] = functools.partial(read_from_folder, folder_of(one))
        else:
            library = os.path.join(conformance.PYODIDE, 'node_modules', 'pyodide', 'python_stdlib.zip')
            found[version] = functools.partial(read_from_zip, library)
    return found


def read_from_folder(folder, name):
    with open(os.path.join(folder, name), encoding='utf-8') as file:
        return file.read()


def read_from_zip(path, name):
    with zipfile.ZipFile(path) as library:
        return library.read('asyncio/' + name).decode()


def folder_of(interpreter):
    ask = 'import asyncio; print(asyncio.__path__[0])'
    done = subprocess.run([interpreter.path, '-c', ask], stdout=subprocess.PIPE, encoding='utf-8', check=True)
    return done.stdout.strip()


def function_text(text, name):
    """The lines of a function, or of a method: `Task.__init__`. All lines if no name is given."""
    lines = text.splitlines()
    if name is None:
        return lines
    node = ast.parse(text)
    for part in name.split('.'):
        inside = [child for child in ast.walk(node)
                  if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and child.name == part]
        if not inside:
            return []
        node = inside[-1]
    return lines[node.lineno - 1:node.end_lineno]


def quoted(code, lines):
    """Whether the lines of code occur in this order, adjacent except where the code has `...`."""
    lines = [line.strip() for line in lines]
    at, gap = 0, True
    for line in map(str.strip, code.splitlines()):
        if line == '...':
            gap = True
            continue
        found = next((i for i in range(at, len(lines)) if lines[i].startswith(line)), None)
        if found is None or not gap and found != at:
            return False
        at, gap = found + 1, False
    return True


class Sources(unittest.TestCase):
    def test_each_quotation_is_true(self):
        found = sources(conformance.find_interpreters(conformance.versions()))
        if not found:
            self.skipTest('there is no CPython here')
        checked = 0
        for who, where, code in quotes():
            place = PLACE.match(where)
            if not where.startswith('asyncio/'):
                continue  # C source, which is not installed with CPython
            self.assertIsNotNone(place, '%s: %s' % (who, where))
            first = int(place['first'] or 6)
            last = int(place['last'] or place['first'] or 99)
            self.assertTrue(code.strip(), who)
            for version, read in found.items():
                if not first <= conformance.number(version)[1] <= last:
                    continue
                text = read(place['file'])
                with self.subTest(who=who, where=where, version=version, code=code):
                    self.assertTrue(quoted(code, function_text(text, place['function'])))
                checked += 1
        self.assertGreater(checked, 0)
        print('\nconformance: %d quotations of asyncio\'s source checked' % checked, flush=True)


if __name__ == '__main__':
    unittest.main()
