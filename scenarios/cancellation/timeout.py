import asyncio

delay = 1


async def part(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(name, "finished")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    try:
        async with asyncio.timeout(2 * delay):
            await part("first part", delay)
            await part("second part", 3 * delay)
    except TimeoutError:
        print("timed out")
    await part("third part", 4 * delay)


asyncio.run(main())
