"""The same command gives the same bytes, whichever compiler made the program: same_bytes.py PROGRAM PROGRAM...

Compares the traces of every scenario, on every version, in several set orders."""

import concurrent.futures
import json
import os
import re
import subprocess
import sys

VERSIONS = ['3.%d' % minor for minor in range(6, 15)]
FORMS = [['--json'], ['--json', '--set-order', 'argument'], ['--json', '--set-order', 'seed:7'],
         ['--json', '--preset-loop'], ['--trace'], ['--trace=brief', '--lang', 'zh']]


def output(program, *arguments):
    """Exit status, standard output and standard error. Where a block stands in a statement of C++, without the lines of C++:
    of an await over several lines g++ names the last one and clang++ the first."""
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    text = done.stdout
    if b'-> Block {' in text:
        text = re.sub(rb'"cpp_line":\d+', b'"cpp_line":0', text)
    return done.returncode, text, done.stderr


def commands(program):
    for scenario in json.loads(output(program, 'list', '--json')[1]):
        name = scenario['name']
        yield ['explain', name]
        yield ['explore', name]
        for version in VERSIONS[VERSIONS.index(scenario['since']):]:
            yield from ([name, '--python', version] + form for form in FORMS)
    yield from (['claims', '--json'], ['claims', '--lang', 'zh'], ['list'], ['--help'], [], ['compare', 'wait', 'gather'])


def difference(programs, command):
    """The first difference, or None."""
    first, *others = programs
    expected = output(first, *command)
    if not expected[1]:
        return '%s writes nothing: corodemo %s: %s' % (first, ' '.join(command), expected[2].decode())
    for other in others:
        if output(other, *command) != expected:
            return '%s and %s differ: corodemo %s' % (first, other, ' '.join(command))
    return None


def main():
    programs = sys.argv[1:]
    some = list(commands(programs[0]))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for wrong in pool.map(lambda command: difference(programs, command), some):
            if wrong:
                pool.shutdown(cancel_futures=True)
                sys.exit(wrong)
    print('%d commands write the same bytes: %s' % (len(some), ' '.join(programs)))
    return 0 if some and len(programs) > 1 else 1


if __name__ == '__main__':
    sys.exit(main())
