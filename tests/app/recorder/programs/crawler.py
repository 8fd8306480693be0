"""A crawler with a semaphore and retries, and the site that it crawls."""

import asyncio

LINKS = {"/": ["/a", "/b", "/c"], "/a": ["/b", "/d"], "/b": ["/d"], "/c": [], "/d": ["/"]}
failures = {"/b": 1, "/d": 2}  # how often a page fails before it answers


async def site(reader, writer):
    path = (await reader.readline()).decode().strip()
    await asyncio.sleep(0.05)
    if failures.get(path):
        failures[path] -= 1
        writer.write(b"503\n")
    else:
        writer.write(("200 %s\n" % " ".join(LINKS[path])).encode())
    await writer.drain()
    writer.close()


class Crawler:
    def __init__(self, port):
        self.port, self.seen, self.limit = port, {}, asyncio.Semaphore(2)

    async def fetch(self, path):
        async with self.limit:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(path.encode() + b"\n")
            answer = (await reader.readline()).decode().split()
            writer.close()
            return answer

    async def crawl(self, path):
        if path in self.seen:
            return
        self.seen[path] = None
        for attempt in range(3):
            status, *links = await self.fetch(path)
            if status == "200":
                break
            print(path, "fails, retry in", 0.1 * 2 ** attempt)
            await asyncio.sleep(0.1 * 2 ** attempt)
        self.seen[path] = attempt + 1
        await asyncio.gather(*[self.crawl(link) for link in links])


async def main():
    server = await asyncio.start_server(site, "127.0.0.1", 0)
    crawler = Crawler(server.sockets[0].getsockname()[1])
    await crawler.crawl("/")
    print(sorted(crawler.seen.items()))
    server.close()
    await asyncio.sleep(0.1)


asyncio.run(main())
