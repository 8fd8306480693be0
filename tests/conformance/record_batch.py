"""Runs the recorder once for each list of arguments that standard input has, as JSON. Any CPython from 3.6 on.

Each run has a process of its own, but they share the work of starting: the recorder and asyncio are imported once.
"""

import gc
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'app', 'recorder'))
import recorder  # noqa: E402


def run(arguments):
    """The recorder's exit status. It leaves the process by itself."""
    child = os.fork()
    if child == 0:
        try:
            sys.argv = ['recorder.py'] + arguments
            recorder.main()
        finally:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    return os.waitpid(child, 0)[1]


if __name__ == '__main__':
    if hasattr(gc, 'freeze'):  # 3.7: what is here already needs no look at each of the recorder's collections
        gc.freeze()
    failed = [arguments for arguments in json.load(sys.stdin) if run(arguments) != 0]
    if failed:
        sys.exit('recorder.py failed: ' + '; '.join(map(' '.join, failed)))
