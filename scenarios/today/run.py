import asyncio

delay = 1


async def ticker():
    try:
        while True:
            print("tick")
            await asyncio.sleep(delay)
    except asyncio.CancelledError:
        print("ticker is cancelled")
        raise


async def main():
    task = asyncio.create_task(ticker())
    await asyncio.sleep(1.5 * delay)
    print("main ends")


asyncio.run(main())
print("the program ends")
