using System.Text;

namespace Outrigger.Http.Tests.Http1;

/// <summary>Damages messages at random places.</summary>
internal static class Mutation
{
    // What attacks on parsers are made of.
    private static readonly string[] s_pieces =
    [
        "\r", "\n", "\r\n", "\r\n\r\n", "\0", "\t", " ", ":", ";", ",", "\"", "\u007f", "\u0085", "\u00a0", "\u00ff",
        "0", "1", "-", "+", "#", "?", "*", "%", "@", "[", "]",
        "Content-Length: 5\r\n", "Content-Length: 5", "Content-Length",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding", "Transfer-Encoding: gzip\r\n",
        "chunked", "gzip, ", "identity,", "Host: a\r\n", "Host", "Connection: close\r\n",
        "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "GET / HTTP/1.1\r\nHost: b\r\n\r\n", "0\r\n\r\n", "5\r\nhello\r\n",
        "FFFFFFFFFFFFFFFF", "http://", "CONNECT ", "X: y\r\n",
    ];

    /// <summary>A copy with one to three changes.</summary>
    internal static byte[] Apply(byte[] source, Random random)
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
