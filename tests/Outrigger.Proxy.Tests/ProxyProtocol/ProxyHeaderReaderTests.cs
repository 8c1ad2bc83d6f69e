using System.Numerics;
using System.Text;
using Outrigger.Proxy.ProxyProtocol;

namespace Outrigger.Proxy.Tests.ProxyProtocol;

public sealed class ProxyHeaderReaderTests
{
    private const string Signature = "\r\n\r\n\0\r\nQUIT\n";
    private const string Ipv4 = "\u00C0\0\u0002\u0001" + "\u00C6\u0033\u0064\u0007" + "\u008B\u003E" + "\0\u0050";
    private const string Longest = "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
        + "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe 65535 65535\r\n";

    /// <summary>The bytes as Latin-1, source and destination; nothing where the header tells no addresses.</summary>
    public static TheoryData<string, string, string> WellFormed => new()
    {
        { "PROXY TCP4 192.0.2.1 198.51.100.7 35646 80\r\n", "192.0.2.1:35646", "198.51.100.7:80" },
        { "PROXY TCP4 0.0.0.0 255.255.255.255 0 65535\r\n", "0.0.0.0:0", "255.255.255.255:65535" },
        { "PROXY TCP6 2001:db8::1 ::1 1 2\r\n", "[2001:db8::1]:1", "[::1]:2" },
        { Longest, "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe]:65535" },
        { "PROXY UNKNOWN\r\n", "", "" },
        { "PROXY UNKNOWN whatever else stands here\r\n", "", "" },
        { Signature + "\u0021\u0011\0\u000C" + Ipv4, "192.0.2.1:35646", "198.51.100.7:80" },
        { Signature + "\u0021\u0011\0\u0011" + Ipv4 + "\u0004\0\u0002ab", "192.0.2.1:35646", "198.51.100.7:80" },
        { Signature + "\u0021\u0021\0\u0024" + new string('\u0001', 32) + "\0\u0001\0\u0002",
            "[101:101:101:101:101:101:101:101]:1", "[101:101:101:101:101:101:101:101]:2" },
        { Signature + "\u0021\u0031\0\u00D8" + Path("/run/a") + Path("\0name"), "/run/a", "@name" },
        { Signature + "\u0021\u0031\0\u00D8" + Path("") + Path("/run/b"), "", "/run/b" },
        { Signature + "\u0021\u0031\0\u00D8" + Path("@") + Path("/run/c"), "", "/run/c" },
        { Signature + "\u0021\u0031\0\u00D8" + Path("/run/c") + Path("@run"), "/run/c", "" },
        { Signature + "\u0020\0\0\0", "", "" },
        { Signature + "\u0020\u0011\0\u000C" + Ipv4, "", "" },
        { Signature + "\u0021\0\0\u0003abc", "", "" },
    };

    public static TheoryData<string> Broken =>
    [
        "PROXY TCP4 192.0.2.1 198.51.100.7 35646 80\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 35646\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 35646 80 \r\n",
        "PROXY TCP4 192.0.2.1  198.51.100.7 35646 80\r\n",
        "PROXY TCP4 192.0.2.01 198.51.100.7 35646 80\r\n",
        "PROXY TCP4 192.0.2.256 198.51.100.7 35646 80\r\n",
        "PROXY TCP4 192.0.2 198.51.100.7 35646 80\r\n",
        "PROXY TCP4 192.0.2.1.5 198.51.100.7 35646 80\r\n",
        "PROXY TCP4 ::1 ::2 35646 80\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 65536 80\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 080 80\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 -1 80\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 1 +2\r\n",
        "PROXY TCP6 192.0.2.1 198.51.100.7 1 2\r\n",
        "PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n",
        "PROXY UDP4 192.0.2.1 198.51.100.7 1 2\r\n",
        "PROXY TCP4\r\n",
        "PROXY \r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.7 35646 80\u0001\r\n",
        "PROXY UNKNOWN " + new string('x', 100),
        Signature + "\u0022\u0011\0\u000C" + Ipv4,
        Signature + "\u0011\u0011\0\u000C" + Ipv4,
        Signature + "\u0021\u0012\0\u000C" + Ipv4,
        Signature + "\u0021\u0041\0\u000C" + Ipv4,
        Signature + "\u0021\u0010\0\u000C" + Ipv4,
        Signature + "\u0021\u0011\0\u000B" + Ipv4,
        Signature + "\u0021\u0011\0\u000E" + Ipv4 + "\u0004\0",
        Signature + "\u0021\u0011\0\u0010" + Ipv4 + "\u0004\0\u0002a",
        Signature + "\u0021\u0011\0\u0013" + Ipv4 + "\u0003\0\u0004abcd",
        Signature + "\u0021\u0011\0\u0012" + Ipv4 + "\u0003\0\u0003abc",
    ];

    [Theory]
    [MemberData(nameof(WellFormed))]
    public void A_header_is_read_however_its_bytes_come(string text, string source, string destination)
    {
        var bytes = Encoding.Latin1.GetBytes(text + "rest");
        for (var length = 0; length < text.Length; length++)
            Assert.Equal(ProxyHeaderStatus.NeedMoreData, ProxyHeaderReader.TryRead(bytes.AsSpan(0, length), out _));
        foreach (var length in (int[])[text.Length, text.Length + 1, bytes.Length])
        {
            Assert.Equal(ProxyHeaderStatus.Complete, ProxyHeaderReader.TryRead(bytes.AsSpan(0, length), out var header));
            Assert.Equal(text.Length, header.Length);
            Assert.Equal(source.Length + destination.Length > 0, header.HasAddresses);
            Assert.Equal(source, header.Source?.ToString() ?? "");
            Assert.Equal(destination, header.Destination?.ToString() ?? "");
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_header_is_refused(string text) => Assert.Equal(
        ProxyHeaderStatus.Malformed, ProxyHeaderReader.TryRead(Encoding.Latin1.GetBytes(text), out _));

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("PROXIES")]
    [InlineData("PROXY\t")]
    [InlineData("\r\n\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    public void Anything_else_is_no_header(string text) => Assert.Equal(
        ProxyHeaderStatus.Absent, ProxyHeaderReader.TryRead(Encoding.Latin1.GetBytes(text), out _));

    [Fact]
    public void A_true_checksum_is_accepted()
    {
        var bytes = Encoding.Latin1.GetBytes(Signature + "\u0021\u0011\0\u0013" + Ipv4 + "\u0003\0\u0004\0\0\0\0");
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(bytes.Length - 4), ~crc);
        Assert.Equal(ProxyHeaderStatus.Complete, ProxyHeaderReader.TryRead(bytes, out _));
        bytes[16] ^= 1;
        Assert.Equal(ProxyHeaderStatus.Malformed, ProxyHeaderReader.TryRead(bytes, out _));
    }

    [Fact]
    public void Damaged_headers_never_fail_otherwise_than_by_saying_so()
    {
        var random = new Random(7);
        var originals = WellFormed.Select(row => Encoding.Latin1.GetBytes(row.Data.Item1)).ToArray();
        for (var round = 0; round < 50_000; round++)
        {
            var bytes = (byte[])originals[random.Next(originals.Length)].Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var length = random.Next(bytes.Length + 1);
            var early = ProxyHeaderReader.TryRead(bytes.AsSpan(0, length), out _);
            var late = ProxyHeaderReader.TryRead(bytes, out var header);

            // More bytes never change a verdict, and a header never reaches beyond them.
            Assert.True(early == ProxyHeaderStatus.NeedMoreData || early == late, $"{early}, then {late}");
            Assert.True(header.Length <= bytes.Length);
        }
    }

    private static string Path(string text) => text + new string('\0', 108 - text.Length);
}
