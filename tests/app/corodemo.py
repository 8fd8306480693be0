"""Runs the program under test as a process: $CORODEMO, or the one in the build folder."""

import collections
import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

Done = collections.namedtuple('Done', 'status stdout stderr')


def path():
    candidates = [os.environ.get('CORODEMO')]
    candidates += [os.path.join(ROOT, 'build', folder, 'corodemo') for folder in ('', 'release', 'dev')]
    for candidate in candidates:
        if candidate and os.path.exists(candidate):
            return os.path.abspath(candidate)
    sys.exit('corodemo is not built; or set $CORODEMO to its path')


def environment(**changes):
    """A neutral environment: English, no preference for colours. A variable given as None is removed."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith('LC_') and name not in ('LANG', 'LANGUAGE', 'NO_COLOR', 'TERM')}
    kept.update(changes)
    return {name: value for name, value in kept.items() if value is not None}


def run_bytes(*arguments, stdin=b'', stdout=subprocess.PIPE, folder=None, **variables):
    done = subprocess.run([path()] + [os.fsencode(argument) for argument in arguments], input=stdin, stdout=stdout,
                          stderr=subprocess.PIPE, cwd=folder, env=environment(**variables), timeout=60)
    return Done(done.returncode, done.stdout, done.stderr)


def run(*arguments, **how):
    done = run_bytes(*arguments, **how)
    return Done(done.status, (done.stdout or b'').decode(), done.stderr.decode())


def on_terminal(*arguments, width=80, **variables):
    """What the program writes to a terminal of that width. Skips the test where there are no pseudo-terminals."""
    try:
        ours, theirs = pty.openpty()
    except OSError as error:
        raise unittest.SkipTest('this machine gives no pseudo-terminal: %s' % error) from None
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack('HHHH', 40, width, 0, 0))
    variables.setdefault('TERM', 'xterm')
    variables.setdefault('PAGER', 'cat')  # as without one
    process = subprocess.Popen([path()] + list(arguments), stdin=theirs, stdout=theirs, stderr=theirs,
                               env=environment(**variables))
    os.close(theirs)
    parts = []
    with open(ours, 'rb', buffering=0) as terminal:
        try:
            while not parts or parts[-1]:
                parts.append(terminal.read(65536))
        except OSError:  # the other end is closed
            pass
    process.wait(60)
    return b''.join(parts).decode().replace('\r\n', '\n')


def trace(*arguments):
    return json.loads(run(*arguments, '--json').stdout)


def scenarios():
    return [scenario['name'] for scenario in trace('list')]
