import asyncio

delay = 1


async def hello():
    print("Hello world!")
    r = await asyncio.sleep(delay)
    print("Hello again!")


def done_callback():
    print("Done")


loop = asyncio.get_event_loop()
futu = asyncio.ensure_future(hello())
futu.add_done_callback(done_callback)
loop.run_until_complete(futu)
print("The program goes on")
loop.close()
