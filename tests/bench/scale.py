"""How time and memory grow: tasks from 1,000 to 10,000,000, events from 1,000 to 100,000,000, and a trace of a
million events in every format. Writes the section of docs/performance.md and its pictures.

    scale.py BUILD [--quick]      --quick stops at a hundredth, and writes nothing
"""

import math
import os
import sys
import tempfile

from report import ROOT, markdown_table, measure_process, shown, write_section

TASKS = [10 ** power for power in range(3, 8)]
EVENTS = [10 ** power for power in range(3, 9)]
EVENTS_A_HOP = 5
FORMATS = ('text', 'json', 'jsonl', 'svg', 'html', 'mermaid', 'perfetto', 'asciicast')
EVENTS_A_TASK_OF_GATHER = 26


def tasks_to_sizes(program, counts):
    """[(tasks, nanoseconds per task, bytes per task)] of gathered tasks that sleep and end; no trace is recorded."""
    rows = []
    for count in counts:
        runs = [measure_process([program, 'gather', '-n', str(count), '-q', '--max-memory', '64G'])
                for _ in range(3 if count < 1_000_000 else 1)]
        seconds, memory = min(run[1] for run in runs), min(run[2] for run in runs)
        rows.append((count, seconds * 1e9 / count, memory / count))
    return rows


def events_to_file(program, counts, folder):
    """[(events, nanoseconds per event, peak memory in bytes, file bytes per event)], streamed by 100 tasks."""
    rows = []
    path = os.path.join(folder, 'events.jsonl')
    for count in counts:
        hops = max(1, count // EVENTS_A_HOP // 100)
        _, seconds, memory = measure_process([program, '100', str(hops), path])
        rows.append((count, seconds * 1e9 / count, memory, os.path.getsize(path) / count))
        os.remove(path)
    return rows


def million_in_each_format(program, events, folder):
    """[(format, seconds, peak memory in bytes, file size in bytes)]"""
    rows = []
    for name in FORMATS:
        path = os.path.join(folder, 'trace.' + name)
        _, seconds, memory = measure_process([program, 'gather', '-n', str(events // EVENTS_A_TASK_OF_GATHER), '-q',
                                              '-f', name, '-o', path])
        rows.append((name, seconds, memory, os.path.getsize(path)))
        os.remove(path)
    return rows


def plot(title, lines):
    """An SVG of lines {name: [(x, y)]}, both axes logarithmic."""
    width, height, left, bottom, top, right = 680, 300, 60, 40, 36, 160
    xs = [x for points in lines.values() for x, _ in points]
    ys = [y for points in lines.values() for _, y in points]
    x_from, x_to = math.log10(min(xs)), math.log10(max(xs))
    y_from, y_to = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))

    def place(x, y):
        return (left + (math.log10(x) - x_from) / (x_to - x_from) * (width - left - right),
                height - bottom - (math.log10(y) - y_from) / (y_to - y_from) * (height - bottom - top))

    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">'
             % (width, height), '<rect width="100%" height="100%" fill="#fff"/>',
             '<text x="%d" y="20" font-weight="bold">%s</text>' % (left, title)]
    for power in range(int(x_from), int(x_to) + 1):
        x, _ = place(10 ** power, 10 ** y_from)
        parts.append('<path d="M%.1f %d V%d" stroke="#ddd"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>'
                     % (x, top, height - bottom, x, height - bottom + 18, '{:,}'.format(10 ** power)))
    for power in range(y_from, y_to + 1):
        _, y = place(10 ** x_from, 10 ** power)
        parts.append('<path d="M%d %.1f H%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%s</text>'
                     % (left, y, width - right, left - 6, y + 4, '{:,}'.format(10 ** power)))
    for (name, points), colour in zip(lines.items(), ('#0072b2', '#d55e00', '#009e73')):
        placed = [place(x, y) for x, y in points]
        parts.append('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>'
                     % (colour, ' '.join('%.1f,%.1f' % point for point in placed)))
        parts += ['<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>' % (x, y, colour) for x, y in placed]
        x, y = placed[-1]
        parts.append('<text x="%.1f" y="%.1f" fill="%s">%s</text>' % (x + 8, y + 4, colour, name))
    return '\n'.join(parts + ['</svg>', ''])


def write_picture(name, text):
    with open(os.path.join(ROOT, 'docs', 'pictures', name), 'w', encoding='utf-8') as file:
        file.write(text)


def main():
    build, quick = sys.argv[1], '--quick' in sys.argv[2:]
    program, streaming = os.path.join(build, 'corodemo'), os.path.join(build, 'bench_scale')
    with tempfile.TemporaryDirectory() as folder:
        tasks = tasks_to_sizes(program, TASKS[:-2] if quick else TASKS)
        events = events_to_file(streaming, EVENTS[:-2] if quick else EVENTS, folder)
        formats = million_in_each_format(program, 10_000 if quick else 1_000_000, folder)
    text = markdown_table(('tasks', 'ns a task', 'bytes a task'),
                          [('{:,}'.format(count), shown(time), shown(memory)) for count, time, memory in tasks])
    text += '\n' + markdown_table(('events', 'ns an event', 'most memory, MB', 'bytes an event, in the file'),
                                  [('{:,}'.format(count), shown(time), shown(memory / 1e6), shown(size))
                                   for count, time, memory, size in events])
    text += '\n' + markdown_table(('a million events as', 'seconds', 'most memory, MB', 'file, MB'),
                                  [(name, shown(time), shown(memory / 1e6), shown(size / 1e6))
                                   for name, time, memory, size in formats])
    if quick:
        print(text)
        return
    write_section('scale', text)
    write_picture('scale-tasks.svg', plot('tasks that sleep, gathered',
                                          {'ns a task': [row[:2] for row in tasks],
                                           'bytes a task': [(row[0], row[2]) for row in tasks]}))
    write_picture('scale-events.svg', plot('events streamed to a file',
                                           {'ns an event': [row[:2] for row in events],
                                            'most memory, MB': [(row[0], row[2] / 1e6) for row in events]}))


if __name__ == '__main__':
    main()
