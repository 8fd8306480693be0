import asyncio

delay = 1


async def download(name, seconds):
    print(name, "begins")
    await asyncio.sleep(seconds)
    return name


async def main():
    async with asyncio.TaskGroup() as group:
        film = group.create_task(download("film", 2 * delay))
        text = group.create_task(download("text", delay))
        print("end of the block")
    print(film.result(), text.result())


asyncio.run(main())
