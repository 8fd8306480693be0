import asyncio

n = 3
delay = 10.0


async def compute(x, y):
    print("Compute %s + %s ..." % (x, y))
    await asyncio.sleep(delay)
    return x + y


async def print_sum(x, y):
    result = await compute(x, y)
    print("%s + %s = %s" % (x, y, result))


loop = asyncio.get_event_loop()
tasks = [print_sum(2 * i + 1, 2 * i + 2) for i in range(n)]
loop.run_until_complete(asyncio.gather(*tasks))
loop.close()
