import asyncio
import functools

delay = 1


async def hello():
    print("Hello world!")
    r = await asyncio.sleep(delay)
    print("Hello again!")
    return "end"


def done_callback(word, futu):
    print("Done:", word, futu.result())


loop = asyncio.get_event_loop()
futu = asyncio.ensure_future(hello())
futu.add_done_callback(functools.partial(done_callback, "the"))
loop.run_until_complete(futu)
loop.close()
