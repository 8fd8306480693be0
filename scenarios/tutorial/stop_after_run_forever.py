import asyncio

delay = 1


async def hello():
    print("Hello world!")
    r = await asyncio.sleep(delay)
    print("Hello again!")


loop = asyncio.get_event_loop()
gathers = asyncio.gather(hello(), hello())
asyncio.ensure_future(gathers)
loop.run_forever()
loop.stop()
print("This is never reached")
