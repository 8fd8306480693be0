import asyncio

delay = 1


class Connection:
    async def __aenter__(self):
        await asyncio.sleep(delay)
        print("opened")
        return self

    async def __aexit__(self, kind, error, traceback):
        await asyncio.sleep(delay)
        print("closed")


async def main():
    async with Connection():
        print("body")
    print("main ends")


asyncio.run(main())
