"""Files: traces are written completely or not at all, and invalid ones are rejected with a message."""

import json
import os
import random
import re
import resource
import signal
import stat
import subprocess
import time
import unittest
import xml.etree.ElementTree

import corodemo
import test_cli
import test_memory

SMALL = 4096  # bytes: less than a trace
NEEDS_FULL = unittest.skipUnless(os.path.exists('/dev/full'), 'this machine has no /dev/full')


class Writing(test_cli.CommandLineTest):
    def only(self, *names):
        """The folder contains exactly these files."""
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(names))

    def test_the_format_follows_the_name_or_the_option(self):
        for name, options, format in (('g.json', [], 'json'), ('g.jsonl', [], 'jsonl'), ('g.txt', [], 'text'),
                                      ('g.txt', ['-f', 'json'], 'json'), ('g', ['-f', 'jsonl'], 'jsonl'),
                                      ('g', ['--trace'], 'text')):
            self.assertEqual(self.done('gather', *options, '-o', self.file(name)), '')
            with open(self.file(name)) as file:
                self.assertEqual(file.read(), self.done('gather', '-f', format), name)
        self.assertIn('no format follows from the name', self.usage('gather', '-o', self.file('g.bin')))
        self.only('g', 'g.json', 'g.jsonl', 'g.txt')

    def test_a_file_that_can_not_be_written(self):
        os.mkdir(self.file('folder.json'))
        for target in ('folder.json', 'missing/g.json', 'n' * 300 + '.json'):
            self.assertIn('cannot write', self.refused(3, 'gather', '-o', self.file(target)))
        self.only('folder.json')

    def test_an_existing_file_survives_a_failure(self):
        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))
        for name in ('g.json', 'g.jsonl'):
            with open(self.file(name), 'w') as file:
                file.write('old')
            done = subprocess.run([corodemo.path(), 'gather', '-o', self.file(name)], preexec_fn=small_files,
                                  stderr=subprocess.PIPE, env=corodemo.environment())
            self.assertEqual((done.returncode, done.stderr.count(b'\n')), (3, 1), done)
            self.usage('wait', '--schedule', '1,2,3/1', '-o', self.file(name))
            with open(self.file(name)) as file:
                self.assertEqual(file.read(), 'old')
        self.only('g.json', 'g.jsonl')

    def test_too_little_memory(self):
        def little_memory():
            resource.setrlimit(resource.RLIMIT_AS, (2 ** 28, 2 ** 28))
        def run(*options, **variables):
            return subprocess.run([corodemo.path(), 'gather', *options], preexec_fn=little_memory, capture_output=True,
                                  env=corodemo.environment(**variables))
        if run().returncode:
            self.skipTest('this build needs more memory for anything')
        many = ['-n', '5000000', '--max-memory', '1T']
        for options in ([], ['-o', self.file('g.json')], ['-o', self.file('g.jsonl')]):
            done = run(*many, *options)
            self.assertEqual((done.returncode, done.stdout, done.stderr),
                             (3, b'', b'corodemo: there is not enough memory\n'))
            self.only()
        self.assertEqual(run(*many, LANG='zh_CN.UTF-8').stderr.decode(), 'corodemo: 内存不足\n')
        self.assertEqual(run(*many, '--lang', 'zh').stderr.decode(), 'corodemo: 内存不足\n')

    def test_a_file_keeps_its_permissions_and_a_link_stays_a_link(self):
        with open(self.file('g.json'), 'w') as file:
            os.chmod(file.name, 0o640)
        os.symlink('g.json', self.file('link.json'))
        self.done('gather', '-o', self.file('link.json'))
        self.assertTrue(os.path.islink(self.file('link.json')))
        self.assertEqual(stat.S_IMODE(os.stat(self.file('g.json')).st_mode), 0o640)
        self.assertGreater(os.path.getsize(self.file('g.json')), SMALL)

    def test_a_dangling_link_is_followed(self):
        os.mkdir(self.file('folder'))
        os.symlink('second.json', self.file('first.json'))
        os.symlink('folder/g.json', self.file('second.json'))
        self.done('gather', '-o', self.file('first.json'))
        self.only('first.json', 'folder', 'second.json')
        with open(self.file('folder/g.json')) as file:
            self.assertEqual(file.read(), self.done('gather', '--json'))
        os.symlink('missing/g.json', self.file('third.json'))
        self.assertIn('No such file or directory', self.refused(3, 'gather', '-o', self.file('third.json')))
        os.symlink('circle.json', self.file('circle.json'))
        self.assertIn('Too many levels of symbolic links', self.refused(3, 'gather', '-o', self.file('circle.json')))
        self.only('circle.json', 'first.json', 'folder', 'second.json', 'third.json')

    def bound_by_permissions(self, *arguments):
        """Runs it as a user other than root, who owns the files in the folder."""
        user = {'user': 65534, 'group': 65534, 'extra_groups': []} if os.geteuid() == 0 else {}
        for name in ['.', *os.listdir(self.folder)] if user else []:
            os.chown(self.file(name), 65534, 65534)
        try:
            done = subprocess.run([corodemo.path(), *arguments], capture_output=True, env=corodemo.environment(),
                                  cwd=self.folder, timeout=60, **user)
        except PermissionError:
            self.skipTest('the program lies where only root can run it')
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def test_a_read_only_file_is_not_replaced(self):
        with open(self.file('g.json'), 'w') as file:
            file.write('old')
        os.chmod(self.file('g.json'), 0o400)
        self.assertEqual(self.bound_by_permissions('gather', '-o', 'g.json'),
                         (3, '', 'corodemo: cannot write g.json: Permission denied\n'))
        with open(self.file('g.json')) as file:
            self.assertEqual(file.read(), 'old')
        self.only('g.json')

    def test_a_folder_without_permissions(self):
        os.chmod(self.folder, 0o500)
        self.assertEqual(self.bound_by_permissions('gather', '-o', 'g.json'),
                         (3, '', 'corodemo: cannot write g.json: Permission denied\n'))
        os.chmod(self.folder, 0o300)
        self.assertEqual(self.bound_by_permissions('gather', '--frames', '.'),
                         (3, '', 'corodemo: cannot read .: Permission denied\n'))
        os.chmod(self.folder, 0o700)


class Failing(test_cli.CommandLineTest):
    """Errors of writing, for output of any size to any place."""

    def setUp(self):
        super().setUp()
        few, many = self.file('few.json'), self.file('many.json')
        self.done('gather', '-o', few)
        self.done('gather', '-n', '400', '-o', many)
        formats = [line.split()[0] for line in self.done('formats').splitlines()]
        self.to_file = [['view', trace, '-f', format] for trace in (few, many) for format in formats]
        self.to_file += [['gather', '-n', tasks, '-f', 'jsonl'] for tasks in ('3', '400')]  # streamed
        self.to_file += [['view', trace, '--trace=' + detail] for trace in (few, many) for detail in ('brief', 'full')]
        self.to_file += [['view', many, '-f', 'svg', '--axis', 'time']]
        self.to_file += [['compare', 'wait', 'gather', '-f', format] for format in ('text', 'json', 'svg', 'html')]
        self.commands = self.to_file + [
            [], ['--help'], ['--version'], ['gather', '--help'], ['list'], ['formats'], ['gather'],
            ['gather', '-n', '20000'], ['explain', 'gather'], ['explore', 'wait'], ['explore', 'wait', '--json'],
            ['diff', few, many], ['diff', few, many, '--json'], ['claims', '1'], ['claims', '--all']]

    @NEEDS_FULL
    def test_a_full_device(self):
        for arguments in self.commands:
            with open('/dev/full', 'wb') as full:
                done = corodemo.run(*arguments, stdout=full)
            self.assertEqual((done.status, done.stderr),
                             (3, 'corodemo: cannot write standard output: No space left on device\n'), arguments)
        for arguments in self.to_file:
            self.assertEqual(self.refused(3, *arguments, '-o', '/dev/full'),
                             'cannot write /dev/full: No space left on device', arguments)

    def test_a_closed_pipe_is_no_error(self):
        for arguments in self.commands:
            reader, writer = os.pipe()
            os.close(reader)
            with open(writer, 'wb') as closed:
                done = corodemo.run(*arguments, stdout=closed)
            self.assertEqual((done.status, done.stderr), (0, ''), arguments)

    def test_a_pipe_that_is_closed_later_is_no_error_either(self):
        for arguments in (['gather', '-n', '100000'], ['gather', '-n', '20000', '-f', 'jsonl'],
                          ['gather', '-n', '5000', '--json'], ['gather', '-n', '5000', '--trace']):
            process = subprocess.Popen([corodemo.path()] + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            with process.stdout, process.stderr:
                process.stdout.readline()
                process.stdout.close()
                self.assertEqual((process.wait(60), process.stderr.read()), (0, b''), arguments)

    def ends_in_small_files(self, *arguments):
        """The error message if no file may be larger than a few bytes."""
        done = subprocess.run([corodemo.path(), *arguments], capture_output=True, env=corodemo.environment(),
                              timeout=60, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
        self.assertEqual((done.returncode, done.stdout), (3, b''), arguments)
        return done.stderr.decode()

    def test_a_file_that_may_not_grow(self):
        before = sorted(os.listdir(self.folder))
        for arguments in self.to_file:
            self.assertEqual(self.ends_in_small_files(*arguments, '-o', self.file('new')),
                             'corodemo: cannot write %s: File too large\n' % self.file('new'), arguments)
            self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_a_frame_that_can_not_be_written(self):
        folder = self.file('frames')
        self.assertEqual(self.ends_in_small_files('gather', '--frames', folder),
                         'corodemo: cannot write %s/000.svg: File too large\n' % folder)
        self.assertEqual(os.listdir(folder), [])
        os.mkdir(self.file('frames/002.svg'))
        self.assertEqual(self.refused(3, 'gather', '--frames', folder),
                         'cannot write %s/002.svg: Is a directory' % folder)
        self.assertEqual(sorted(os.listdir(folder)), ['000.svg', '001.svg', '002.svg'])

    @NEEDS_FULL
    def test_an_error_is_in_the_requested_language(self):
        with open('/dev/full', 'wb') as full:
            done = corodemo.run('list', '--lang', 'zh', stdout=full)
        self.assertRegex(done.stderr, '^corodemo: 无法写入 标准输出：')

    @NEEDS_FULL
    def test_the_log_is_not_part_of_the_output(self):
        for arguments in (['gather'], ['gather', '--trace'], ['gather', '-f', 'jsonl'], ['list'], ['explore', 'wait']):
            usual = corodemo.run(*arguments)
            with open('/dev/full', 'wb') as full:
                done = subprocess.run([corodemo.path(), '-v', *arguments], stdout=subprocess.PIPE, stderr=full,
                                      env=corodemo.environment(), timeout=60)
            self.assertEqual((done.returncode, done.stdout.decode()), (usual.status, usual.stdout), arguments)


# Signals whose default action terminates the program, and which it may handle.
ENDINGS = [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTRAP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM,
           signal.SIGTERM, signal.SIGXCPU, signal.SIGVTALRM, signal.SIGPROF, signal.SIGIO, signal.SIGPWR, signal.SIGSYS,
           signal.SIGRTMIN, signal.SIGRTMAX]
if not test_memory.SANITIZED:  # sanitizers handle these themselves
    ENDINGS += [signal.SIGILL, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGSEGV]


class Interrupted(test_cli.CommandLineTest):
    def start(self, *arguments, **how):
        return subprocess.Popen([corodemo.path(), *arguments], stderr=subprocess.DEVNULL, **how)

    def test_a_signal_while_writing_leaves_nothing_behind(self):
        def no_core():
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for ending in ENDINGS:
            process = self.start('gather', '-n', '5000000', '--max-memory', '1T', '-o', self.file('g.jsonl'),
                                 preexec_fn=no_core)
            while not os.listdir(self.folder) and process.poll() is None:
                time.sleep(0.001)
            process.send_signal(ending)
            self.assertEqual(process.wait(60), -ending)
            self.assertEqual(os.listdir(self.folder), [], ending)

    def test_a_signal_that_is_ignored_stays_so(self):
        def ignore():
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        process = self.start('gather', '-n', '20000', '-o', self.file('g.jsonl'), preexec_fn=ignore)
        while not os.listdir(self.folder) and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGHUP)
        self.assertEqual(process.wait(60), 0)
        self.assertEqual(os.listdir(self.folder), ['g.jsonl'])

    def test_an_interruption_never_leaves_an_incomplete_file(self):
        """The run is interrupted at many different moments, or ends before."""
        folder = self.file('frames')
        command = ['gather', '-n', '5', '-q', '--frames', folder]
        begin = time.monotonic()
        self.assertEqual(self.start(*command).wait(60), 0)
        whole = time.monotonic() - begin
        moments = random.Random(1)
        for number in range(200):
            process = self.start(*command)
            time.sleep(moments.uniform(0, whole))
            ending = ENDINGS[number % 4]
            process.send_signal(ending)
            self.assertIn(process.wait(60), (0, -ending))
            self.assertEqual([name for name in os.listdir(folder) if not re.fullmatch(r'\d{3}\.svg', name)], [])
        for name in os.listdir(folder):
            xml.etree.ElementTree.parse(os.path.join(folder, name))


class Reading(test_cli.CommandLineTest):
    def view(self, text, *arguments):
        data = text if isinstance(text, bytes) else text.encode()
        return corodemo.run('view', '-', *arguments, stdin=data)

    def refused_trace(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        message = self.refused(3, 'view', '-', stdin=data)
        self.assertTrue(message.startswith('standard input: '), message)
        return message[len('standard input: '):]

    def broken(self, change):
        """The error message for gather's trace after `change`."""
        trace = corodemo.trace('gather')
        change(trace)
        return self.refused_trace(json.dumps(trace))

    def broken_event(self, number, /, **fields):
        return self.broken(lambda trace: trace['events'][number - 1].update(fields))

    def test_converting_to_the_other_form_and_back_gives_the_same_bytes(self):
        for name in corodemo.scenarios():
            document, lines = self.done(name, '--json'), self.done(name, '-f', 'jsonl')
            self.assertEqual(self.view(document, '-f', 'jsonl').stdout, lines, name)
            self.assertEqual(self.view(lines, '--json').stdout, document, name)
            self.assertEqual(self.view(document, '--json').stdout, document, name)

    def test_a_view_shows_what_the_run_shows(self):
        for how in ('', '=brief', '=full'):
            self.assertEqual(self.view(self.done('wait', '--json'), '--trace' + how).stdout,
                             self.done('wait', '--trace' + how))

    def test_any_layout_of_the_json(self):
        trace = corodemo.trace('gather')
        usual = self.done('gather', '--trace')
        lines = self.done('gather', '-f', 'jsonl')
        for text in (json.dumps(trace), json.dumps(trace, indent=4) + '\n\n', '\ufeff' + json.dumps(trace),
                     lines.replace('\n', '\r\n'), lines.replace('\n', '\n\n'), lines.rstrip('\n')):
            self.assertEqual(self.view(text), (0, usual, ''))

    def test_a_view_into_the_file_that_it_reads(self):
        self.done('gather', '-o', self.file('g.json'))
        self.done('view', self.file('g.json'), '-f', 'jsonl', '-o', self.file('g.json'))
        with open(self.file('g.json')) as file:
            self.assertEqual(file.read(), self.done('gather', '-f', 'jsonl'))

    def test_a_name_that_looks_like_an_option(self):
        self.done('gather', '-f', 'json', '-o', '-g.json', folder=self.folder)
        self.assertEqual(self.done('view', '--', '-g.json', folder=self.folder), self.done('gather', '--trace'))

    def test_a_file_that_can_not_be_read(self):
        self.assertEqual(self.refused(3, 'view', '/'), 'cannot read /: Is a directory')
        self.assertEqual(self.refused(3, 'view', 'missing.json'), 'cannot read missing.json: No such file or directory')

    def test_invalid_json(self):
        self.assertEqual(self.refused_trace(''), 'this is empty')
        self.assertEqual(self.refused_trace(' \n\n'), 'this is empty')
        for text in ('nonsense', '{', b'\xff\xfe\x00', b'\0', self.done('gather', '--json')[:5000]):
            self.assertRegex(self.refused_trace(text), r'^this is not valid JSON \(at byte \d+\)$')
        self.assertRegex(self.refused_trace(self.done('gather', '-f', 'jsonl')[:5000]), r'^line \d+: this is not valid JSON')
        self.assertRegex(self.refused_trace(self.done('gather', '--json').encode().replace(b'Hello', b'\xff\xff')),
                         '^this is not valid JSON')

    def test_json_that_is_not_a_trace(self):
        for text in ('{}', '[]', 'null', '3', '"corodemo.trace"', '{"schema": 3}', '{"schema": "other"}', '{}\n{}\n'):
            self.assertEqual(self.refused_trace(text), 'this is not a corodemo.trace')

    def test_two_lists_of_events(self):
        text = self.done('gather', '--json')
        events = text[text.index('"events"'):text.index('"outcome"')]
        self.assertEqual(self.refused_trace(text.replace(events, events + events)),
                         'the trace has two lists of events')

    def test_a_deep_stack_is_read_in_linear_time(self):
        def deepen(trace):
            for event in trace['events']:
                if event['kind'] == 'step_finished' and event.get('stack'):
                    event['stack'] *= 50_000
        trace = corodemo.trace('hello')
        deepen(trace)
        self.assertEqual(self.view(json.dumps(trace)).status, 0)  # quadratic time would take minutes

    def test_a_newer_version_of_the_format(self):
        self.assertEqual(self.broken(lambda trace: trace.update(version=3)),
                         'header: version 3 of the format is newer than this program, which reads version 2')
        for version in (0, -1, 1.5, '1', None, True, 10 ** 30):
            self.broken(lambda trace, version=version: trace.update(version=version))

    def test_unknown_fields_are_ignored(self):
        trace = corodemo.trace('gather')
        trace.update(later={'deep': [[1]]}, events=[dict(event, later=1) for event in trace['events']])
        trace['program']['arguments']['list'] = [1]
        trace['outcome']['later'] = None
        self.assertEqual(self.view(json.dumps(trace)).stdout, self.done('gather', '--trace'))

    def test_parts_that_are_missing_or_of_the_wrong_type(self):
        for part in ('program', 'policy', 'events', 'outcome'):
            self.assertIn(part, self.broken(lambda trace: trace.pop(part)))
            for value in (None, 3, 'x', 1e300, [[]]):
                self.broken(lambda trace: trace.update({part: value}))
        for part, field in (('program', 'name'), ('policy', 'python'), ('outcome', 'status'), ('outcome', 'time')):
            self.assertIn("field '%s' is missing" % field, self.broken(lambda trace: trace[part].pop(field)))
            self.assertIn("field '%s': " % field, self.broken(lambda trace: trace[part].update({field: [1]})))
        for part, field in (('program', 'arguments'), ('program', 'listings')):
            self.assertIn('no object', self.broken(lambda trace: trace[part].update({field: 'x'})))

    def test_an_invalid_event(self):
        for place, fields in (("field 'n'", {'n': -1}), ("field 't'", {'t': 1.5}), ("field 'run'", {'run': 2 ** 40}),
                              ("field 'cause'", {'cause': 'T1'}), ("field 'in'", {'in': 'T0'}),
                              ("field 'in'", {'in': 'T99999999999'}), ("field 'line'", {'line': [1]}),
                              ("field 'phase'", {'phase': 'entry'}), ("field 'task'", {'task': 'X1'}),
                              ("field 'first'", {'first': 1}), ("field 'throw'", {'throw': None}),
                              ("'stride' is no kind of event", {'kind': 'stride'}), ("field 'kind'", {'kind': 3})):
            self.assertEqual(corodemo.trace('gather')['events'][18]['kind'], 'step_started')
            self.assertTrue(self.broken_event(19, **fields).startswith('event 19: ' + place), fields)

    def test_an_event_without_a_required_field(self):
        for kind, fields in (('step_started', ['n', 't', 'kind', 'task', 'first']), ('printed', ['text', 'stream']),
                             ('handle_scheduled', ['handle', 'loop', 'role']), ('task_created', ['task', 'coro']),
                             ('future_done', ['future', 'state']), ('clock_advanced', ['from', 'to', 'why'])):
            for field in fields:
                def change(trace):
                    next(event for event in trace['events'] if event['kind'] == kind).pop(field)
                self.assertRegex(self.broken(change), r"^event \d+: field '%s' is missing$" % field)

    def test_an_event_that_refers_to_a_missing_object(self):
        def change(kind, **fields):
            return self.broken(lambda trace: next(
                event for event in trace['events'] if event['kind'] == kind).update(fields))
        self.assertRegex(change('step_finished', waiting_on='F99'), r'^event \d+ \(step_finished\): F99 is not there$')
        self.assertRegex(change('future_created', children=['T9']), r'^event \d+ \(future_created\): T9 is not there$')
        self.assertRegex(change('handle_started', handle='H99'), r'^event \d+ \(handle_started\): ')
        self.assertRegex(change('step_finished', waiting_on='H1'), "field 'waiting_on': H1 is the id of another thing$")
        self.assertRegex(change('step_finished', task='F1'), "field 'task': F1 is the id of another thing$")
        self.assertRegex(change('handle_scheduled', role='wakeup'), "field 'future' is missing$")

    def test_an_impossible_order_of_events(self):
        def swap(trace):
            events = trace['events']
            started = next(at for at, event in enumerate(events) if event['kind'] == 'handle_started')
            for field in ('kind', 'handle'):
                events[started][field] = {'kind': 'handle_finished', 'handle': 'H1'}[field]
        self.assertRegex(self.broken(swap), r'^event \d+ \(handle_finished\): H1 was not running$')
        self.assertRegex(self.broken(lambda trace: trace['events'].pop(20)), '^event 21: its number is 22$')
        self.assertRegex(self.broken(lambda trace: trace['events'].reverse()), '^event 1: its number is 99$')
        for field in ('run', 'it'):
            self.assertRegex(self.broken_event(30, **{field: 31}), '^event 30: there were not so many')
        self.assertRegex(self.broken_event(9, cause=9), '^event 9: its cause, 9, is not earlier$')
        self.assertRegex(self.broken_event(30, t=10 ** 9),
                         r'^event 30 \(\w+\): the clock moves without clock_advanced$')

    def test_a_truncated_line(self):
        lines = self.done('gather', '-f', 'jsonl').splitlines(True)
        self.assertEqual(self.refused_trace(''.join(lines[:-1])), 'the trace has no outcome: it ends in the middle')
        self.assertEqual(self.refused_trace(''.join(lines + lines[-1:])), 'line 102: stands after the outcome')
        self.assertRegex(self.refused_trace(''.join(lines[:5] + lines[6:])), '^line 6: its number is 6$')

    def test_hostile_files(self):
        deep = '[' * 200000 + ']' * 200000
        text = self.done('gather', '--json')
        for hostile in (deep, '{"a":' * 200000):
            self.refused_trace(hostile)
        for usual, hostile in (('"corodemo.trace"', deep), ('"virtual"', deep), ('"T1"', deep),
                               ('"n":5', '"n":' + deep),
                               ('"version":2', '"version":1e999'), ('"n":5', '"n":' + '9' * 10 ** 6),
                               ('"step_started"', '"%s"' % ('x' * 10 ** 6)), ('"T1"', '"T%s"' % ('1' * 10 ** 6))):
            self.assertIn(usual, text)
            self.assertLess(len(self.refused_trace(text.replace(usual, hostile))), 200)

    def test_a_hostile_text_does_no_harm(self):
        for text in ('x' * 10 ** 6, '\x1b[2J\x1b]0;title\x07', '\x00', '\u202e', '宽' * 10 ** 5, '\r\n\t'):
            trace = self.done('gather', '--json').replace('"Hello world!"', json.dumps(text))
            self.assertEqual(json.loads(self.view(trace, '--json').stdout), json.loads(trace))
            for how in ('', '=brief', '=full'):
                view = self.view(trace, '--trace' + how)
                self.assertEqual((view.status, view.stderr), (0, ''))
                self.assertNotRegex(view.stdout, '[\x00-\x09\x0b-\x1f\u202e]')


if __name__ == '__main__':
    unittest.main()
