"""Memory: a command that needs too much is rejected before it begins, and the estimate holds."""

import re
import resource
import signal
import subprocess
import sys
import unittest

import corodemo
import test_cli

UNITS = {'KB': 1e3, 'MB': 1e6, 'GB': 1e9}
SANITIZED = b'__asan_init' in open(corodemo.path(), 'rb').read()


def bytes_needed(message):
    number, unit = re.search(r'about ([\d.]+) (.B)', message).groups()
    return float(number) * UNITS[unit]


# A process starts with its parent's peak memory after fork: so fork from a small one.
LAUNCHER = ('import resource, subprocess, sys\n'
            'subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n'
            'print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n')


def peak(*arguments):
    """The peak memory of a run, in bytes."""
    done = subprocess.run([sys.executable, '-I', '-S', '-c', LAUNCHER, corodemo.path(), *arguments, '-q'],
                          check=True, stdout=subprocess.PIPE, env=corodemo.environment())
    return int(done.stdout) * 1024


class Memory(test_cli.CommandLineTest):
    def test_too_many_tasks_for_memory_are_rejected_before_they_run(self):
        self.assertEqual(self.usage('gather', '-n', '1000000', '--max-memory', '512M'),
                         '1000000 tasks need about 2.4 GB of memory, more than the 536.8 MB that they may take: '
                         'see --max-memory')
        # A complete trace takes more memory than its tasks; a streamed one does not.
        self.done('gather', '-n', '20000', '--max-memory', '64M')
        self.done('gather', '-n', '20000', '--max-memory', '64M', '-f', 'jsonl')
        for arguments in (['gather', '-n', '20000', '--json'], ['gather', '-n', '20000', '--trace'],
                          ['compare', 'gather -n 20000', 'wait'], ['compare', 'wait', 'gather -n 20000'],
                          ['explore', 'wait -n 20000']):
            self.assertRegex(self.usage(*arguments, '--max-memory', '64M'), r'^2000\d tasks need about 400\.\d MB')
        self.done('gather', '-n', '2000', '--json', '--max-memory', '64M')
        self.assertIn('6 tasks need about 120.0 KB', self.usage('compare', 'gather', 'wait', '--max-memory', '60K'))
        self.assertIn('does not belong', self.usage('compare', 'gather --max-memory 1G', 'wait'))

    def test_the_default_bound_is_that_of_the_machine(self):
        self.assertIn('need about', self.usage('gather', '-n', '100000000', '--json'))

    @unittest.skipIf(SANITIZED, 'AddressSanitizer takes memory of its own')
    def test_a_limit_of_the_process_is_respected(self):
        def little_memory():
            resource.setrlimit(resource.RLIMIT_AS, (2 ** 28, 2 ** 28))
        done = subprocess.run([corodemo.path(), 'gather', '-n', '5000000'], preexec_fn=little_memory,
                              capture_output=True, env=corodemo.environment())
        self.assertEqual((done.returncode, done.stdout), (2, b''))
        self.assertIn(b'need about 12.0 GB of memory, more than the 201.3 MB that they may take', done.stderr)

    def test_a_trace_that_is_too_large_is_rejected(self):
        for name in ('g.json', 'g.jsonl'):
            self.done('gather', '-n', '500', '-o', self.file(name))
            for arguments in (['view', self.file(name)], ['diff', self.file(name), self.file(name)]):
                self.assertRegex(self.refused(3, *arguments, '--max-memory', '1M'),
                                 r'g\.jsonl?: a trace of that size needs about \d\.\d MB of memory')
            self.done('view', self.file(name), '--max-memory', '64M')
            with open(self.file(name), 'rb') as file:
                done = corodemo.run_bytes('view', '-', '--max-memory', '1M', stdin=file.read())
            self.assertEqual(done.status, 3)
            self.assertIn(b'standard input: a trace of that size', done.stderr)

    def test_invalid_sizes(self):
        for size in ('0', '-1', 'many', '4X', '4GB', '99999999999999999999', '18446744073709551615K', '1.5G', 'G'):
            for command in ('gather', 'list'):
                self.assertEqual(self.usage(command, '--max-memory', size),
                                 "--max-memory is a size such as 512M or 4G, not '%s'" % size)
        for size in ('4G', '1T', '1000000000'):
            self.done('gather', '--max-memory', size)

    def ends(self, limit, step, *arguments):
        """How runs end with increasing memory limits, up to one that suffices: a letter for each run."""
        ends = ''
        while not ends.endswith(10 * 'd'):
            size = len(ends) * step
            done = subprocess.run([corodemo.path(), *arguments, '-q'], capture_output=True, env=corodemo.environment(),
                                  preexec_fn=lambda: resource.setrlimit(limit, (size, size)))
            if done.returncode == 0:
                ends += 'd'  # done
            elif done.returncode == 3:
                self.assertEqual(done.stderr, b'corodemo: there is not enough memory\n')
                ends += 't'  # reported
            else:  # the system, or the C library, can't even start it
                self.assertIn(done.returncode, (127, -signal.SIGSEGV, -signal.SIGKILL), (size, done))
                ends += 'b'
        return ends

    @unittest.skipIf(SANITIZED, 'AddressSanitizer takes memory of its own')
    def test_running_out_of_memory_is_reported_however_little_there_is(self):
        for arguments in (['gather'], ['gather', '--trace'], ['gather', '-f', 'svg'], ['explore', 'wait']):
            self.assertRegex(self.ends(resource.RLIMIT_DATA, 4 * 1024, *arguments), '^b+t+d+$', arguments)
        self.assertRegex(self.ends(resource.RLIMIT_AS, 32 * 1024, 'gather'), '^b+t+d+$')

    @unittest.skipIf(SANITIZED, 'AddressSanitizer takes memory of its own')
    def test_no_run_takes_more_than_the_estimate(self):
        names = [name for name in corodemo.scenarios() if 'tasks' in corodemo.trace(name)['program']['arguments']]
        self.assertGreater(len(names), 3)
        for name in names:
            # Where all wait for one object the text grows with the square of them: each event has all that wait.
            streamed = '3000' if name in ('semaphore', 'barrier') else '30000'
            for tasks, *output in (('30000',), (streamed, '-f', 'jsonl'), ('3000', '-f', 'svg')):
                few, many = [name, '-n', '10', *output], [name, '-n', tasks, *output]
                taken = peak(*many) - peak(*few)
                estimated = bytes_needed(self.usage(*many, '--max-memory', '1'))
                self.assertLessEqual(taken, estimated, many)
                if name != 'producer-consumer':  # two tasks, and -n items
                    self.assertGreaterEqual(taken * 5, estimated, many)


if __name__ == '__main__':
    unittest.main()
