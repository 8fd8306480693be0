import asyncio

delay = 1.0


async def barista(queue):
    while True:
        urgency, drink = await queue.get()
        print("makes", drink)
        await asyncio.sleep(delay)
        queue.task_done()


async def main():
    queue = asyncio.PriorityQueue()
    worker = asyncio.create_task(barista(queue))
    await asyncio.sleep(delay)
    for order in [(2, "tea"), (1, "latte"), (1, "espresso")]:
        queue.put_nowait(order)
        print("ordered", order)
    await queue.join()
    worker.cancel()


asyncio.run(main())
