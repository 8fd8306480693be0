import asyncio


async def child(delay):
    await asyncio.sleep(delay)
    return delay


async def stubborn():
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("stays")
    await asyncio.sleep(1)
    return "done"


async def fails():
    raise ValueError("no")


async def waits(future):
    await future


async def main(loop):
    never = loop.create_task(child(1))
    slow = loop.create_task(child(5))
    kept = loop.create_task(stubborn())
    never.cancel()
    await asyncio.sleep(1)
    slow.cancel()
    kept.cancel()
    await asyncio.sleep(0)
    print(never.cancelled(), slow.cancelled())
    forgotten = child(1)
    forgotten = None
    loop.create_task(fails())
    future = loop.create_future()
    future.set_exception(ValueError("never"))
    future = None
    print(await kept)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(main(loop))
lost = loop.create_task(waits(loop.create_future()))
loop.stop()
loop.run_forever()
