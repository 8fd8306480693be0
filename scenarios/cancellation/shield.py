import asyncio

delay = 1


async def save():
    await asyncio.sleep(2 * delay)
    print("saved")


async def handle(saving):
    await asyncio.shield(saving)
    print("replied")


async def main():
    saving = asyncio.create_task(save())
    request = asyncio.create_task(handle(saving))
    await asyncio.sleep(delay)
    request.cancel()
    try:
        await request
    except asyncio.CancelledError:
        print("request cancelled:", request.cancelled())
    print("saving done:", saving.done())
    await saving


asyncio.run(main())
