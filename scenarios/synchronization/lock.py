import asyncio

delay = 1.0


async def worker(name, lock):
    for turn in range(2):
        async with lock:
            print(name, "turn", turn)
            await asyncio.sleep(delay)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(worker("A", lock), worker("B", lock))


asyncio.run(main())
