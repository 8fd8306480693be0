import asyncio

delay = 1


async def worker():
    try:
        await asyncio.sleep(3 * delay)
    except asyncio.CancelledError:
        print("cleaning up")
    await asyncio.sleep(delay)
    print("still working")
    return "finished"


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(delay)
    task.cancel()
    print("result:", await task)
    print("cancelled:", task.cancelled())


asyncio.run(main())
