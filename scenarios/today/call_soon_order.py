import asyncio


def show(text):
    print(text)


async def child():
    print("task")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0, show, "call_later(0)")
    loop.call_soon(show, "call_soon")
    task = asyncio.create_task(child())
    show("a call")
    await asyncio.sleep(0)
    print("after sleep(0)")


asyncio.run(main())
