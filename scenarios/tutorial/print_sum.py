import asyncio

delay = 10.0


async def compute(x, y):
    print("Compute %s + %s ..." % (x, y))
    await asyncio.sleep(delay)
    return x + y


async def print_sum(x, y):
    result = await compute(x, y)
    print("%s + %s = %s" % (x, y, result))


loop = asyncio.get_event_loop()
loop.run_until_complete(print_sum(1, 2))
loop.close()
