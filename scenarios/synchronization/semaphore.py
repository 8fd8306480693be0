import asyncio

n = 4
delay = 1.0


async def download(i, limit):
    async with limit:
        print("start", i)
        await asyncio.sleep(delay)
        print("end", i)


async def main():
    limit = asyncio.Semaphore(2)
    await asyncio.gather(*[download(i, limit) for i in range(n)])


asyncio.run(main())
