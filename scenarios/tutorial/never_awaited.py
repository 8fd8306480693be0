import asyncio


async def hello():
    print("Hello world!")
    r = await asyncio.sleep(1)
    print("Hello again!")


hello()
print("That made a coroutine object, and dropped it")
kept = hello()
print("That made another, which lives until the program ends")
