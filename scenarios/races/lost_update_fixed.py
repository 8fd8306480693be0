import asyncio

n = 2
delay = 1.0
balance = 0


async def deposit(lock, arrival):
    global balance
    await asyncio.sleep(arrival)
    async with lock:
        seen = balance
        await asyncio.sleep(delay)
        balance = seen + 10
        print("balance", balance)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*[deposit(lock, (2 * i + 1) * delay) for i in range(n)])
    print("end", balance)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
