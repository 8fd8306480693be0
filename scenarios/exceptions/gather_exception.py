import asyncio

delay = 1


async def work():
    await asyncio.sleep(2 * delay)
    print("still working")


async def fail():
    await asyncio.sleep(delay)
    raise ValueError("no")


async def main():
    try:
        await asyncio.gather(work(), fail())
    except ValueError as error:
        print("gather raises", error)
    await asyncio.sleep(2 * delay)
    print("main ends")


asyncio.run(main())
