import asyncio

delay = 1.0


async def waiter(name, condition):
    async with condition:
        await condition.wait()
    print(name, "was notified")


async def main():
    condition = asyncio.Condition()
    first = asyncio.create_task(waiter("first", condition))
    second = asyncio.create_task(waiter("second", condition))
    await asyncio.sleep(delay)
    async with condition:
        condition.notify()
    first.cancel()
    await second


asyncio.run(main())
