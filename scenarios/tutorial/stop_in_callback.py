import asyncio

delay = 1


async def hello():
    print("Hello world!")
    r = await asyncio.sleep(delay)
    print("Hello again!")


def done_callback(futu):
    print("Done")
    loop.stop()


loop = asyncio.get_event_loop()
gathers = asyncio.gather(hello(), hello())
futu = asyncio.ensure_future(gathers)
futu.add_done_callback(done_callback)
loop.run_forever()
loop.close
