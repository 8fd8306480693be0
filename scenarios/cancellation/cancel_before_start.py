import asyncio


async def worker(connection):
    try:
        print("using", connection)
        await asyncio.sleep(1)
    finally:
        print("closing", connection)


async def main():
    task = asyncio.create_task(worker("a connection"))
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled:", task.cancelled())


asyncio.run(main())
