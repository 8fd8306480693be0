"""Mutation testing: breaks the scheduler, one line at a time, and checks that the conformance test fails.

    python3 tests/conformance/mutate.py [NAME ...] [--shard 2/6]      --list prints the names

The row-... mutations make a row of the version table (python_version.cpp) apply to no version.

Works on a copy of the tree. Each mutation needs a build, so CI runs them once a week, in shards.
"""

import argparse
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

from conformance import ROOT

Mutation = collections.namedtuple('Mutation', 'name file old new')

LOOP, FUTURE, CALLBACKS, TASK, LOCKS, GATHER, WAIT, SETS, SLEEP, RING, HEAP, VERSIONS = (
    'core/' + name for name in ('asyncio/event_loop.cpp', 'asyncio/future_base.cpp', 'asyncio/done_callbacks.hpp',
                                'asyncio/task_base.cpp', 'asyncio/locks/lock.cpp', 'asyncio/tasks/gather.cpp',
                                'asyncio/tasks/wait.cpp', 'asyncio/tasks/wait.hpp', 'asyncio/tasks/sleep.hpp',
                                'containers/ring.hpp', 'containers/radix_heap.hpp', 'asyncio/python_version.cpp'))

MUTATIONS = [
    Mutation('timers-after-handles', LOOP, 'collect_due_timers(); run_ready_handles();',
             'run_ready_handles(); collect_due_timers();'),
    Mutation('timers-before-waiting', LOOP, 'wait_for_work(); collect_due_timers();',
             'collect_due_timers(); wait_for_work();'),
    Mutation('cancelled-timers-after-waiting', LOOP, 'drop_cancelled_timers(); wait_for_work();',
             'wait_for_work(); drop_cancelled_timers();'),
    Mutation('run-until-nothing-is-ready', LOOP, 'for (std::size_t todo = ready_.size(); todo > 0; --todo)',
             'while (!ready_.empty())'),
    Mutation('stop-at-once', LOOP, 'todo > 0; --todo', 'todo > 0 && !stopping_; --todo'),
    Mutation('due-timers-run-at-once', LOOP, 'ready_.push_back(ReadyHandle::Kind::handle, timer.get()));',
             'ready_.push_back(ReadyHandle::Kind::handle, timer.get())); run_ready_handles();'),
    Mutation('last-in-first-out', RING, 'slot(head_++);', 'slot(--tail_);'),
    Mutation('equal-deadlines-reversed', HEAP, 'for (Entry& entry : bucket) {',
             'for (std::size_t i = 0, end = bucket.size(); i + 1 < end; ++i) { std::swap(bucket[i], bucket[--end]); } '
             'for (Entry& entry : bucket) {'),
    Mutation('wake-inline', FUTURE, 'callbacks_.take_all([&](const DoneCallback& callback) {',
             'callbacks_.take_all([&](const DoneCallback& callback) { if (callback.kind == DoneCallback::Kind::wakeup) '
             '{ static_cast<TaskBase&>(*callback.target).wakeup(*this); return; }'),
    Mutation('callbacks-inline', FUTURE, 'callbacks_.take_all([&](const DoneCallback& callback) {',
             'callbacks_.take_all([&](const DoneCallback& callback) { if (callback.kind == DoneCallback::Kind::callback) '
             '{ static_cast<CallbackObject&>(*callback.target).call(this); return; }'),
    Mutation('callbacks-reversed', CALLBACKS,
             'taker(std::exchange(first_, {})); if (others) { std::ranges::for_each(*others, [&](DoneCallback& one) '
             '{ taker(std::move(one)); }); }',
             'DoneCallback first = std::exchange(first_, {}); if (others) { std::ranges::for_each(*others, '
             '[&](DoneCallback& one) { taker(std::move(one)); }); } taker(std::move(first));'),
    Mutation('run-callback-first', CALLBACKS, 'first_ = std::move(callback); return; }',
             'first_ = std::move(callback); return; } '
             'if (callback.kind == DoneCallback::Kind::callback && static_cast<CallbackObject&>(*callback.target).owner() '
             '== CallbackObject::Owner::run_until_complete) { std::swap(first_, callback); }'),
    Mutation('done-after-callbacks', FUTURE, 'reporter().future_done(*this); loop_.remove_future(*this);',
             'loop_.remove_future(*this); struct Later { FutureBase& future; ~Later() { '
             'future.loop().reporter().future_done(future); } } later{*this};'),
    Mutation('yield-costs-no-turn', TASK, 'if (awaited == nullptr) { schedule_step();', 'if (awaited == nullptr) { step();'),
    Mutation('gather-ends-with-the-first', GATHER, 'finished_ != watched_', 'finished_ == 0'),
    Mutation('wait-ends-with-the-first', WAIT, 'over = counter_ == 0 ||', 'over = true || counter_ == 0 ||'),
    Mutation('wait-chooses-again', SETS, 'wait(FutureSet<F> futures,', 'wait(FutureSet<FutureSet<F>> futures,'),
    Mutation('cancel-by-flag-only', TASK, 'if (waiter_ && waiter_->cancel(message))',
             'if (waiter_ && waiter_->done() && waiter_->cancel(message))'),
    Mutation('cancel-has-no-flag', TASK, 'must_cancel_ = true;', 'must_cancel_ = false;'),
    Mutation('cancel-comes-again', TASK, 'must_cancel_ = false; } waiter_ = nullptr;', '} waiter_ = nullptr;'),
    Mutation('cancelled-before-its-end', TASK, 'if (waiter_ && waiter_->cancel(message)) {',
             'if (waiter_ && waiter_->cancel(message)) { finish_cancelled(message);'),
    Mutation('lock-is-overtaken', LOCKS, 'if (!self->locked_ && self->waiters_.all_cancelled()) {',
             'if (!self->locked_) {'),
    Mutation('lock-wakes-all', LOCKS, 'waiters_.first().set_result(true);',
             'waiters_.wake_up(waiters_.size(), true);'),
    Mutation('lock-is-not-passed-on', LOCKS, 'if (!self->locked_) { self->wake_up_first();',
             'if (self->locked_) { self->wake_up_first();'),
    Mutation('sleep-0-is-a-timer', SLEEP, 'if (delay_.count() == 0) {', 'if (delay_.count() == 0 && delay_.count() != 0) {'),
]


def rows():
    """A mutation for each row of the version table."""
    with open(os.path.join(ROOT, VERSIONS), encoding='utf-8') as file:
        found = re.findall(r'BehaviourRow\{\s*(Behaviour::(\w+),\s*"\w+",\s*)\w+,\s*\w+,', file.read())
    with open(os.path.join(ROOT, VERSIONS.replace('.cpp', '.hpp')), encoding='utf-8') as file:
        enumerators = re.findall(r'^    (\w+),', file.read().partition('enum class Behaviour')[2].partition('};')[0], re.M)
    assert [name for _, name in found] == enumerators, 'a row was not found'
    return [Mutation('row-' + name, VERSIONS, start, start + 'kNeverRemoved + 0 * ') for start, name in found]


MUTATIONS += rows()


def mutated(mutation, text):
    """(the mutated text, how many places were replaced)"""
    pattern = r'\s+'.join(map(re.escape, mutation.old.split()))
    return re.subn(pattern, lambda match: mutation.new, text)


class Copy:
    """A copy of the tree, to be mutated and restored."""

    def __init__(self, folder):
        self.root = os.path.join(folder, 'tree')
        self.build = os.path.join(folder, 'build')
        shutil.copytree(ROOT, self.root, ignore=shutil.ignore_patterns('build', '.git', '__pycache__'))
        self.must(['cmake', '-S', self.root, '-B', self.build, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Debug',
                   '-DCMAKE_CXX_FLAGS_DEBUG=-O1', '-DCORODEMO_TESTS=ON'])

    @staticmethod
    def must(command):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding='utf-8')
        if done.returncode != 0:
            sys.exit(' '.join(command) + '\n' + done.stdout)

    def compile(self):
        self.must(['cmake', '--build', self.build, '--target', 'corodemo', 'random_trace'])

    def conforms(self):
        """(whether the conformance test passes, its first complaint if not)"""
        for test in ('test_conformance.Goldens.test_the_scheduler_equals_them', 'test_random_programs'):
            done = self.test(test)
            if done.returncode != 0:
                break
        complaint = re.search(r'^(corodemo .*|random program .*|[\w.]*(Error|Expired): \S.*)', done.stdout, re.MULTILINE)
        return done.returncode == 0, complaint.group() if complaint else done.stdout

    def test(self, test):
        environment = dict(os.environ, CORODEMO=os.path.join(self.build, 'corodemo'),
                           RANDOM_TRACE=os.path.join(self.build, 'random_trace'))
        return subprocess.run([sys.executable, '-B', '-m', 'unittest', '--failfast', test], env=environment,
                              cwd=os.path.join(self.root, 'tests', 'conformance'), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, encoding='utf-8')

    def apply(self, mutation):
        """Returns a function that undoes it."""
        path = os.path.join(self.root, mutation.file)
        with open(path, encoding='utf-8') as file:
            text = file.read()
        broken, found = mutated(mutation, text)
        if found != 1:
            sys.exit('%s: %s has this %d times: %s' % (mutation.name, mutation.file, found, mutation.old))
        self.write(path, broken)
        return lambda: self.write(path, text)

    @staticmethod
    def write(path, text):
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)


def shard(text):
    start, stride = map(int, text.split('/'))
    if not 1 <= start <= stride:
        raise ValueError(text)
    return start, stride


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('names', nargs='*', metavar='NAME')
    parser.add_argument('--list', action='store_true')
    parser.add_argument('--shard', metavar='K/N', type=shard, default=(1, 1), help='each N-th mutation from the K-th')
    options = parser.parse_args()
    if options.list:
        print('\n'.join('%-32s %s' % mutation[:2] for mutation in MUTATIONS))
        return 0
    unknown = set(options.names) - {mutation.name for mutation in MUTATIONS}
    if unknown:
        parser.error('no such mutation: ' + ', '.join(sorted(unknown)))
    chosen = [mutation for mutation in MUTATIONS if not options.names or mutation.name in options.names]
    start, stride = options.shard
    chosen = chosen[start - 1::stride]
    with tempfile.TemporaryDirectory() as folder:
        return try_all(Copy(folder), chosen)


def try_all(copy, mutations):
    """Returns 1 if some mutation went unnoticed."""
    for mutation in mutations:
        copy.apply(mutation)()  # before the long build: checks that all of them apply
    copy.compile()
    passes, complaint = copy.conforms()
    if not passes:
        sys.exit('The conformance test fails without any mutation: ' + complaint)
    survivors = 0
    for mutation in mutations:
        undo = copy.apply(mutation)
        copy.compile()
        passes, complaint = copy.conforms()
        undo()
        survivors += passes
        print('%-32s %s' % (mutation.name, 'NOT NOTICED' if passes else 'noticed: ' + complaint), flush=True)
    print('%d of %d mutations noticed' % (len(mutations) - survivors, len(mutations)))
    return 1 if survivors else 0


if __name__ == '__main__':
    sys.exit(main())
