"""The same command gives the same bytes, whichever compiler made the program: same_bytes.py PROGRAM PROGRAM...

Compares the traces of every scenario, on every version, in several set orders."""

import hashlib
import json
import subprocess
import sys

VERSIONS = ['3.%d' % minor for minor in range(6, 15)]
OPTIONS = [[], ['--set-order', 'argument'], ['--set-order', 'seed:7'], ['--preset-loop'], ['--trace'], ['--lang', 'zh']]


def output(program, *arguments):
    return subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout


def commands(program):
    names = [scenario['name'] for scenario in json.loads(output(program, 'list', '--json'))]
    for name in names:
        for version in VERSIONS:
            for options in OPTIONS:
                form = [] if '--trace' in options else ['--json']
                yield [name, '--python', version] + options + form
    yield ['claims', '--json']


def main():
    first, *others = sys.argv[1:]
    compared = 0
    for command in commands(first):
        expected = hashlib.sha256(output(first, *command)).digest()
        for other in others:
            if hashlib.sha256(output(other, *command)).digest() != expected:
                sys.exit('%s and %s differ: corodemo %s' % (first, other, ' '.join(command)))
            compared += 1
    print('%d outputs have the same bytes: %s' % (compared, ' '.join(sys.argv[1:])))
    return 0 if compared else 1


if __name__ == '__main__':
    sys.exit(main())
