import asyncio

delay = 1


async def load(name):
    await asyncio.sleep(delay)
    raise ValueError("no " + name)


async def main():
    task = asyncio.create_task(load("file"))
    await asyncio.sleep(2 * delay)
    print("done:", task.done())
    try:
        await task
    except ValueError as error:
        print("caught:", error)
    print("main ends")


asyncio.run(main())
