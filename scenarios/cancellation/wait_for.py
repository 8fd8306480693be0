import asyncio

delay = 1


async def query():
    try:
        await asyncio.sleep(10 * delay)
    finally:
        print("disconnecting")
        await asyncio.sleep(2 * delay)
        print("disconnected")


async def main():
    try:
        await asyncio.wait_for(query(), delay)
    except asyncio.TimeoutError:
        print("timed out")


asyncio.run(main())
