import asyncio

delay = 1


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    print(server, "answers")
    return server


async def main():
    near = asyncio.create_task(ask("near", delay))
    far = asyncio.create_task(ask("far", 2 * delay))
    done, pending = await asyncio.wait([near, far], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), "done,", len(pending), "pending")
    print("first:", near.result())
    print("second:", await far)


asyncio.run(main())
