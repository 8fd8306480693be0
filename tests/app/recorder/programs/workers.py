"""A pool of workers that finishes its work when it gets SIGTERM."""

import asyncio
import os
import signal
import threading


async def worker(name, queue):
    while True:
        job = await queue.get()
        await asyncio.sleep(0.05)
        print(name, "did", job)
        queue.task_done()


async def main():
    loop, queue, stopping = asyncio.get_event_loop(), asyncio.Queue(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    workers = [asyncio.ensure_future(worker("worker %d" % n, queue)) for n in (1, 2)]
    for job in range(4):
        queue.put_nowait(job)
    threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGTERM]).start()
    await stopping.wait()
    print("SIGTERM: the rest, then the end")
    await queue.join()
    for each in workers:
        each.cancel()
    await asyncio.gather(*workers, return_exceptions=True)


asyncio.run(main())
