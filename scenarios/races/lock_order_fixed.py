import asyncio

delay = 1.0


async def transfer(name, arrival, first, second):
    await asyncio.sleep(arrival)
    async with first:
        print(name, "has its first lock")
        await asyncio.sleep(delay)
        async with second:
            print(name, "has both")


async def main():
    a = asyncio.Lock()
    b = asyncio.Lock()
    there = transfer("A to B", delay, a, b)
    back = transfer("B to A", 3 * delay, a, b)
    await asyncio.gather(there, back)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
