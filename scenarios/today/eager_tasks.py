import asyncio

delay = 1
cache = {"a": 1}


async def look_up(key):
    if key not in cache:
        await asyncio.sleep(delay)
        cache[key] = 2
    return cache[key]


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    a = asyncio.create_task(look_up("a"))
    b = asyncio.create_task(look_up("b"))
    print("done:", a.done(), b.done())
    print(await a, await b)


asyncio.run(main())
