import asyncio
import time

delay = 1


def read(name):
    time.sleep(delay)
    return "the text of " + name


async def main():
    reading = asyncio.create_task(asyncio.to_thread(read, "file"))
    await asyncio.sleep(delay / 2)
    print("main runs on")
    print(await reading)


asyncio.run(main())
