"""What recording costs: a program that does nothing but switch tasks, under several things that watch it.

    recorder.py [PYTHON...]

Prints the processor time of a switch and its ratio to plain asyncio in pure Python, the best of several rounds in which
the candidates take turns. The floor is a recorder that appends a bare tuple per event and forgets what they were.
"""

import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
RECORDER = os.path.join(ROOT, 'app', 'recorder')
SWITCHES, ROUNDS = 40000, 5

PROGRAM = """
import asyncio, resource, sys
async def switch(count):
    for _ in range(count):
        await asyncio.sleep(0)
async def main():
    await asyncio.gather(switch(%(half)d), switch(%(half)d))
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
start = used()
loop.run_until_complete(main())
print((used() - start) * 1e9 / %(all)d, file=sys.stderr)
""" % {'half': SWITCHES // 2, 'all': SWITCHES}

PURE_PYTHON = "import sys; sys.modules['_asyncio'] = None\n"

TUPLES = PURE_PYTHON + """
import asyncio, marshal, time
from asyncio import events, tasks
trace, kept = [], []
def note(*event):
    trace.append(event)
    if len(trace) == 10000:
        kept.append(marshal.dumps(trace))
        trace.clear()
class Handle(events.Handle):
    def __init__(self, *args):
        note(1, id(self), 0.0)
        super().__init__(*args)
    def _run(self):
        note(2, id(self), 0.0)
        super()._run()
        note(3, id(self), 0.0)
class Task(tasks.Task):
    def traced(self, exc=None):
        note(4, id(self), 0.0)
        step(self, exc)
        note(5, id(self), 0.0)
name = next(name for name in ('_Task__step_run_and_handle_result', '_Task__step', '_step') if hasattr(tasks.Task, name))
step = getattr(tasks.Task, name)
setattr(Task, name, Task.traced)
events.Handle = asyncio.Handle = Handle
tasks.Task = asyncio.Task = Task
"""


def candidates(folder):
    """{name: the arguments of a Python}"""
    def write(name, text):
        path = os.path.join(folder, name)
        with open(path, 'w') as file:
            file.write(text)
        return path
    program = write('program.py', PROGRAM)
    output = os.path.join(folder, 'trace.jsonl')
    return {
        "asyncio, as it is (C)": [program],
        'asyncio in Python': [write('pure.py', PURE_PYTHON + PROGRAM)],
        'and tuples (floor)': [write('tuples.py', TUPLES + PROGRAM)],
        'and the recorder': ['-B', RECORDER, '-o', output, '--clock', 'real', program],
    }


def measure(python):
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for _ in range(ROUNDS):
            for name, arguments in candidates(folder).items():
                done = subprocess.run([python] + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
                found.setdefault(name, []).append(float(done.stderr.split()[-1]))
        return {name: min(times) for name, times in found.items()}


def main():
    for python in sys.argv[1:] or [sys.executable]:
        times = measure(python)
        version = subprocess.run([python, '-V'], stdout=subprocess.PIPE, encoding='utf-8').stdout.strip()
        print(version)
        for name, time in times.items():
            print('  %-24s %7.0f ns a switch  %5.1f x' % (name, time, time / times['asyncio in Python']))


if __name__ == '__main__':
    main()
