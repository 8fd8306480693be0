import asyncio

delay = 1


async def load(name):
    raise ValueError("no " + name)


async def main():
    task = asyncio.create_task(load("file"))
    await asyncio.sleep(delay)
    print("done:", task.done())
    task = None
    print("main ends")


asyncio.run(main())
