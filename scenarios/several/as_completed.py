import asyncio

delay = 1


async def download(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    downloads = [download("film", 3 * delay), download("song", 2 * delay), download("text", delay)]
    for next_one in asyncio.as_completed(downloads):
        print(await next_one)


asyncio.run(main())
