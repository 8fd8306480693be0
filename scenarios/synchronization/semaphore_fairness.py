import asyncio

delay = 1.0


async def worker(name, semaphore):
    for turn in range(2):
        async with semaphore:
            print(name, "turn", turn)
            await asyncio.sleep(delay)


async def main():
    semaphore = asyncio.Semaphore(1)
    await asyncio.gather(worker("A", semaphore), worker("B", semaphore))


asyncio.run(main())
