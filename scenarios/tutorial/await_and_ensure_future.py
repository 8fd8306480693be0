import asyncio

delay = 1


async def hello(name):
    print("Hello %s!" % name)
    r = await asyncio.sleep(delay)
    print("Hello %s again!" % name)


async def main():
    futu = asyncio.ensure_future(hello("later"))
    await hello("now")
    await futu


loop = asyncio.get_event_loop()
loop.run_until_complete(main())
loop.close()
