"""Shared by the measuring scripts: measuring a process, and the sections of docs/performance.md."""

import os
import re
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DOCUMENT = os.path.join(ROOT, 'docs', 'performance.md')


def measure_process(command):
    """Elapsed seconds, CPU seconds, and peak memory in bytes, of a command."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    if status != 0:
        raise RuntimeError('%s: wait status %d' % (' '.join(command), status))
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def write_section(name, text):
    """Puts `text` between the section's two comments in docs/performance.md."""
    with open(DOCUMENT, encoding='utf-8') as file:
        document = file.read()
    begin, end = '<!-- %s -->\n' % name, '<!-- end of %s -->' % name
    changed, count = re.subn(re.escape(begin) + '.*?' + re.escape(end), lambda _: begin + text + '\n' + end, document,
                             flags=re.DOTALL)
    if count != 1:
        raise RuntimeError('docs/performance.md has no section %s' % name)
    with open(DOCUMENT, 'w', encoding='utf-8') as file:
        file.write(changed)


def markdown_table(head, rows):
    lines = ['| ' + ' | '.join(head) + ' |', '|' + '---|' + '---:|' * (len(head) - 1)]
    lines += ['| ' + ' | '.join(row) + ' |' for row in rows]
    return '\n'.join(lines) + '\n'


def shown(number, unit=''):
    """Three significant digits: 1,230, 45.6 or 0.079."""
    text = '{:,.0f}'.format(number) if number >= 100 else '%.3g' % number
    return text + unit
