import asyncio

delay = 1


async def hello():
    print("Hello world!")
    r = await asyncio.sleep(delay)
    print("Hello again!")
    return "end"


loop = asyncio.get_event_loop()
futu = asyncio.ensure_future(hello())
try:
    futu.result()
except asyncio.InvalidStateError as error:
    print("InvalidStateError:", error)
loop.run_until_complete(futu)
print("return is", futu.result())
loop.close
