import asyncio

delay = 1


async def ticks():
    try:
        for i in range(10):
            await asyncio.sleep(delay)
            yield i
    finally:
        print("ticks ends")


async def main():
    async for i in ticks():
        print("tick", i)
        if i == 1:
            break
    print("after the loop")
    await asyncio.sleep(0)
    print("main ends")


asyncio.run(main())
