import asyncio


def show(text):
    print(text)


async def main():
    loop = asyncio.get_running_loop()
    now = loop.time()
    loop.call_at(now + 0.3, show, "0.3")
    loop.call_at(now + (0.1 + 0.2), show, "0.1 + 0.2")
    loop.call_at(now + 0.2, show, "0.2")
    loop.call_later(0.3, show, "in 0.3")
    await asyncio.sleep(0.3)
    print("sleep(0.3)")


asyncio.run(main())
