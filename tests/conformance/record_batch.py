"""Runs the recorder once for each list of arguments on standard input (JSON). For any CPython from 3.6 on.

Each run is a process of its own, but the recorder and asyncio are imported only once.
"""

import atexit
import gc
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'app', 'recorder'))
from corodemo_recorder.main import main  # noqa: E402


def run(arguments):
    """Whether there is a trace. The program's own errors are part of it."""
    child = os.fork()
    if child == 0:
        try:
            main(arguments)
        except BaseException:
            pass
        atexit._run_exitfuncs()
        os._exit(0)
    os.waitpid(child, 0)
    return os.path.exists(arguments[arguments.index('-o') + 1])


if __name__ == '__main__':
    if hasattr(gc, 'freeze'):  # since 3.7; so that the recorder's collections skip what exists already
        gc.freeze()
    failed = [arguments for arguments in json.load(sys.stdin) if not run(arguments)]
    if failed:
        sys.exit('the recorder failed: ' + '; '.join(map(' '.join, failed)))
