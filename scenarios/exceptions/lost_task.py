import asyncio
import gc

delay = 1


async def job():
    print("job begins")
    await asyncio.get_running_loop().create_future()
    print("job ends")


async def main():
    asyncio.create_task(job())
    await asyncio.sleep(delay)
    gc.collect()
    print("main ends")


asyncio.run(main())
