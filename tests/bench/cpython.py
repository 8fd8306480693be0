"""The same work in asyncio: prints the nanoseconds of each row, as JSON. With the argument `uvloop`, on that loop."""

import asyncio
import json
import sys
import time


def some_time(index):
    """A pseudo-random delay below a millisecond, in seconds: CPython really sleeps."""
    mixed = (index + 1) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
    mixed ^= mixed >> 29
    return (mixed % 1_000_000 + 1) / 1e9


async def hops(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def answer():
    return 42


async def deep(levels):
    return 0 if levels == 0 else await deep(levels - 1) + 1


async def row_a():
    await asyncio.gather(*[hops(100) for _ in range(1000)])
    return 100_000


async def row_b():
    await asyncio.gather(*[answer() for _ in range(100_000)])
    return 100_000


async def row_c():
    for _ in range(100):
        await deep(500)
    return 50_000


async def row_d():
    await asyncio.gather(*[asyncio.sleep(some_time(i)) for i in range(100_000)])
    return 100_000


async def row_e():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    left = 100_000

    def again():
        nonlocal left
        left -= 1
        if left > 0:
            loop.call_soon(again)
        else:
            done.set_result(None)

    loop.call_soon(again)
    await done
    return 100_000


async def row_f():
    queue = asyncio.Queue(1)

    async def produce():
        for i in range(50_000):
            await queue.put(i)

    async def consume():
        for _ in range(50_000):
            await queue.get()

    await asyncio.gather(produce(), consume())
    return 50_000


async def row_g():
    lock = asyncio.Lock()
    for _ in range(100_000):
        await lock.acquire()
        lock.release()
    return 100_000


async def row_g_contended():
    lock = asyncio.Lock()

    async def take_turns():
        for _ in range(25_000):
            await lock.acquire()
            await asyncio.sleep(0)
            lock.release()

    await asyncio.gather(take_turns(), take_turns())
    return 50_000


async def row_j():
    async def in_time():
        for _ in range(500):
            async with asyncio.timeout(1):
                await asyncio.sleep(0)

    await asyncio.gather(*[in_time() for _ in range(100)])
    return 50_000


async def row_k():
    async def member():
        pass

    for _ in range(500):
        async with asyncio.TaskGroup() as group:
            for _ in range(100):
                group.create_task(member())
    return 50_000


ROWS = {'A': row_a, 'B': row_b, 'C': row_c, 'D': row_d, 'E': row_e, 'F': row_f, 'G': row_g,
        'G.contended': row_g_contended}
if hasattr(asyncio, 'TaskGroup'):  # since 3.11
    ROWS.update({'J': row_j, 'K': row_k})


def main():
    if sys.argv[1:] == ['uvloop']:
        import uvloop
        uvloop.install()
    found = {}
    for name, row in ROWS.items():
        begin = time.perf_counter()
        items = asyncio.run(row())
        found[name] = (time.perf_counter() - begin) / items * 1e9
    print(json.dumps(found))


sys.setrecursionlimit(10_000)
main()
