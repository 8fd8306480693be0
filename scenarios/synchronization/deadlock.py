import asyncio


async def log(text, lock):
    async with lock:
        print(text)


async def main():
    lock = asyncio.Lock()
    async with lock:
        print("main has the lock")
        await log("hello", lock)


asyncio.run(main())
