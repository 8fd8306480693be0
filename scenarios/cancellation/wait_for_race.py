import asyncio

delay = 1


async def request(answer):
    print("got", await asyncio.wait_for(answer, 10))
    await asyncio.sleep(delay)
    print("still running")


async def main():
    answer = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(request(answer))
    await asyncio.sleep(delay)
    answer.set_result("the answer")
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
