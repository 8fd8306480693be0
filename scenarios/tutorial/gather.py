import asyncio

n = 3
delay = 1


async def hello():
    print("Hello world!")
    r = await asyncio.sleep(delay)
    print("Hello again!")


loop = asyncio.get_event_loop()
gathers = asyncio.gather(*[hello() for i in range(n)])
loop.run_until_complete(gathers)
loop.close
