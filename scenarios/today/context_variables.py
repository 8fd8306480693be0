import asyncio
import contextvars

delay = 1
user = contextvars.ContextVar("user", default="nobody")


async def handle(name):
    user.set(name)
    await asyncio.sleep(delay)
    print(name, "is", user.get())


async def main():
    await asyncio.gather(handle("ann"), handle("bob"))
    print("main is", user.get())


asyncio.run(main())
