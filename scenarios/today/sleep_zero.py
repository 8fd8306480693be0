import asyncio


async def polite(name):
    for i in range(3):
        print(name, i)
        await asyncio.sleep(0)


async def greedy(name):
    for i in range(3):
        print(name, i)


async def main():
    await asyncio.gather(polite("a"), greedy("b"), polite("c"))


asyncio.run(main())
