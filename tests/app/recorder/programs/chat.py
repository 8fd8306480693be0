"""A chat server and three people who talk to each other."""

import asyncio

rooms = []


async def serve(reader, writer):
    rooms.append(writer)
    while True:
        line = await reader.readline()
        if not line:
            break
        for other in rooms:
            if other is not writer:
                other.write(line)
                await other.drain()
    rooms.remove(writer)
    writer.close()


async def listen(name, reader):
    while True:
        line = await reader.readline()
        if not line:
            break
        print(name, "hears", line.decode().strip())


async def talk(name, port, delay, words):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    listener = asyncio.ensure_future(listen(name, reader))
    for word in words:
        await asyncio.sleep(delay)
        writer.write(("%s: %s\n" % (name, word)).encode())
        await writer.drain()
    await asyncio.sleep(1)
    writer.close()
    listener.cancel()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.gather(
        talk("ann", port, 0.2, ["hello", "bye"]), talk("bob", port, 0.3, ["hi"]), talk("eve", port, 0.7, []))
    server.close()
    await asyncio.sleep(0.1)


asyncio.run(main())
