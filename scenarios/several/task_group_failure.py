import asyncio

delay = 1


async def download(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(name, "is here")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def fail():
    await asyncio.sleep(delay)
    raise ValueError("not found")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(download("film", 3 * delay))
            group.create_task(download("song", 2 * delay))
            group.create_task(fail())
    except ExceptionGroup as errors:
        print(errors)
        print(errors.exceptions)


asyncio.run(main())
