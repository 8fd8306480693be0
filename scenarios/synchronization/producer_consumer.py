import asyncio

n = 4
delay = 1.0


async def producer(queue):
    for i in range(n):
        await queue.put(i)
        print("put", i)


async def consumer(queue):
    while True:
        item = await queue.get()
        await asyncio.sleep(delay)
        print("done with", item)
        queue.task_done()


async def main():
    queue = asyncio.Queue(maxsize=2)
    worker = asyncio.create_task(consumer(queue))
    await producer(queue)
    await queue.join()
    worker.cancel()


asyncio.run(main())
