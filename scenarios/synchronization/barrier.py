import asyncio

n = 3
delay = 1.0


async def worker(i, barrier):
    await asyncio.sleep((n - i) * delay)
    print("worker", i, "arrives")
    index = await barrier.wait()
    print("worker", i, "leaves, index", index)


async def main():
    barrier = asyncio.Barrier(n)
    await asyncio.gather(*[worker(i, barrier) for i in range(n)])


asyncio.run(main())
