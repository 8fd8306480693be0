import asyncio

delay = 1


async def work():
    await asyncio.sleep(2 * delay)
    return "finished"


async def fail():
    await asyncio.sleep(delay)
    raise ValueError("no")


async def main():
    results = await asyncio.gather(work(), fail(), return_exceptions=True)
    print(results)


asyncio.run(main())
