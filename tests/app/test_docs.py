"""docs/record.md: its programs, recorded, give the output that it shows, before and after the repair."""

import os
import re
import sys
import tempfile
import unittest

import corodemo

DOCS = os.path.join(corodemo.ROOT, 'docs')
PIECE = re.compile(r'`(?P<file>\w+\.py)`:\n\n```python\n(?P<program>.*?)```'
                   r'|```diff\n(?P<repair>.*?)```'
                   r'|```\n\$ corodemo record (?P<options>(?:--\S+ )+)(?P<recorded>\w+\.py)\n(?P<shown>.*?)```', re.DOTALL)


def repaired(program, repair):
    """A program in which the lines that begin with - in a diff are replaced by those that begin with +."""
    lines = {sign: ''.join(line[1:] + '\n' for line in repair.splitlines() if line[0] == sign) for sign in '-+'}
    assert program.count(lines['-']) == 1, lines['-']
    return program.replace(lines['-'], lines['+'])


def pattern(shown):
    """A pattern for a text in which a line with only ... stands for any lines."""
    parts = ['(?:.*\n)*?' if line == '...' else re.escape(line) + '\n' for line in shown.splitlines()]
    return re.compile(''.join(parts))


def record(program, name, options):
    """What the program prints, and then its trace. A machine that holds the program up is no part of what is shown."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, name), 'w') as file:
            file.write(program)
        done = corodemo.run('record', '--python', sys.executable, '--slow', '60', *options, name, folder=folder)
        assert done.status == 0, done.stderr
        return done.stdout


@unittest.skipIf(sys.version_info < (3, 11), 'the page shows what Python 3.11 offers')
class Record(unittest.TestCase):
    def test_each_program_gives_the_output_that_is_shown(self):
        with open(os.path.join(DOCS, 'record.md'), encoding='utf-8') as file:
            pieces = list(PIECE.finditer(file.read()))
        self.assertEqual(len(pieces), 5 * 2 + 4 * 2)  # programs, their output; of four the repair, the output after it
        program = None
        for piece in pieces:
            program = piece['program'] or program
            if piece['repair']:
                program = repaired(program, piece['repair'])
            elif piece['recorded']:
                output = record(program, piece['recorded'], piece['options'].split())
                self.assertTrue(pattern(piece['shown']).fullmatch(output), piece['shown'] + '\nis not\n' + output)


if __name__ == '__main__':
    unittest.main()
