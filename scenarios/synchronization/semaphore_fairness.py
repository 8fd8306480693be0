import asyncio

delay = 1.0


async def worker(name, turns, semaphore):
    for turn in range(turns):
        async with semaphore:
            print(name, "turn", turn)
            await asyncio.sleep(delay)


async def main():
    semaphore = asyncio.Semaphore(1)
    await asyncio.gather(worker("A", 3, semaphore), worker("B", 1, semaphore))


asyncio.run(main())
