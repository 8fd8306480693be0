"""Runs the benchmarks and makes one table of them: ours, the floor, a peer, the target, and whether it is met.

    table.py BUILD [--json | --write]      --write: into docs/performance.md

BUILD has corodemo_bench, corodemo and bench_hello. Times are medians of interleaved repetitions, in nanoseconds
per item (I: microseconds per start). A target is a multiple of the floor measured in the same run, since absolute
times depend on the machine.
"""

import json
import os
import statistics
import subprocess
import sys
import time

from report import markdown_table, write_section

HERE = os.path.dirname(os.path.abspath(__file__))
REPETITIONS = 9
STARTS = 200

#: row: what is measured, and the target: at most how many times the floor
ROWS = {
    'A': ('sleep(0): 1,000 tasks give way 1,000 times', 1.6),
    'A.recorded': ('the same, five events each handed to a sink', 3.9),
    'B': ('100,000 tasks made, run and gathered', 2.1),
    'C': ('await of a coroutine, a level', 1.4),
    'D': ('1,000,000 sleeping tasks', 0.9),
    "D'": ('their timers alone: push and pop', 0.75),
    'E': ('call_soon', 2.1),
    'E.queued': ('call_soon, 1,000,000 in the queue', 1.35),
    'F': ('an item through a queue of one', 2.0),
    'G': ('a lock that nobody else wants', 2.0),
    'G.contended': ('a lock that another task waits for', 2.0),
    'H': ('an event as JSON', 1.3),
    'H.file': ('an event as JSON, into a file', 3.2),
    'I': ('the program `gather`, from start to end', 1.3),
    'J': ('a block with a timeout, left in time', 2.0),
    'K': ('a task of a TaskGroup', 2.0),
}
#: row: target in bytes of memory per task, at most
MEMORY = {'B': 220, 'D': 300}


def measure(build):
    """{row: {who: nanoseconds}}"""
    done = subprocess.run(
        [os.path.join(build, 'corodemo_bench'), '--benchmark_filter=/', '--benchmark_format=json',
         '--benchmark_repetitions=%d' % REPETITIONS, '--benchmark_enable_random_interleaving=true',
         '--benchmark_min_time=0.05'], stdout=subprocess.PIPE, check=True, encoding='utf-8')
    times = {}
    for one in json.loads(done.stdout)['benchmarks']:
        if one['run_type'] == 'iteration':
            row, who = one['run_name'].split('/')[:2]
            times.setdefault(row, {}).setdefault(who, []).append(1e9 / one['items_per_second'])
    return {row: {who: statistics.median(all) for who, all in found.items()} for row, found in times.items()}


def python(*arguments):
    """{row: nanoseconds} of CPython; empty if it is not available."""
    runs = []
    for _ in range(3):
        done = subprocess.run(['/usr/bin/python3', os.path.join(HERE, 'cpython.py'), *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, encoding='utf-8')
        if done.returncode != 0:
            return {}
        runs.append(json.loads(done.stdout))
    return {row: statistics.median(run[row] for run in runs) for row in runs[0]}


def microseconds(command):
    begin = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - begin) * 1e6


def starts(build):
    """{who: microseconds} from start to exit, medians of interleaved runs."""
    commands = {'ours': [os.path.join(build, 'corodemo'), 'gather', '-q'], 'floor': [os.path.join(build, 'bench_hello')],
                'true': ['/bin/true']}
    times = {who: [] for who in commands}
    for _ in range(STARTS):
        for who, command in commands.items():
            times[who].append(microseconds(command))
    times['CPython'] = [microseconds(['/usr/bin/python3', '-c', 'import asyncio']) for _ in range(9)]
    return {who: statistics.median(all) for who, all in times.items()}


def bytes_an_item(build, row):
    """The peak memory of a row, in a separate process."""
    done = subprocess.run(
        [os.path.join(build, 'corodemo_bench'), '--benchmark_filter=^%s/ours$' % row, '--benchmark_format=json',
         '--benchmark_min_time=0.0001'], stdout=subprocess.PIPE, check=True, encoding='utf-8')
    return json.loads(done.stdout)['benchmarks'][0]['bytes']


def collect(build):
    table = measure(build)
    table['I'] = starts(build)
    for who, found in (('CPython', python()), ('uvloop', python('uvloop'))):
        for row, nanoseconds in found.items():
            table[row][who] = nanoseconds
    memory = {row: bytes_an_item(build, row) for row in MEMORY}
    return table, memory


def shown(number):
    return '%.1f' % number if number < 100 else '{:,.0f}'.format(number)


HEAD = ('row', 'ns an item (I: us a start)', 'ours', 'floor', 'ratio', 'target', 'met', 'others')


def lines_of(table, memory):
    """The table's rows, as tuples of texts."""
    for row, (what, target) in ROWS.items():
        found = dict(table[row])
        ours, floor = found.pop('ours'), found.pop('floor', table[row.split('.')[0]].get('floor'))
        others = ', '.join('%s %s (%.1fx)' % (who, shown(time), time / ours) for who, time in sorted(found.items()))
        yield (row, what, shown(ours), shown(floor), '%.2f' % (ours / floor), '%.2f' % target,
               'yes' if ours / floor <= target else 'no', others)
    for row, most in MEMORY.items():
        yield (row, 'bytes a task, at the most', shown(memory[row]), '', '', shown(most),
               'yes' if memory[row] <= most else 'no', '')


def print_table(lines):
    for row, what, ours, floor, ratio, target, met, others in (HEAD, *lines):
        print('%-11s %-46s %8s %8s %6s %7s  %-5s  %s' % (row, what, ours, floor, ratio, target, met, others))


def main():
    build = sys.argv[1]
    table, memory = collect(build)
    if '--json' in sys.argv[2:]:
        print(json.dumps({'nanoseconds': table, 'bytes_a_task': memory}, indent=2))
    else:
        lines = list(lines_of(table, memory))
        print_table(lines)
        if '--write' in sys.argv[2:]:
            write_section('table', markdown_table(HEAD, lines))


main()
