using System.Text;
using Outrigger.Http.Http1;

namespace Outrigger.Http.Tests.Http1;

/// <summary>
/// Feeds several hundred thousand damaged requests. Whatever they are, nothing is thrown, the result does not
/// depend on how the bytes arrive, and what is accepted leaves in a form that reads the same.
/// </summary>
public sealed class MutationFuzzTests
{
    private const int RunsPerSeed = 40_000;

    // What attacks on parsers are made of.
    private static readonly string[] s_pieces =
    [
        "\r", "\n", "\r\n", "\r\n\r\n", "\0", "\t", " ", ":", ";", ",", "\"", "\u007f", "\u0085", "\u00a0", "\u00ff",
        "0", "1", "-", "+", "#", "?", "*", "%", "@", "[", "]", "Content-Length: 5\r\n", "Content-Length: 5", "Content-Length",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding", "chunked", "Host: a\r\n", "Host", "Connection: close\r\n",
        "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "GET / HTTP/1.1\r\nHost: b\r\n\r\n", "0\r\n\r\n", "5\r\nhello\r\n",
        "FFFFFFFFFFFFFFFF", "http://", "CONNECT ", "X: y\r\n",
    ];

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    [InlineData(105)]
    public void Damaged_requests_are_refused_or_read_in_one_way(int seed)
    {
        Random random = new(seed);
        RequestGenerator generator = new(seed);
        byte[] source = generator.Next();
        int accepted = 0;
        for (int run = 0; run < RunsPerSeed; run++)
        {
            if (run % 50 == 0)
                source = generator.Next();
            byte[] bytes = Mutate(source, random);
            RequestTranscript whole = RequestTranscript.Whole(bytes);
            string context = $"seed {seed}, run {run}: {Encoding.Latin1.GetString(bytes)}";
            Assert.True(whole.Text == RequestTranscript.Split(bytes, random.Next(bytes.Length + 1)).Text, context);
            if (run % 64 == 0)
                Assert.True(whole.Text == RequestTranscript.ByteByByte(bytes).Text, context);
            if (whole.Messages.Count == 0 || !whole.Messages[0].IsComplete)
                continue;
            accepted++;
            RequestTranscript forwarded = RequestTranscript.Whole(Forwarder.Forward(bytes));
            Assert.True(forwarded.Error == Http1Error.None && forwarded.Messages.Count == 1, context);
            Assert.True(Forwarder.Essence(whole.Messages[0]) == Forwarder.Essence(forwarded.Messages[0]), context);
        }

        // Both outcomes must be frequent, or the mutations test nothing.
        Assert.InRange(accepted, RunsPerSeed / 20, RunsPerSeed * 19 / 20);
    }

    private static byte[] Mutate(byte[] source, Random random)
    {
        List<byte> bytes = [.. source];
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at - 1));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(s_pieces[random.Next(s_pieces.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }
}
