using Outrigger.Http.Http2;
using Outrigger.Http.Tests.Hpack;

namespace Outrigger.Http.Tests.Http2.Interop;

/// <summary>
/// Many exchanges at once between our session and nghttp2's, with windows, frames and pieces of random sizes. Each end holds
/// the other to the protocol.
/// </summary>
public sealed class Nghttp2SessionTests
{
    private const int Requests = 40;

    [Theory]
    [InlineData(Http2Role.Server)]
    [InlineData(Http2Role.Client)]
    public void Exchanges_pass_unharmed(Http2Role ourRole)
    {
        Nghttp2.SkipIfMissing();
        for (int seed = 0; seed < 25; seed++)
        {
            Random random = new(seed);
            using OurEndpoint ours = new(ourRole, seed, Options(random));
            Http2Role theirRole = ourRole == Http2Role.Server ? Http2Role.Client : Http2Role.Server;
            using NghttpEndpoint theirs = new(theirRole, seed, Settings(random));
            IEndpoint client = ourRole == Http2Role.Client ? ours : theirs;
            IEndpoint server = ourRole == Http2Role.Client ? theirs : ours;
            Run(client, server, random);
            for (int i = 0; i < Requests; i++)
            {
                int id = (2 * i) + 1;
                Assert.Equal(MessagePlan.Request(seed, id).Expected, server.Received.GetValueOrDefault(id)?.ToString());
                Assert.Equal(MessagePlan.Response(seed, id).Expected, client.Received.GetValueOrDefault(id)?.ToString());
            }
        }
    }

    private static void Run(IEndpoint client, IEndpoint server, Random random)
    {
        Queue<byte> up = new();
        Queue<byte> down = new();
        int requests = 0;
        int idleRounds = 0;
        while (idleRounds < 20)
        {
            bool isIdle = true;
            while (requests < Requests && random.Next(3) > 0 && client.TryRequest())
                requests++;
            isIdle &= !Carry(client, server, up, random);
            isIdle &= !Carry(server, client, down, random);
            idleRounds = isIdle ? idleRounds + 1 : 0;
        }

        Assert.Equal(Requests, requests);
    }

    private static bool Carry(IEndpoint from, IEndpoint to, Queue<byte> wire, Random random)
    {
        byte[] taken = from.Take();
        foreach (byte b in taken)
            wire.Enqueue(b);
        byte[] piece = new byte[Math.Min(wire.Count, random.Next(1, 70_000))];
        for (int i = 0; i < piece.Length; i++)
            piece[i] = wire.Dequeue();
        to.Receive(piece);
        return taken.Length + piece.Length > 0;
    }

    private static Http2Options Options(Random random) => new()
    {
        StreamWindowBytes = random.Next(1, 3) == 1 ? random.Next(1_000, 50_000) : 1_000_000,
        ConnectionWindowBytes = 65_535 + random.Next(0, 100_000),
        ConcurrentStreamsMax = random.Next(1, 30),
        HeaderTableBytes = random.Next(3) * 2048,
        WindowUpdatesPerDataFrameMax = 100,
    };

    private static (int, uint)[] Settings(Random random) =>
    [
        (1, (uint)random.Next(3) * 3000),
        (3, (uint)random.Next(1, 30)),
        (4, (uint)(random.Next(2) == 0 ? random.Next(500, 30_000) : 1_000_000)),
        (5, (uint)random.Next(16_384, 30_000)),
    ];
}
