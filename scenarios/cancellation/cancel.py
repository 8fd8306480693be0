import asyncio

delay = 1


async def worker():
    print("working")
    try:
        await asyncio.sleep(3 * delay)
        print("finished")
    except asyncio.CancelledError:
        print("cleaning up")
        raise


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(delay)
    print("cancel() returns", task.cancel())
    print("done:", task.done())
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled:", task.cancelled())


asyncio.run(main())
