import asyncio

n = 3
delay = 1


async def hello():
    print("Hello world!")
    await asyncio.sleep(delay)
    print("Hello again!")


async def main():
    async with asyncio.TaskGroup() as group:
        for _ in range(n):
            group.create_task(hello())


asyncio.run(main())
