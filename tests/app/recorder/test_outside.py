"""What answers from outside the event loop: the order is that of plain CPython, and the trace says what happened."""

import json
import os
import signal
import subprocess
import sys
import time
import unittest

from recorded import PREAMBLE, PYTHONS, RECORDER, ProgramTest


class Threads(ProgramTest):
    def test_a_timer_thread(self):
        for done in self.same("""
                import threading
                async def main():
                    loop = asyncio.get_running_loop()
                    future = loop.create_future()
                    threading.Timer(0.2, lambda: loop.call_soon_threadsafe(future.set_result, 'ding')).start()
                    print(await future)
                asyncio.run(main())
                """).values():
            handle, = [event for event in done.events('handle_scheduled') if event['role'] == 'thread']
            self.assertEqual((handle['name'], handle['about']), ('set_result', 'thread ' + handle['thread']))
            waits = [event for event in done.events('clock_advanced') if event['why'] == 'waited']
            self.assertGreaterEqual(sum(event['to'] - event['from'] for event in waits), 150 * 10 ** 6)
            self.assertEqual(done.trace['clock']['kind'], 'mixed')
            self.assertIn('thread ' + handle['thread'], done.events('waiting_outside')[0]['what'])

    def test_a_plain_thread(self):
        self.same("""
            import threading, time
            async def main():
                loop = asyncio.get_running_loop()
                future = loop.create_future()
                def work():
                    time.sleep(0.1)
                    loop.call_soon_threadsafe(print, 'from the thread')
                    time.sleep(0.1)
                    loop.call_soon_threadsafe(future.set_result, 3)
                threading.Thread(target=work).start()
                print(await future)
            asyncio.run(main())
            """)

    def test_run_coroutine_threadsafe(self):
        self.same("""
            import threading
            async def answer():
                await asyncio.sleep(0.1)
                return 42
            async def main():
                loop, done = asyncio.get_running_loop(), asyncio.Event()
                def ask():
                    print(asyncio.run_coroutine_threadsafe(answer(), loop).result())
                    loop.call_soon_threadsafe(done.set)
                thread = threading.Thread(target=ask)
                thread.start()
                await done.wait()
                thread.join()
            asyncio.run(main())
            """)

    def test_a_loop_in_a_thread(self):
        for done in self.same("""
                import threading
                async def hello():
                    await asyncio.sleep(0.1)
                    print('hello')
                def work():
                    loop = asyncio.new_event_loop()
                    asyncio.set_event_loop(loop)
                    loop.run_until_complete(hello())
                    loop.close()
                thread = threading.Thread(target=work, name='worker')
                thread.start()
                thread.join()
                """).values():
            run, = done.events('run_started')
            self.assertEqual(run['thread'], 'worker')
            self.assertEqual({event['thread'] for event in done.events() if event['run'] == run['run']}, {'worker'})

    def test_two_loops_at_once(self):
        for done in self.same("""
                import threading
                async def count(name, delay):
                    for i in range(3):
                        await asyncio.sleep(delay)
                        print(name, i)
                def work():
                    loop = asyncio.new_event_loop()
                    asyncio.set_event_loop(loop)
                    loop.run_until_complete(count('thread', 0.2))
                    loop.close()
                thread = threading.Thread(target=work)
                thread.start()
                asyncio.run(count('main', 0.33))
                thread.join()
                """).values():
            self.assertGreater(len({event.get('thread') for event in done.events('step_started')}), 1)

    def test_a_job_beside_a_ticker(self):
        for done in self.same("""
                import time
                async def tick():
                    for i in range(3):
                        await asyncio.sleep(0.3)
                        print('tick', i)
                async def main():
                    ticker = asyncio.create_task(tick())
                    await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.75)
                    print('job')
                    await ticker
                asyncio.run(main())
                """).values():
            self.assertEqual(done.stdout.split('\n')[:4], ['tick 0', 'tick 1', 'job', 'tick 2'])
            job, = [event for event in done.events('handle_scheduled') if event['role'] == 'job']
            self.assertEqual(job['about'], 'job 1, sleep')

    def test_the_job_of_to_thread_has_the_name_of_the_function(self):
        for done in self.same("""
                import time
                async def main():
                    if hasattr(asyncio, 'to_thread'):  # 3.9
                        await asyncio.to_thread(time.sleep, 0.1)
                    else:
                        await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.1)
                asyncio.run(main())
                """).values():
            job, = [event for event in done.events('handle_scheduled') if event['role'] == 'job']
            self.assertEqual(job['about'], 'job 1, sleep')

    def test_a_job_that_takes_too_long(self):
        self.same("""
            import time
            async def main():
                try:
                    await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(None, time.sleep, 1), 0.2)
                except asyncio.TimeoutError:
                    print('TimeoutError')
            asyncio.run(main())
            """)

    def test_jobs_as_completed(self):
        self.same("""
            import time
            def nap(seconds):
                time.sleep(seconds)
                return seconds
            async def main():
                loop = asyncio.get_running_loop()
                for job in asyncio.as_completed([loop.run_in_executor(None, nap, s) for s in (0.5, 0.1, 0.3)]):
                    print(await job)
            asyncio.run(main())
            """)

    def test_a_job_that_waits_for_a_timer(self):
        self.same("""
            import threading
            async def main():
                event, loop = threading.Event(), asyncio.get_running_loop()
                loop.call_later(0.2, event.set)
                print(await loop.run_in_executor(None, event.wait))
            asyncio.run(main())
            """)

    def test_an_idle_pool_is_not_outside(self):
        for done in self.same("""
                async def main():
                    await asyncio.get_running_loop().run_in_executor(None, print, 'job')
                    await asyncio.sleep(1000)
                    print('slept')
                loop = asyncio.new_event_loop()
                asyncio.set_event_loop(loop)
                import sys
                if '--plain' not in sys.argv:
                    loop.run_until_complete(main())
                else:
                    print('job\\nslept')
                """.replace("'--plain' not in sys.argv", "'corodemo_recorder' in sys.modules")).values():
            self.assertGreaterEqual(done.trace['outcome']['time'], 1000 * 10 ** 9)


    def test_what_many_threads_schedule_runs_in_the_order_in_which_it_is_told(self):
        path = self.write(PREAMBLE + """
import sys, threading
sys.setswitchinterval(1e-5)
async def main():
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    def work():
        for _ in range(500):
            loop.call_soon_threadsafe(int)
        loop.call_soon_threadsafe(ends.pop)
        loop.call_soon_threadsafe(lambda: ends or done.set())
    ends = [threading.Thread(target=work) for _ in range(4)]
    for thread in list(ends):
        thread.start()
    await done.wait()
asyncio.run(main())
""")
        for done in self.each(lambda version, python: self.run_recorded(python, path)).values():
            scheduled = [event['handle'] for event in done.events('handle_scheduled')]
            self.assertEqual([event['handle'] for event in done.events('handle_started')], scheduled)

    def test_a_thread_that_ends_while_the_loop_looks_for_it(self):
        path = self.write(PREAMBLE + """
import sys, threading
outside = sys.modules['corodemo_recorder.outside'].outside
look = outside.everything
async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    def look_too_late(*args):
        outside.everything = look
        thread = threading.Thread(target=loop.call_soon_threadsafe, args=(future.set_result, 'in time'))
        thread.start()
        thread.join()
        return look(*args)
    outside.everything = look_too_late
    print(await future)
asyncio.run(main())
""")
        self.assertEqual(self.run_recorded(sys.executable, path).stdout, 'in time\n')


class Descriptors(ProgramTest):
    def test_a_subprocess(self):
        for done in self.same("""
                async def main():
                    process = await asyncio.create_subprocess_exec('sh', '-c', 'sleep 0.2; echo hi',
                                                                   stdout=asyncio.subprocess.PIPE)
                    out, _ = await process.communicate()
                    print(out.decode().strip(), process.returncode)
                asyncio.run(main())
                """).values():
            abouts = {event['about'] for event in done.events('handle_scheduled') if event['role'] == 'reader'}
            self.assertTrue(any(about.startswith(('pipe', 'socket')) for about in abouts), abouts)

    def test_a_subprocess_in_time(self):
        self.same("""
            async def main():
                process = await asyncio.create_subprocess_exec('sh', '-c', 'sleep 0.2; echo hi',
                                                               stdout=asyncio.subprocess.PIPE)
                try:
                    out, _ = await asyncio.wait_for(process.communicate(), 5)
                    print('fast enough:', out.decode().strip())
                except asyncio.TimeoutError:
                    print('timed out')
            asyncio.run(main())
            """)

    def test_a_reader_of_a_pipe(self):
        for done in self.same("""
                import os, subprocess
                async def main():
                    loop, done = asyncio.get_running_loop(), asyncio.Event()
                    child = subprocess.Popen(['sh', '-c', 'sleep 0.2; echo hi'], stdout=subprocess.PIPE)
                    def readable():
                        print(os.read(child.stdout.fileno(), 100))
                        loop.remove_reader(child.stdout)
                        done.set()
                    loop.add_reader(child.stdout, readable)
                    await done.wait()
                    child.wait()
                    child.stdout.close()
                asyncio.run(main())
                """).values():
            handle, = [event for event in done.events('handle_scheduled') if event['role'] == 'reader']
            self.assertEqual((handle['about'], handle['name']), ('pipe 1', 'readable'))

    def test_a_pipe_of_its_own_is_inside(self):
        for done in self.same("""
                import os
                async def main():
                    loop = asyncio.get_running_loop()
                    reading, writing = os.pipe()
                    future = loop.create_future()
                    loop.add_reader(reading, lambda: (loop.remove_reader(reading), future.set_result(os.read(reading, 9))))
                    loop.call_later(0.1, os.write, writing, b'x')
                    print(await future)
                asyncio.run(main())
                """).values():
            self.assertEqual(done.trace['clock']['kind'], 'virtual')
            self.assertEqual(done.events('waiting_outside'), [])

    def test_server_and_client_in_one_process_are_inside(self):
        for done in self.same("""
                async def serve(reader, writer):
                    data = await reader.readline()
                    await asyncio.sleep(0.1)
                    writer.write(data.upper())
                    await writer.drain()
                    writer.close()
                async def main():
                    server = await asyncio.start_server(serve, '127.0.0.1', 0)
                    port = server.sockets[0].getsockname()[1]
                    reader, writer = await asyncio.open_connection('127.0.0.1', port)
                    writer.write(b'hello\\n')
                    print(await reader.readline())
                    writer.close()
                    await asyncio.sleep(0.01)
                    server.close()
                asyncio.run(main())
                """).values():
            self.assertEqual(done.trace['clock']['kind'], 'virtual')
            self.assertEqual(done.trace['outcome']['time'], 110 * 10 ** 6)

    def test_a_peer_in_another_process(self):
        self.same("""
            import socket, subprocess, sys
            CLIENT = '''
            import socket, sys, time
            with socket.create_connection(('127.0.0.1', int(sys.argv[1]))) as client:
                time.sleep(0.2)
                client.sendall(b'hello')
                client.recv(100)
            '''
            async def main():
                done = asyncio.Event()
                async def serve(reader, writer):
                    try:
                        print(await asyncio.wait_for(reader.read(100), 10))
                    except asyncio.TimeoutError:
                        print('timed out')
                    writer.write(b'bye')
                    writer.close()
                    done.set()
                server = await asyncio.start_server(serve, '127.0.0.1', 0)
                port = server.sockets[0].getsockname()[1]
                child = subprocess.Popen([sys.executable, '-c', CLIENT, str(port)])
                await done.wait()
                server.close()
                child.wait()
            asyncio.run(main())
            """)

    def test_a_process_pool(self):
        self.same("""
            import concurrent.futures, os, time
            def nap(seconds):
                time.sleep(seconds)
                return seconds
            async def main():
                with concurrent.futures.ProcessPoolExecutor(1) as pool:
                    loop = asyncio.get_running_loop()
                    print(await asyncio.wait_for(loop.run_in_executor(pool, nap, 0.2), 10))
            if __name__ == '__main__':
                asyncio.run(main())
            """)


class Blocking(ProgramTest):
    """Calls that wait inside a step."""

    def test_of_the_standard_library(self):
        for done in self.same("""
                import multiprocessing, queue, subprocess
                async def main():
                    ours, theirs = multiprocessing.Pipe()
                    print(ours.poll(0.2))
                    try:
                        queue.Queue().get(timeout=0.2)
                    except queue.Empty:
                        print('empty')
                    print(subprocess.run(['sh', '-c', 'sleep 0.2; echo hi'], stdout=subprocess.PIPE, timeout=5).stdout)
                if __name__ == '__main__':
                    asyncio.run(main())
                """).values():
            long, = [event for event in done.events('step_finished') if 'took' in event]
            self.assertGreaterEqual(long['took'], 500 * 10 ** 6)
            blocked, = [event for event in done.events('clock_advanced') if event['why'] == 'blocked']
            self.assertGreaterEqual(blocked['to'] - blocked['from'], 500 * 10 ** 6)

    def test_before_something_outside_is_waited_for(self):
        path = self.write(PREAMBLE + """
import functools, time
async def main():
    functools.partial(time.sleep, 0.3)()
    await asyncio.get_running_loop().run_in_executor(None, int)
asyncio.run(main())
""")
        for done in self.each(lambda version, python: self.run_recorded(python, path)).values():
            # The machine may hold the program up once more.
            blocked = [event for event in done.events('clock_advanced') if event['why'] == 'blocked']
            self.assertGreaterEqual(blocked[0]['to'] - blocked[0]['from'], 300 * 10 ** 6)

    def test_a_loop_that_reads_the_clock(self):
        self.same("""
            import time
            async def main():
                until = time.monotonic() + 0.2
                while time.monotonic() < until:
                    pass
                until = asyncio.get_running_loop().time() + 0.2
                while asyncio.get_running_loop().time() < until:
                    await asyncio.sleep(0)
                print('passed')
            asyncio.run(main())
            """)


class Signals(ProgramTest):
    PROGRAM = """
        import os, signal, threading
        async def main():
            loop, done = asyncio.get_running_loop(), asyncio.Event()
            loop.add_signal_handler(signal.SIGUSR1, lambda: (print('signal'), done.set()))
            threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGUSR1]).start()
            await done.wait()
        asyncio.run(main())
        """

    def test_a_handler(self):
        for done in self.same(self.PROGRAM).values():
            handle, = [event for event in done.events('handle_scheduled') if event['role'] == 'signal']
            self.assertEqual(handle['about'], 'SIGUSR1')

    def interrupted(self, python, path, number, *options):
        """Send a signal to a recorded program when it has printed a line. Return its output, status and trace's path."""
        output = os.path.join(self.folder, 'trace.jsonl')
        with subprocess.Popen([python, '-B', RECORDER, '-o', output, *options, path], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            first = process.stdout.readline()
            time.sleep(0.3)
            process.send_signal(number)
            out, _ = process.communicate(timeout=30)
            return (first + out).decode(), process.returncode, output

    def test_a_server_until_ctrl_c(self):
        path = self.write(PREAMBLE + """
async def main():
    server = await asyncio.start_server(lambda reader, writer: None, '127.0.0.1', 0)
    print('serving', flush=True)
    try:
        await server.serve_forever()
    finally:
        print('closed')
asyncio.run(main())
""")
        for version, python in PYTHONS.items():
            if version >= (3, 7):
                with self.subTest(python=version):
                    out, status, output = self.interrupted(python, path, signal.SIGINT)
                    self.assertEqual(out, 'serving\nclosed\n')
                    self.assertEqual(status, -signal.SIGINT if version >= (3, 8) else 1)
                    with open(output) as file:
                        text = file.read()
                    self.assertIn('"what": ["listening socket 1"]', text)
                    self.assertIn('"error": {"type": "KeyboardInterrupt"', text.splitlines()[-1])

    def test_ctrl_c_in_the_midst_of_the_loops_business(self):
        path = self.write(PREAMBLE + """
async def main():
    print('begun', flush=True)
    while True:
        await asyncio.sleep(0)
asyncio.run(main())
""")
        for _ in range(5):
            _, _, output = self.interrupted(sys.executable, path, signal.SIGINT)
            it = None
            with open(output) as file:
                for line in file:
                    event = json.loads(line)
                    if event.get('kind') == 'iteration_started':
                        it = event['it']
                    elif event.get('it') is not None:
                        self.assertEqual(event['it'], it, line)

    def test_what_is_left_of_a_killed_program(self):
        path = self.write(PREAMBLE + """
async def main():
    server = await asyncio.start_server(lambda reader, writer: None, '127.0.0.1', 0)
    print('serving', flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
""")
        out, status, output = self.interrupted(sys.executable, path, signal.SIGTERM)
        self.assertEqual((out, status), ('serving\n', -signal.SIGTERM))
        self.assertFalse(os.path.exists(output))
        with open(output + '.part') as file:
            lines = file.read().splitlines()
        self.assertIn('"waiting_outside"', lines[-1])


class Bounds(ProgramTest):
    TICKER = PREAMBLE + """
async def main():
    while True:
        print('tick')
        await asyncio.sleep(1)
asyncio.run(main())
"""

    def test_an_endless_ticker(self):
        path = self.write(self.TICKER)

        def run(version, python):
            return self.run_recorded(python, path, recorder=('--max-steps', '3000'))
        for version, done in self.each(run).items():
            with self.subTest(python=version):
                self.assertEqual((done.trace['outcome']['status'], done.status), ('limit', 0))
                steps = len(done.events('handle_started')) + len(done.events('clock_advanced'))
                self.assertTrue(3000 <= steps < 3100, steps)
                self.assertIn(done.stdout.count('tick\n'), range(1000, 1004))

    def test_a_program_that_catches_the_interrupt(self):
        path = self.write(PREAMBLE + """
async def main():
    while True:
        try:
            await asyncio.sleep(1)
        except BaseException:
            print('no')
loop = asyncio.new_event_loop()
while True:
    try:
        loop.run_until_complete(main())
    except KeyboardInterrupt:
        print('never')
""")
        done = self.run_recorded(sys.executable, path, recorder=('--max-steps', '1000'))
        self.assertEqual((done.trace['outcome']['status'], done.status), ('limit', 0))

    def test_seconds(self):
        path = self.write(PREAMBLE + """
async def main():
    server = await asyncio.start_server(lambda reader, writer: None, '127.0.0.1', 0)
    await asyncio.Event().wait()
asyncio.run(main())
""")
        done = self.run_recorded(sys.executable, path, recorder=('--max-seconds', '0.3'))
        self.assertEqual((done.trace['outcome']['status'], done.status), ('limit', 0))


class Clocks(ProgramTest):
    SLEEPS = """
        import time
        async def main():
            start = time.time()
            await asyncio.sleep(0.2)
            print(time.time() - start >= 0.15)
        asyncio.run(main())
        """

    def test_real(self):
        for done in self.same(self.SLEEPS, recorder=('--clock', 'real')).values():
            self.assertEqual(done.trace['clock']['kind'], 'real')
            self.assertGreaterEqual(done.trace['outcome']['waited'], 150 * 10 ** 6)

    def test_virtual_cannot_wait(self):
        path = self.write(PREAMBLE + """
import threading, time
async def main():
    threading.Thread(target=time.sleep, args=(1,)).start()
    await asyncio.Event().wait()
asyncio.run(main())
""")
        done = self.run_recorded(sys.executable, path, recorder=('--clock', 'virtual'))
        self.assertEqual(done.status, 4)
        self.assertIn('corodemo: --clock virtual: the event loop waits for something outside it: thread Thread-1',
                      done.stderr)

    def test_time_and_datetime_agree(self):
        self.same("""
            import datetime, time
            from datetime import datetime as dt
            from time import perf_counter as pc
            async def main():
                starts = time.time(), dt.now().timestamp(), datetime.datetime.now(datetime.timezone.utc).timestamp(), pc()
                await asyncio.sleep(1000)
                ends = time.time(), dt.now().timestamp(), datetime.datetime.now(datetime.timezone.utc).timestamp(), pc()
                print([round(end - start) for start, end in zip(starts, ends)])
                print(abs(time.mktime(time.localtime()) - time.time()) < 2, datetime.date.today() == dt.now().date())
                time.sleep(500)
                print(round(time.monotonic_ns() / 10 ** 9 - time.monotonic()) if hasattr(time, 'monotonic_ns') else 0)
            import sys
            if 'corodemo_recorder' in sys.modules:
                asyncio.run(main())
            else:
                print([1000] * 4)
                print(True, True)
                print(0)
            """)


class Hangs(ProgramTest):
    def test_only_what_is_proven(self):
        path = self.write(PREAMBLE + """
import os
async def main():
    reading, writing = os.pipe()
    asyncio.get_running_loop().add_reader(reading, print)
    await asyncio.Event().wait()
asyncio.run(main())
""")

        def run(version, python):
            return self.run_recorded(python, path)
        for done in self.each(run).values():
            self.assertEqual((done.trace['outcome']['status'], done.status), ('hung', 0))


if __name__ == '__main__':
    unittest.main()
