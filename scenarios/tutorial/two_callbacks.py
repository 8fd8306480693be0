import asyncio

delay = 1


async def hello():
    print("Hello world!")
    r = await asyncio.sleep(delay)
    print("Hello again!")


def first(futu):
    print("first callback")


def second(futu):
    print("second callback")


loop = asyncio.get_event_loop()
futu = asyncio.ensure_future(hello())
futu.add_done_callback(first)
futu.add_done_callback(second)
loop.run_until_complete(futu)
loop.close()
