"""Other projects use the library: an installed copy, with g++ and clang++; and the sources, as a subdirectory. The
program that they build is the example in docs/library.md."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))
PROGRAM = os.environ['CORODEMO']
BUILD = os.path.dirname(PROGRAM)
COMPILERS = [name for name in ('g++', 'clang++-19') if shutil.which(name)]


def run(*command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8', **options)
    if done.returncode != 0:
        raise AssertionError('%s: %s' % (' '.join(command), done.stdout))
    return done.stdout


def example():
    """The program in docs/library.md, and what it prints there."""
    with open(os.path.join(ROOT, 'docs', 'library.md'), encoding='utf-8') as file:
        text = file.read()
    return (re.search(r'```cpp\n(#include <corodemo/asyncio.hpp>.*?)```', text, re.DOTALL).group(1),
            re.search(r'\$ build/shop\n(.*?)```', text, re.DOTALL).group(1))


def sanitized():
    """Whether the library was built with sanitizers, which a program has to be built with, too."""
    with open(os.path.join(BUILD, 'CMakeCache.txt'), encoding='utf-8') as file:
        return '-fsanitize' in file.read()


class Library(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.project = self.path('shop')
        shutil.copytree(os.path.join(FOLDER, 'shop'), self.project)
        with open(os.path.join(self.project, 'shop.cpp'), 'w', encoding='utf-8') as file:
            file.write(example()[0])

    def path(self, name):
        return os.path.join(self.folder, name)

    def configure(self, build, compiler, *options):
        run('cmake', '-G', 'Ninja', '-S', self.project, '-B', build, '-DCMAKE_CXX_COMPILER=' + compiler,
            '-DCMAKE_EXPORT_COMPILE_COMMANDS=ON', *options)

    @unittest.skipIf(sanitized(), 'the library of another build is tested')
    def test_an_installed_copy(self):
        run('cmake', '--install', BUILD, '--prefix', self.path('installed'), '--component', 'library')
        for compiler in COMPILERS:
            build = self.path(compiler)
            self.configure(build, compiler, '-DCMAKE_PREFIX_PATH=' + self.path('installed'))
            run('cmake', '--build', build)
            self.assertEqual(run(os.path.join(build, 'shop'), cwd=self.project), example()[1])
            trace = os.path.join(self.project, 'shop.json')
            with open(trace, encoding='utf-8') as file:
                text = file.read()
            self.assertEqual(run(os.path.join(build, 'read_trace'), input=text),
                             '%d\n' % len(json.loads(text)['events']))
            self.assertIn('shop.cpp', run(PROGRAM, 'view', trace, '-f', 'html'))
            self.assertIn('valid trace', run(PROGRAM, 'check', trace))

    def test_a_subdirectory(self):
        build = self.path('build')
        self.configure(build, COMPILERS[0], '-DSUBDIRECTORY=' + ROOT)
        with open(os.path.join(build, 'CMakeCache.txt'), encoding='utf-8') as file:
            names = re.findall(r'^(\w+):', file.read(), re.MULTILINE)
        ours = [name for name in names if re.match('CORODEMO_|CLI11|spdlog|fmt|doctest|CCACHE|CMAKE_BUILD_TYPE$', name)]
        self.assertEqual(ours, ['CMAKE_BUILD_TYPE'])  # CMake's own, and empty
        with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as file:
            commands = {entry['file']: entry['command'] for entry in json.load(file)}
        built = commands[os.path.join(ROOT, 'core', 'asyncio', 'event_loop.cpp')]
        self.assertIn('-std=c++20', built)
        self.assertNotIn('-Werror', built)
        self.assertRegex(commands[os.path.join(self.project, 'shop.cpp')], r'-std=(c|gnu)\+\+20')
        self.assertEqual([path for path in commands if '/app/' in path or '/scenarios/' in path], [])
        with open(os.path.join(build, 'cmake_install.cmake'), encoding='utf-8') as file:
            self.assertNotIn('corodemo_asyncio', file.read())


if __name__ == '__main__':
    unittest.main()
