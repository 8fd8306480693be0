import asyncio

delay = 10


@asyncio.coroutine
def hello():
    print("Hello world!")
    r = yield from asyncio.sleep(delay)
    print("Hello again!")


print(asyncio.iscoroutinefunction(hello))
loop = asyncio.get_event_loop()
loop.run_until_complete(hello())
loop.close()
