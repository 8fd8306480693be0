"""Counts the instructions of each benchmark, and compares them with those of counts.json.

    counts.py BUILD [--write]

Under callgrind a benchmark executes the same number of instructions each time, whatever else the machine does, so a
slow-down of a few per cent is visible. The numbers depend on the compiler and its flags, which counts.json names:
those of another compiler can't be compared.
"""

import concurrent.futures
import json
import os
import re
import subprocess
import sys

COUNTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'counts.json')
ROWS = {'A': 1_000_000, 'A.recorded': 1_000_000, 'B': 100_000, 'C': 100_000, 'D': 1_000_000, "D'": 1_000_000,
        'E': 1_000_000, 'E.queued': 1_000_000}
TOLERANCE = 0.03


def instructions(build, row):
    done = subprocess.run(
        ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', os.path.join(build, 'corodemo_bench'),
         '--benchmark_filter=^%s/ours$' % row.replace('.', '[.]'), '--benchmark_min_time=0.000001'],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True, encoding='utf-8')
    return int(re.search(r'Collected : (\d+)', done.stderr).group(1))


def compiler():
    return subprocess.run(['g++', '--version'], stdout=subprocess.PIPE, check=True,
                          encoding='utf-8').stdout.splitlines()[0]


def main():
    build = sys.argv[1]
    with open(COUNTS, encoding='utf-8') as file:
        kept = json.load(file)
    if '--write' not in sys.argv[2:] and kept['compiler'] != compiler():
        print('counts.json is of %s: nothing to hold others against' % kept['compiler'])
        return 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        empty, *counts = pool.map(lambda row: instructions(build, row), ['none', *ROWS])
    found = {row: round((count - empty) / items, 1) for (row, items), count in zip(ROWS.items(), counts)}
    if '--write' in sys.argv[2:]:
        with open(COUNTS, 'w', encoding='utf-8') as file:
            json.dump({'compiler': compiler(), 'instructions': found}, file, indent=2)
            file.write('\n')
        return 0
    worse, better = [], []
    for row, count in found.items():
        was = kept['instructions'][row]
        change = count / was - 1
        print('%-11s %8.1f instructions an item, %8.1f before: %+.1f %%' % (row, count, was, 100 * change))
        if abs(change) > TOLERANCE:
            (worse if change > 0 else better).append(row)
    if better:
        print('Faster than counts.json says: %s. To hold it there: make bench-counts WRITE=yes' % ' '.join(better))
    if worse:
        print('More than %d %% slower than counts.json says: %s. If that is meant: make bench-counts WRITE=yes'
              % (100 * TOLERANCE, ' '.join(worse)))
    return 1 if worse else 0


sys.exit(main())
