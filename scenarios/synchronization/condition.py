import asyncio

delay = 1.0


async def consumer(name, condition, items):
    async with condition:
        while not items:
            print(name, "waits")
            await condition.wait()
        print(name, "takes", items.pop())


async def main():
    condition = asyncio.Condition()
    items = []
    consumers = asyncio.gather(consumer("A", condition, items), consumer("B", condition, items))
    for item in range(2):
        await asyncio.sleep(delay)
        async with condition:
            items.append(item)
            condition.notify_all()
            print("item", item)
    await consumers


asyncio.run(main())
