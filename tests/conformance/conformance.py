"""Shared by test_conformance.py and record_goldens.py.

A *case* is a scenario, a version of CPython, arguments and a set order. It has two traces: that of the C++ scheduler,
and that of the scenario's Python program, recorded under a real CPython. They must be equal, except for what
`comparable` omits. A *golden* is a recorded trace that is kept for machines without that CPython.
"""

import collections
import concurrent.futures
import glob
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(FOLDER))
RECORDER = os.path.join(ROOT, 'app', 'recorder')
GOLDENS = os.path.join(FOLDER, 'goldens')
TRACE_FORMAT = os.path.join(ROOT, 'docs', 'trace-format.md')

#: The micro versions that `--python` stands for. Others are tested as well, but their differences are only reported.
#: For a version that is not listed, any micro version counts.
REFERENCE = {'3.6': ['3.6.15'], '3.7': ['3.7.16'], '3.8': ['3.8.18'], '3.9': ['3.9.18'], '3.10': ['3.10.13'],
             '3.11': ['3.11.2', '3.11.7'], '3.12': ['3.12.1'], '3.13': ['3.13.0'], '3.14': ['3.14.2']}

#: Of these, the ones that are only to be had in Pyodide, which has no threads: of what needs some there is no golden.
WITHOUT_THREADS = ['3.14']

TUTORIAL = 'tutorial'  # the default order of the recorder, and of most scenarios
SCHEDULE = 'schedule'  # schedule:3,1,2/@2 is an order, too
PYODIDE = os.path.join(ROOT, 'build', 'pyodide')  # where `make pyodide` installs a CPython that is not an executable


def in_parallel(function, items, threads=os.cpu_count()):
    """[function(item), ...]; raises the first error."""
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        results = [pool.submit(function, item) for item in items]
        try:
            return [result.result() for result in results]
        finally:
            for result in results:
                result.cancel()


# ---------------------------------------------------------------------------------------------------------------------
# The C++ side


def program():
    built = [os.path.join(ROOT, 'build', name) for name in ('corodemo', 'release/corodemo', 'dev/corodemo')]
    for path in [os.environ.get('CORODEMO')] + built:
        if path and os.path.exists(path):
            return path
    sys.exit('corodemo is not built; or set $CORODEMO to its path')


def corodemo(*arguments):
    """The finished process, whatever its status: how a program ends is part of its trace."""
    return subprocess.run([program()] + list(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30,
                          encoding='utf-8')


def corodemo_json(*arguments):
    done = corodemo(*arguments, '--json')
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise AssertionError('%s wrote no JSON (status %d): %s' % (
            ' '.join(('corodemo',) + arguments), done.returncode, done.stderr)) from None


def scenarios():
    return [scenario['name'] for scenario in corodemo_json('list')]


def versions():
    """All versions that some scenario is meant for. The other scenarios run under them as well."""
    found = {version for scenario in corodemo_json('list') for version in scenario['pythons']}
    return sorted(found, key=number)


def number(version):
    return [int(part) for part in version.split('.')]


class Case(collections.namedtuple('Case', 'scenario version arguments order preset')):
    def __str__(self):
        return ' '.join(('corodemo', self.scenario) + self.options())

    def options(self):
        preset = ('--preset-loop',) if self.preset else ()
        return self.arguments + ('--python', self.version) + self.order_options() + preset

    def order_options(self):
        """For both corodemo and the recorder."""
        name, _, answers = self.order.partition(':')
        return ('--schedule', answers) if name == SCHEDULE else ('--set-order', self.order)

    def document(self):
        return corodemo_json(self.scenario, *self.options())

    def is_golden(self):
        return not self.arguments and not self.order.startswith(SCHEDULE)


def presets(version, listing):
    """Whether a loop is set before the program: both, where get_event_loop() creates none and the program may need one."""
    needs_loop = 'asyncio.run(' not in listing['text']
    return (False, True) if number(version) >= [3, 14] and needs_loop else (False,)


def variants(document):
    """The arguments to run a scenario with, depending on which it takes."""
    has = document['program']['arguments']
    yield ()
    if 'tasks' in has:
        yield from [('-n', '1'), ('-n', '5')]
    if 'delay' in has:
        yield '--delay', '0.5'
        if not has_jobs(document):  # a thread that has nothing to do may be done at any moment
            yield '--delay', '0'


def has_jobs(document):
    return any(event.get('role') == 'job' for event in document['events'])


def choice_sizes(document):
    return sorted({event['size'] for event in document['events'] if event['kind'] == 'choice_made'})


def other_orders(document):
    """The set orders to run a scenario with besides the tutorial's, if it has any choices."""
    sizes = choice_sizes(document)
    orders = ['argument'] if sizes else []
    for size in sizes:
        row = [str(position) for position in range(1, size + 1)]
        orders += [','.join(row[1:] + row[:1]), ','.join(row[1::2] + row[::2])]
    return list(dict.fromkeys(orders))


def explored(scenario, version):
    """For each outcome that depends on timing, the first schedule that leads to it, if it has any choices. Not where the
    program raises: then a traceback keeps the objects of its coroutines, which C++ destroys, and the reports about them come
    at another time."""
    found = corodemo_json('explore', scenario, '--python', version, '--timing', '--max-schedules', '100')
    schedules = [outcome['schedule'] for outcome in found['outcomes'] if outcome['status'] != 'raised']
    return ['%s:%s' % (SCHEDULE, schedule) for schedule in schedules if schedule.strip('@')][:6]


def all_orders(document):
    """Every order that a choice of the scenario can take."""
    for size in choice_sizes(document):
        for order in itertools.permutations(range(1, size + 1)):
            yield ','.join(map(str, order))


def since():
    """{scenario: the first version that has what it uses}."""
    return {scenario['name']: scenario['since'] for scenario in corodemo_json('list')}


def cases_of(pair):
    scenario, version = pair
    found = {}
    usual = Case(scenario, version, (), TUTORIAL, False).document()
    for preset in presets(version, usual['program']['listings']['python']):
        first = Case(scenario, version, (), TUTORIAL, True).document() if preset else usual
        for arguments in variants(first):
            case = Case(scenario, version, arguments, TUTORIAL, preset)
            found[case] = case.document() if arguments else first
            orders = other_orders(found[case])
            if not arguments and not preset:
                orders += explored(scenario, version)
            for order in orders:
                other = case._replace(order=order)
                found[other] = other.document()
    return found


def all_cases():
    """{case: the trace of the C++ scheduler}."""
    found = {}
    first = since()
    pairs = [pair for pair in itertools.product(scenarios(), versions()) if number(first[pair[0]]) <= number(pair[1])]
    for some in in_parallel(cases_of, pairs):
        found.update(some)
    return found


# ---------------------------------------------------------------------------------------------------------------------
# The CPython side


class Interpreter(collections.namedtuple('Interpreter', 'version micro path text')):
    def is_reference(self):
        return self.micro in REFERENCE.get(self.version, [self.micro])

    def rank(self):
        return self.is_reference(), number(self.micro)

    def is_executable(self):
        """Whether it can also run programs without the recorder."""
        return self.path != PYODIDE

    def can_record(self, document):
        """Whether it can run that program: Pyodide has no threads."""
        return self.is_executable() or not is_untimed(document)

    def recorder(self):
        """The command that records the programs listed on standard input."""
        folder = os.path.join(FOLDER, 'pyodide')
        return [self.path, '-B', os.path.join(FOLDER, 'record_batch.py')] if self.is_executable() else \
            ['node', os.path.join(folder, 'record_batch.mjs'), PYODIDE, ROOT]

    @classmethod
    def in_pyodide(cls):
        """None if it is not installed."""
        if shutil.which('node') is None or not os.path.isdir(os.path.join(PYODIDE, 'node_modules', 'pyodide')):
            return None
        ask = 'require("pyodide").loadPyodide().then(it => console.log(it.runPython("import sys; sys.version")))'
        done = subprocess.run(['node', '-e', ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=PYODIDE,
                              encoding='utf-8')
        if done.returncode != 0:
            return None
        text = done.stdout
        micro = re.match(r'[\d.]+', text).group()
        return cls(micro.rpartition('.')[0], micro, PYODIDE, ' '.join(text.split()))

    @classmethod
    def at(cls, path):
        """The CPython at that path, or of that name on PATH; None if it is not one."""
        if shutil.which(path) is None:
            return None
        ask = 'import sys; print(sys.implementation.name); print(sys.executable); print(sys.version)'
        done = subprocess.run([path, '-c', ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding='utf-8')
        if done.returncode != 0 or not done.stdout.startswith('cpython\n'):
            return None
        _, path, text = done.stdout.strip().split('\n', 2)
        micro = re.match(r'[\d.]+', text).group()
        return cls(micro.rpartition('.')[0], micro, path, ' '.join(text.split()))


def find_interpreters(wanted):
    """{version: a CPython}, for the wanted versions; of the reference micro version if available."""
    found = {}
    for path in glob.glob(os.path.expanduser('~/.pyenv/versions/*/bin/python')) + [sys.executable, 'python3']:
        choose(found, Interpreter.at(path))
    for version in wanted:
        if version not in found or not found[version].is_reference():
            choose(found, Interpreter.at('python' + version))
    choose(found, Interpreter.in_pyodide())
    return {version: found[version] for version in wanted if version in found}


def choose(found, one):
    if one is not None:
        found[one.version] = max(found.get(one.version, one), one, key=Interpreter.rank)


def bare_environment():
    """Without variables that affect Python, and with those that the recorder needs: it would restart itself."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith('PYTHON')}
    return dict(environment, PYTHONHASHSEED='0', TZ='UTC')


class Recordings:
    """Traces of the cases' Python programs under real CPython. Each program is recorded only once."""

    def __init__(self, interpreters):
        self.interpreters = interpreters
        self.known = {}

    @staticmethod
    def key(case, document):
        program = document['program']
        listing, variables = program['listings']['python'], program.get('variables', {})
        return (case.version, listing['file'], listing['text'], json.dumps(program['arguments']), case.order,
                case.preset, tuple(variables.items()))

    def record(self, cases):
        """{case: its trace}, for the cases whose CPython is available."""
        keys = {case: self.key(case, document) for case, document in cases.items()
                if case.version in self.interpreters and self.interpreters[case.version].can_record(document)}
        missing = collections.defaultdict(list)
        for key in sorted(set(keys.values()) - set(self.known)):
            missing[key[0]].append(key)
        for recorded in in_parallel(lambda item: self.run(*item), list(missing.items())):
            self.known.update(recorded)
        return {case: self.known[key] for case, key in keys.items()}

    def run(self, version, keys):
        with tempfile.TemporaryDirectory() as folder:
            jobs = [self.job(os.path.join(folder, str(i)), key) for i, key in enumerate(keys)]
            done = subprocess.run(self.interpreters[version].recorder(), input=json.dumps(jobs), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  encoding='utf-8', env=bare_environment(), timeout=600)
            if done.returncode != 0:
                raise AssertionError('CPython %s: the recorder failed:\n%s' % (version, done.stdout))
            return {key: read_json(job[job.index('-o') + 1]) for key, job in zip(keys, jobs)}

    @staticmethod
    def job(folder, key):
        """The recorder's arguments."""
        version, file, text, arguments, order, preset, variables = key
        path = write_program(folder, file, text)
        options = ['-o', path + '.json', '--arguments', arguments, '--reproducible']
        options += Case(file, version, (), order, preset).order_options()
        for name, original in variables:
            options += ['--variable', name if original is None else '%s=%s' % (name, original)]
        return options + (['--preset-loop'] if preset else []) + [path]


def write_program(folder, file, text):
    os.makedirs(folder)
    path = os.path.join(folder, file)
    with open(path, 'w', encoding='utf-8') as output:
        output.write(text)
    return path


def read_json(path):
    with open(path, encoding='utf-8') as file:
        return json.load(file)


# ---------------------------------------------------------------------------------------------------------------------
# Comparing


def without(mapping, *names):
    return {key: value for key, value in mapping.items() if key not in names}


def comparable_event(event):
    event = without(event, 'cpp_line', 'traceback')
    if 'stack' in event:
        event['stack'] = [without(frame, 'cpp_line') for frame in event['stack']]
    return event


#: What happens when the clock of a recording has gone with the real one: by chance, earlier or later.
BY_CHANCE = {'clock_advanced', 'waiting_outside', 'iteration_started', 'iteration_finished'}


def is_untimed(document):
    """Whether threads take part: then real time decides when something happens."""
    return document['clock']['kind'] != 'virtual' or any('thread' in event for event in document['events'])


def untimed(document):
    """What doesn't depend on how long something takes: which events there are, in which order on the loop's thread,
    their causes and values, but not their times. What another thread schedules stands where it is run."""
    kept = [event for event in document['events'] if event['kind'] not in BY_CHANCE]
    started = {event['cause']: event for event in kept if event['kind'] == 'handle_started'}
    order = []
    for event in kept:
        if event['kind'] == 'handle_started':
            order += [other for other in kept if 'thread' in other and started.get(other['n']) is event]
        if 'thread' not in event or event['n'] not in started:
            order.append(event)
    numbers = {event['n']: number for number, event in enumerate(order, 1)}
    handles = {}
    for event in order:
        if 'handle' in event:
            handles.setdefault(event['handle'], 'H%d' % (len(handles) + 1))
    events = [dict(without(event, 't', 'it', 'when', 'ready', 'timers'), n=numbers[event['n']],
                   cause=numbers.get(event['cause'])) for event in order]
    for event in events:
        event.update({key: handles[event[key]] for key in ('handle', 'in') if event.get(key) in handles})
    return dict(document, events=events, clock={},
                outcome=without(document['outcome'], 'time', 'iterations', 'waited'))


def comparable(document):
    """The lines that must be equal in two traces: all except the generator, the title, the exit status, tracebacks and
    the C++ listing with its line numbers; and what is a matter of time where threads take part."""
    if is_untimed(document):
        document = untimed(document)
    header = without(document, 'generator', 'events', 'outcome', 'recorded')
    listings = without(header.pop('program')['listings'], 'cpp')
    header['program'] = without(document['program'], 'title', 'listings')
    header['files'] = {language: listing['file'] for language, listing in listings.items()}
    lines = [{key: value} for key, value in header.items()]
    lines += [line for listing in listings.values() for line in listing['text'].splitlines(True)]
    lines += [comparable_event(event) for event in document['events']] + [{'outcome': without(document['outcome'], 'exit_status')}]
    return [json.dumps(line, ensure_ascii=False) for line in lines]


def difference(left_name, left, right_name, right, before=4):
    """None if the traces are equal; else the first difference, with a few lines before it."""
    left, right = comparable(left), comparable(right)
    if left == right:
        return None
    pairs = list(itertools.zip_longest(left, right, fillvalue='(nothing more)'))
    first = next(i for i, (one, other) in enumerate(pairs) if one != other)
    width = max(len(left_name), len(right_name))
    lines = ['%s  %s' % (' ' * width, line) for line in left[max(0, first - before):first]]
    lines += ['%-*s  %s' % (width, name, line) for name, line in zip((left_name, right_name), pairs[first])]
    return '\n'.join(lines)


# ---------------------------------------------------------------------------------------------------------------------
# Goldens


class Golden:
    """A trace as recorded under the first of the versions that agree, and the sys.version of each."""

    def __init__(self, scenario, order, preset, recorded, document):
        self.scenario, self.order, self.preset = scenario, order, preset
        self.recorded, self.document = recorded, document

    @classmethod
    def load(cls, name):
        document = read_json(os.path.join(GOLDENS, name))
        policy = document['policy']
        return cls(document['program']['name'], policy['set_order'], policy['preset_loop'], document.pop('recorded'),
                   document)

    def name(self):
        order = [] if self.order == TUTORIAL else ['order-' + self.order]
        preset = ['preset-loop'] if self.preset else []
        return '.'.join([self.scenario, ranges(list(self.recorded))] + order + preset + ['json'])

    def under(self, version):
        return dict(self.document, policy=dict(self.document['policy'], python=version))

    def cases(self):
        return [Case(self.scenario, version, (), self.order, self.preset) for version in self.recorded]

    def text(self):
        def line(value):
            return json.dumps(value, ensure_ascii=False)

        header = ['%s: %s' % (line(key), line(value))
                  for key, value in without(self.document, 'events', 'outcome').items()]
        recorded = '"recorded": {\n%s\n}' % ',\n'.join(line({key: value})[1:-1] for key, value in self.recorded.items())
        events = '"events": [\n%s\n]' % ',\n'.join(map(line, self.document['events']))
        return '{\n%s\n}\n' % ',\n'.join(header + [recorded, events, '"outcome": ' + line(self.document['outcome'])])


def ranges(some):
    """['3.6', '3.7', '3.9'] as '3.6-3.7+3.9'."""
    every = versions()
    runs = []
    for version in sorted(some, key=number):
        if runs and version in every[1:] and every[every.index(version) - 1] == runs[-1][-1]:
            runs[-1].append(version)
        else:
            runs.append([version])
    return '+'.join(run[0] if len(run) == 1 else '%s-%s' % (run[0], run[-1]) for run in runs)


def golden_names():
    return sorted(os.listdir(GOLDENS)) if os.path.isdir(GOLDENS) else []


def load_goldens():
    return [Golden.load(name) for name in golden_names() if name.endswith('.json')]


def merge(recorded):
    """Goldens from {case: (sys.version, trace)}: one per group of versions that agree."""
    groups = {}
    for case in sorted(recorded, key=lambda case: (case.scenario, case.order, case.preset, number(case.version))):
        text, document = recorded[case]
        content = comparable(dict(document, policy=without(document['policy'], 'python')))
        group = groups.setdefault((case.scenario, case.order, case.preset, tuple(content)),
                                  Golden(case.scenario, case.order, case.preset, {}, document))
        group.recorded[case.version] = text
    return list(groups.values())
