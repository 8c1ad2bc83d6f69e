using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>
/// The numbered requirements of RFC 9113 that a peer can see, by section. Each input is given whole, byte by byte, and
/// in random pieces: what comes of it is the same.
/// </summary>
public sealed class ConformanceTests
{
    private static readonly Dictionary<string, ConformanceCase> s_serverCases = ConnectionCases.All
        .Concat(StreamStateCases.All)
        .Concat(FrameCases.All)
        .Concat(MessageCases.All)
        .Concat(HpackCases.All)
        .ToDictionary(item => item.Title);

    private static readonly Dictionary<string, ConformanceCase> s_clientCases = ClientCases.All.ToDictionary(item => item.Title);

    public static TheoryData<string> ServerCases => [.. s_serverCases.Keys];

    public static TheoryData<string> ClientCaseNames => [.. s_clientCases.Keys];

    [Theory]
    [MemberData(nameof(ServerCases))]
    public void Server(string title) => Check(s_serverCases[title], Http2Role.Server);

    [Theory]
    [MemberData(nameof(ClientCaseNames))]
    public void Client(string title) => Check(s_clientCases[title], Http2Role.Client);

    private static void Check(ConformanceCase item, Http2Role role)
    {
        Wire wire = new();
        item.Sends(wire);
        (string Events, string Frames) whole = Run(item, role, wire.Bytes, null, 0);
        Assert.Equal(whole, Run(item, role, wire.Bytes, new Random(1), 1));
        for (int seed = 0; seed < 3; seed++)
            Assert.Equal(whole, Run(item, role, wire.Bytes, new Random(seed), Math.Max(2, wire.Bytes.Length / 3)));
    }

    private static (string Events, string Frames) Run(
        ConformanceCase item, Http2Role role, byte[] bytes, Random? random, int pieceMax)
    {
        SessionUnderTest test = item.IsBeforeHandshake
            ? new SessionUnderTest(role, item.Options)
            : role == Http2Role.Server ? SessionUnderTest.Server(item.Options) : SessionUnderTest.Client(item.Options);
        test.Forget();
        test.Handler.ConsumesAtOnce = !item.ConsumesNothing;
        if (item.Answers is { } answers)
            test.Handler.WhenRequested = stream => answers(test.Session, stream);
        test.Handler.WhenWritable = stream =>
        {
            if (stream.Owner is int left)
                stream.Owner = left - test.Session.WriteData(stream, new byte[left], endsStream: true);
        };
        // Much content byte by byte would take long and tell nothing more.
        if (random is null || (pieceMax == 1 && bytes.Length > 100_000))
            test.Receive(bytes);
        else
            test.Receive(bytes, random, pieceMax);
        string events = WithoutTurns(test.TakeEvents());
        string frames = test.TakeFrames();
        item.Outcome.Check(test, events, frames);
        return (events, frames);
    }

    // When a write goes on depends on how the bytes came; that it does is seen by its frames.
    private static string WithoutTurns(string events) =>
        string.Join('\n', events.Split('\n').Where(line => !line.StartsWith("writable ", StringComparison.Ordinal)));
}
