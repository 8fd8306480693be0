import asyncio
import time

delay = 1


async def blocking(name):
    print("%s blocks" % name)
    time.sleep(delay)
    print("%s has slept" % name)


async def waiting(name):
    print("%s waits" % name)
    await asyncio.sleep(delay)
    print("%s has slept" % name)


loop = asyncio.get_event_loop()
loop.run_until_complete(asyncio.gather(blocking("A"), blocking("B")))
loop.run_until_complete(asyncio.gather(waiting("C"), waiting("D")))
loop.close()
