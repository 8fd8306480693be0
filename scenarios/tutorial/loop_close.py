import asyncio

delay = 1


async def hello():
    print("Hello world!")
    r = await asyncio.sleep(delay)
    print("Hello again!")


loop = asyncio.get_event_loop()
loop.run_until_complete(hello())
loop.close
print("closed:", loop.is_closed())
loop.run_until_complete(hello())
loop.close()
print("closed:", loop.is_closed())
