import asyncio

delay = 1.0


async def runner(name, start):
    await start.wait()
    print(name, "runs")


async def main():
    start = asyncio.Event()
    waiting = asyncio.gather(runner("A", start), runner("B", start))
    await asyncio.sleep(delay)
    start.set()
    print("set")
    await runner("C", start)
    await waiting


asyncio.run(main())
