"""What tasks share: queues, locks, semaphores, events, conditions, barriers. On every CPython that is here, the state
that a trace gives of them is that of the live objects, after every event; and a program notices nothing."""

import collections
import json
import textwrap
import unittest

from recorded import ProgramTest

#: A module of the recorded program: writes down, for each event of the trace, the state that the live objects have.
WATCH = """
import asyncio, json, sys
trace = sys.modules['corodemo_recorder.trace'].trace
objects, tasks, states = {}, [], []

def watch(**named):
    for name, each in named.items():
        objects[name] = each

def me():
    current = getattr(asyncio, 'current_task', asyncio.Task.current_task if hasattr(asyncio.Task, 'current_task') else None)
    tasks.append(current())

def waiter(future):
    return next((task.trace_id for task in tasks if task._fut_waiter is future), None)

def state(each):
    if hasattr(each, '_locked'):
        found = {'state': 'locked' if each._locked else 'unlocked'}
    elif hasattr(each, '_unfinished_tasks'):
        waiters = [*each._getters, *each._putters, *(each._finished._waiters or ())]
        return {'items': list(map(repr, each._queue)), 'size': each.qsize(), 'unfinished': each._unfinished_tasks,
                'waiters': list(map(waiter, waiters))}
    elif hasattr(each, 'is_set'):
        found = {'state': 'set' if each._value else 'unset'}
    elif hasattr(each, '_cond'):
        return {'state': each._state.value, 'value': each._count, 'waiters': list(map(waiter, each._cond._waiters))}
    elif hasattr(each, '_value'):
        found = {'value': each._value}
    else:
        found = {}
    found['waiters'] = list(map(waiter, each._waiters or ()))
    return found

def emit(*args, **kwargs):
    event = original(*args, **kwargs)
    states.append([event['n'], {name: state(each) for name, each in objects.items()}])
    return event

original, trace.emit = trace.emit, emit

def save():
    trace.emit = original
    with open(__file__ + '.json', 'w') as file:
        json.dump(states, file)
"""

BEGIN = """
import asyncio
from watch import me, save, watch
def run(main):
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loop.run_until_complete(main)
    loop.close()
    save()
async def together(*coroutines):
    await asyncio.gather(*coroutines)
"""


class Replay:
    """The states of the objects of a trace."""

    def __init__(self):
        self.objects = collections.OrderedDict()

    def apply(self, event):
        if event['kind'] == 'object_created':
            self.objects[event['object']] = {'waiters': [], 'size': 0, 'items': [], 'unfinished': 0, **event}
        elif event['kind'] == 'object_changed':
            now = self.objects[event['object']]
            if 'state' in event:
                now.pop('held_by', None)
            now.update((field, event[field]) for field in event if field not in ('n', 'kind'))


class States(ProgramTest):
    def check(self, text, since=(3, 6)):
        """Run the program under each CPython, and compare. Returns {version: the recorded one}."""
        def run(version, python):
            folder = 'python-%d.%d/' % version
            self.write(WATCH, folder + 'watch.py')
            done = self.run_recorded(python, self.write(BEGIN + textwrap.dedent(text), folder + 'program.py'))
            self.assertEqual((done.stderr, done.status), ('', 0))
            with open(self.write('', folder + 'unused').replace('unused', 'watch.py.json')) as file:
                return done, json.load(file)
        found = {}
        for version, (done, live) in self.each(run, since).items():
            with self.subTest(python='%d.%d' % version):
                self.compare(done.events(), dict(live))
                found[version] = done
        return found

    def compare(self, events, live):
        replay, compared = Replay(), 0
        for event in events:
            replay.apply(event)
            for name, state in live.get(event['n'], {}).items():
                now = replay.objects[name]
                waiters = state.pop('waiters')
                told = [told if waiter is not None else None for told, waiter in zip(now['waiters'], waiters)]
                self.assertEqual((told, len(now['waiters'])), (waiters, len(waiters)), event)
                self.assertEqual({field: now[field] for field in state}, state, event)
                compared += any(waiters)
        self.assertGreater(compared, 3, 'nobody waited')

    def histories(self, done):
        """{id of an object: its changes, in short}"""
        found = collections.defaultdict(list)
        for event in done.events('object_created', 'object_changed'):
            found[event['object']].append({key: value for key, value in event.items() if key not in (
                'n', 't', 'run', 'it', 'cause', 'in', 'line', 'file', 'kind', 'object')})
        return dict(found)

    def test_a_producer_and_two_consumers(self):
        found = self.check("""
            async def producer(queue):
                me()
                for item in 'abcdef':
                    await queue.put(item)
                    await asyncio.sleep(1 if item == 'd' else 0)
                await queue.join()
            async def consumer(queue):
                me()
                for _ in range(3):
                    await queue.get()
                    await asyncio.sleep(0.1)
                    queue.task_done()
            async def main():
                queue = asyncio.Queue(2)
                watch(Q1=queue)
                await together(producer(queue), consumer(queue), consumer(queue))
            run(main())
        """)
        for done in found.values():
            history = self.histories(done)['Q1']
            self.assertEqual(history[:3], [{'type': 'Queue', 'maxsize': 2},
                                           {'size': 1, 'items': ["'a'"], 'unfinished': 1}, {'size': 0, 'items': []}])

    def test_queues_of_other_orders_and_a_class_of_the_program(self):
        found = self.check("""
            from asyncio import LifoQueue, PriorityQueue
            class Stack(LifoQueue):
                def _put(self, item):
                    super()._put(item * 2)
            async def get(queue):
                me()
                return await queue.get()
            async def main():
                me()
                for name, queue in ('Q1', LifoQueue()), ('Q2', PriorityQueue()), ('Q3', Stack()):
                    watch(**{name: queue})
                    got = together(get(queue), get(queue))
                    got = asyncio.ensure_future(got)
                    await asyncio.sleep(0)
                    await asyncio.sleep(0)
                    for item in (3, 1, 2, 0):
                        await queue.put(item)
                    await got
            run(main())
        """)
        for done in found.values():
            created = done.events('object_created')
            self.assertEqual([event['type'] for event in created], ['LifoQueue', 'PriorityQueue', 'Stack'])
            last = {name: [change['items'] for change in changes if 'items' in change][-1]
                    for name, changes in self.histories(done).items()}
            self.assertEqual(last, {'Q1': ['3', '1'], 'Q2': ['2', '3'], 'Q3': ['6', '2']})

    def test_a_lock_with_a_cancelled_waiter(self):
        found = self.check("""
            from asyncio.locks import Lock
            async def use(lock):
                me()
                async with lock:
                    await asyncio.sleep(1)
            async def main():
                me()
                lock = Lock()
                watch(M1=lock)
                await lock.acquire()
                uses = [asyncio.ensure_future(use(lock)) for _ in range(4)]
                await asyncio.sleep(1)
                uses[1].cancel()
                await asyncio.sleep(1)
                lock.release()
                uses[0].cancel()
                await asyncio.wait(uses)
            run(main())
        """)
        for done in found.values():
            self.assertEqual(self.histories(done)['M1'], [
                {'type': 'Lock', 'state': 'unlocked'}, {'state': 'locked', 'held_by': 'T1'},
                {'waiters': ['T2']}, {'waiters': ['T2', 'T3']}, {'waiters': ['T2', 'T3', 'T4']},
                {'waiters': ['T2', 'T3', 'T4', 'T5']}, {'waiters': ['T2', 'T4', 'T5']}, {'state': 'unlocked'},
                {'waiters': ['T4', 'T5']}, {'waiters': ['T5']}, {'state': 'locked', 'held_by': 'T4'},
                {'state': 'unlocked'}, {'waiters': []}, {'state': 'locked', 'held_by': 'T5'}, {'state': 'unlocked'}])

    def test_semaphores(self):
        found = self.check("""
            async def use(semaphore, delay):
                me()
                async with semaphore:
                    await asyncio.sleep(delay)
            async def main():
                me()
                semaphore, bounded = asyncio.Semaphore(2), asyncio.BoundedSemaphore()
                watch(S1=semaphore, S2=bounded)
                uses = [asyncio.ensure_future(use(each, delay)) for each in (semaphore, bounded) for delay in range(4)]
                await asyncio.sleep(0)
                uses[3].cancel()
                await asyncio.wait(uses)
                try:
                    bounded.release()
                except ValueError:
                    pass
            run(main())
        """)
        for done in found.values():
            first = [history[0] for history in self.histories(done).values()]
            self.assertEqual(first, [{'type': 'Semaphore', 'value': 2}, {'type': 'BoundedSemaphore', 'value': 1}])

    def test_an_event(self):
        found = self.check("""
            async def wait(event):
                me()
                await event.wait()
            async def main():
                me()
                event = asyncio.Event()
                watch(V1=event)
                waits = [asyncio.ensure_future(wait(event)) for _ in range(3)]
                await asyncio.sleep(1)
                waits[1].cancel()
                await asyncio.sleep(1)
                event.set()
                event.set()
                await asyncio.wait(waits)
                event.clear()
            run(main())
        """)
        for done in found.values():
            states = [change['state'] for change in self.histories(done)['V1'] if 'state' in change]
            self.assertEqual(states, ['unset', 'set', 'unset'])

    def test_conditions_and_their_locks(self):
        found = self.check("""
            async def wait(condition):
                me()
                async with condition:
                    await condition.wait()
            async def main():
                me()
                lock = asyncio.Lock()
                own, shared = asyncio.Condition(), asyncio.Condition(lock)
                watch(M1=lock, N1=own, M2=own._lock, N2=shared)
                for condition in own, shared:
                    waits = [asyncio.ensure_future(wait(condition)) for _ in range(3)]
                    await asyncio.sleep(1)
                    waits[0].cancel()
                    async with condition:
                        condition.notify()
                        await asyncio.sleep(1)
                        condition.notify_all()
                    await asyncio.wait(waits)
            run(main())
        """)
        for done in found.values():
            created = [(event['object'], event.get('lock')) for event in done.events('object_created')]
            self.assertEqual(created, [('M1', None), ('M2', None), ('N1', 'M2'), ('N2', 'M1')])

    def test_a_barrier(self):
        found = self.check("""
            async def meet(barrier, delay):
                me()
                await asyncio.sleep(delay)
                try:
                    async with barrier:
                        pass
                except asyncio.BrokenBarrierError:
                    pass
            async def main():
                me()
                barrier = asyncio.Barrier(3)
                watch(B1=barrier)
                await together(*(meet(barrier, delay) for delay in range(6)))
                last = asyncio.ensure_future(meet(barrier, 0))
                await asyncio.sleep(1)
                await barrier.abort()
                await last
            run(main())
        """, since=(3, 11))
        for done in found.values():
            history = self.histories(done)['B1']
            self.assertEqual(history[0], {'type': 'Barrier', 'state': 'filling', 'value': 0, 'parties': 3})
            self.assertEqual([change['state'] for change in history if 'state' in change],
                             ['filling', 'draining'] * 2 + ['filling', 'broken'])

    def test_a_queue_that_is_shut_down(self):
        found = self.check("""
            async def get(queue):
                me()
                try:
                    await queue.get()
                except asyncio.QueueShutDown:
                    pass
            async def main():
                me()
                queue = asyncio.Queue()
                watch(Q1=queue)
                gets = asyncio.ensure_future(together(get(queue), get(queue)))
                await asyncio.sleep(1)
                queue.shutdown()
                await gets
                queue = asyncio.Queue()
                watch(Q2=queue)
                queue.put_nowait(1)
                queue.put_nowait(2)
                queue.task_done()
                queue.task_done()
                queue.shutdown(immediate=True)
            run(main())
        """, since=(3, 13))
        for done in found.values():
            self.assertIn({'state': 'shutdown'}, self.histories(done)['Q1'])


class Programs(ProgramTest):
    def created(self, done):
        return [(event['object'], event['type'], event['line']) for event in done.events('object_created')]

    def test_the_classes_are_as_they_were(self):
        found = self.same("""
            import asyncio.locks, asyncio.queues, inspect, re
            from asyncio import Lock, Queue
            class Mine(asyncio.PriorityQueue):
                def __init__(self):
                    super().__init__(3)
                    self.mine = True
            def show(*values):
                print(*(re.sub(' at 0x[0-9a-f]+', '', str(value)) for value in values))
            async def main():
                made = [Lock(), Queue(), Mine(), asyncio.BoundedSemaphore(2), asyncio.Condition(), asyncio.Event()]
                for each in made:
                    show(repr(each), type(each), isinstance(each, (Queue, asyncio.Semaphore)), each.__doc__)
                    show(inspect.signature(type(each)))
                show(asyncio.locks.Lock is Lock, asyncio.queues.Queue is Queue, issubclass(asyncio.LifoQueue, Queue))
                for wrong in (lambda: made[0].release(), lambda: made[2].get_nowait(), lambda: asyncio.Semaphore(-1),
                              lambda: Queue(1, 2)):
                    try:
                        wrong()
                    except Exception as error:
                        show(type(error), error)
                async with made[0], made[3]:
                    show(*made)
                show(made[0]._waiters)
                waits = asyncio.ensure_future(made[1].get())
                await asyncio.sleep(0)
                show(made[1], type(made[1]._getters))
                made[1].put_nowait(made[0])
                show(await waits is made[0])
            asyncio.run(main())
        """)
        for done in found.values():
            self.assertEqual([event['type'] for event in done.events('object_created')],
                             ['Lock', 'Queue', 'Mine', 'BoundedSemaphore', 'Lock', 'Condition', 'Event'])
            put = next(event for event in done.events('object_changed') if event.get('items'))
            self.assertEqual(put['items'], ['M1'])

    def test_warnings_are_of_the_line_of_the_program(self):
        found = self.same("""
            async def main(loop):
                asyncio.Lock(loop=loop)
            loop = asyncio.new_event_loop()
            loop.run_until_complete(main(loop))
            loop.close()
        """, before=(3, 10))
        for version, done in found.items():
            self.assertEqual('program.py' in done.stderr, version >= (3, 8))

    def test_a_future_is_of_what_the_task_waits_for_also_within_wait_for(self):
        found = self.same("""
            async def main():
                try:
                    await asyncio.wait_for(asyncio.Event().wait(), 1)
                except asyncio.TimeoutError:
                    await asyncio.Queue().put('x')
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main())
        """)
        for version, done in found.items():
            self.assertIn('Event.wait', [event['of'] for event in done.events('future_created')], version)

    def test_a_future_is_of_what_the_task_waits_for_also_after_something_was_thrown_into_it(self):
        found = self.same("""
            async def waits(condition):
                async with condition:
                    await condition.wait_for(lambda: False)
            async def main(loop):
                condition = asyncio.Condition()
                task = loop.create_task(waits(condition))
                await asyncio.sleep(0.01)
                async with condition:
                    task.cancel()
                    await asyncio.sleep(0.01)
                await asyncio.wait([task])
            loop = asyncio.new_event_loop()
            asyncio.set_event_loop(loop)
            loop.run_until_complete(main(loop))
        """)
        for version, done in found.items():
            futures = [event['of'] for event in done.events('future_created') if event['of'].startswith('Condition')]
            self.assertEqual(futures, ['Condition.wait_for', 'Condition.wait_for'], version)

    def test_what_asyncio_and_libraries_make_is_not_told(self):
        found = self.same("""
            import collections, fractions
            async def work(n):
                await asyncio.sleep(n)
            class Holder:
                def __init__(self, lock):
                    self.lock = lock
            async def main():
                made = collections.defaultdict(asyncio.Lock)
                made['one']
                await asyncio.Queue().put('x')
                for each in asyncio.as_completed([work(1), work(2)]):
                    await each
                exec('lock = asyncio.Lock()', dict(globals()))
                exec(compile('asyncio.Lock()', fractions.__file__, 'exec'), dict(globals()))
            asyncio.run(main())
        """)
        for done in found.values():
            self.assertEqual([event['type'] for event in done.events('object_created')], ['Lock', 'Queue', 'Lock'])

    def test_of_a_queue_that_keeps_its_items_elsewhere_nothing_is_told(self):
        for done in self.same("""
            class Own(asyncio.Queue):
                def _init(self, maxsize):
                    self.items = {}
                def _put(self, item):
                    self.items[item] = True
                def _get(self):
                    return self.items.popitem()[0]
                def qsize(self):
                    return len(self.items)
            async def main():
                queue = Own()
                queue.put_nowait(1)
                print(queue.qsize(), await queue.get(), queue.empty())
            asyncio.run(main())
        """).values():
            self.assertEqual(done.events('object_created'), [])

    def test_long_queues_and_long_items_are_shortened(self):
        found = self.same("""
            class Loud:
                calls = 0
                def __repr__(self):
                    Loud.calls += 1
                    return 'Loud()'
            async def main():
                global queue
                queue = asyncio.Queue()
                for n in range(20):
                    queue.put_nowait('x' * 1000 if n == 1 else Loud() if n == 2 else n)
                print(queue.qsize(), Loud.calls)
            asyncio.run(main())
        """)
        for done in found.values():
            changes = done.events('object_changed')
            self.assertEqual([change['size'] for change in changes], list(range(1, 21)))
            last = [change['items'] for change in changes if 'items' in change][-1]
            self.assertEqual(last, ['0', "'" + 'x' * 38 + '…', 'Loud', '3', '4', '5', '6', '7'])

    def test_a_program_without_them_has_no_event_of_theirs(self):
        for done in self.same("""
            asyncio.run(asyncio.sleep(1))
        """).values():
            self.assertEqual(done.events('object_created', 'object_changed'), [])


if __name__ == '__main__':
    unittest.main()
