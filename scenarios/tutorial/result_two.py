import asyncio

delay = 1


async def hello(word, delay):
    print("Hello world!")
    r = await asyncio.sleep(delay)
    print("Hello again!")
    return word


loop = asyncio.get_event_loop()
futu = asyncio.gather(hello("end", 2 * delay), hello("END", delay))
ret = loop.run_until_complete(futu)
print("return is", futu.result())
print("ret is", ret)
loop.close
