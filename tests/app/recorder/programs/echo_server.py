import asyncio

async def serve(reader, writer):
    data = await reader.readline()
    await asyncio.sleep(0.1)
    writer.write(data.upper())
    await writer.drain()
    writer.close()

async def client(number, port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"hello %d\n" % number)
    answer = await reader.readline()
    writer.close()
    return answer

async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    answers = await asyncio.gather(*(client(n, port) for n in range(100)))
    print(len(answers), answers[-1])
    server.close()
    await asyncio.sleep(0.01)

asyncio.run(main())
