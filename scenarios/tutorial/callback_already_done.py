import asyncio

delay = 1


async def hello():
    print("Hello world!")
    r = await asyncio.sleep(delay)
    print("Hello again!")


def done_callback(futu):
    print("Done")


loop = asyncio.get_event_loop()
futu = asyncio.ensure_future(hello())
loop.run_until_complete(futu)
futu.add_done_callback(done_callback)
print("The callback is added, and has not run")
loop.run_until_complete(asyncio.sleep(0))
loop.close()
