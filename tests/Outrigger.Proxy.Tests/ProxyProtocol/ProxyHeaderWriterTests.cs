using System.Text;
using Outrigger.Net.Sockets;
using Outrigger.Proxy.ProxyProtocol;

namespace Outrigger.Proxy.Tests.ProxyProtocol;

public sealed class ProxyHeaderWriterTests
{
    [Theory]
    [InlineData("192.0.2.1:1", "198.51.100.7:80", "PROXY TCP4 192.0.2.1 198.51.100.7 1 80\r\n")]
    [InlineData("[2001:db8::1]:1", "[::1]:80", "PROXY TCP6 2001:db8::1 ::1 1 80\r\n")]
    [InlineData("192.0.2.1:1", "[::1]:80", "PROXY TCP6 ::ffff:192.0.2.1 ::1 1 80\r\n")]
    [InlineData("", "[::1]:80", "PROXY UNKNOWN\r\n")]
    [InlineData("/run/a", "/run/b", "PROXY UNKNOWN\r\n")]
    public void The_text_form_is_as_specified(string source, string destination, string expected)
    {
        var target = new byte[ProxyHeaderV1.LengthMax];
        var length = ProxyHeaderWriter.WriteV1(Address(source), Address(destination), target);
        Assert.Equal(expected, Encoding.ASCII.GetString(target, 0, length));
    }

    [Theory]
    [InlineData("192.0.2.1:1", "198.51.100.7:80", "192.0.2.1:1", "198.51.100.7:80")]
    [InlineData("[2001:db8::1]:1", "[::1]:80", "[2001:db8::1]:1", "[::1]:80")]
    [InlineData("192.0.2.1:1", "[::1]:80", "[::ffff:192.0.2.1]:1", "[::1]:80")]
    [InlineData("/run/a", "@b", "/run/a", "@b")]
    [InlineData("/run/a", "192.0.2.1:1", "", "")]
    [InlineData("", "192.0.2.1:1", "", "")]
    public void The_binary_form_is_read_back(string source, string destination, string sourceRead, string destinationRead)
    {
        byte[] entries = [0x01, 0, 2, (byte)'h', (byte)'2', 0xE0, 0, 0];
        var target = new byte[ProxyHeaderWriter.LengthWithoutEntriesMax + entries.Length];
        Array.Fill(target, (byte)0xAA);
        var length = ProxyHeaderWriter.WriteV2(Address(source), Address(destination), entries, target);
        Assert.Equal(ProxyHeaderStatus.Complete, ProxyHeaderReader.TryRead(target.AsSpan(0, length), out var header));
        Assert.Equal(length, header.Length);
        Assert.Equal(sourceRead, header.Source?.ToString() ?? "");
        Assert.Equal(destinationRead, header.Destination?.ToString() ?? "");
        Assert.Equal(header.HasAddresses ? entries : [], header.Entries.ToArray());
    }

    [Fact]
    public void Entries_are_selected_by_their_type()
    {
        byte[] entries = [1, 0, 1, 9, 2, 0, 0, 3, 0, 4, 1, 2, 3, 4, 1, 0, 0];
        Assert.Equal([1, 0, 1, 9, 2, 0, 0, 1, 0, 0], ProxyEntrySelection.All.Select(entries));
        Assert.Equal([1, 0, 1, 9, 1, 0, 0], ProxyEntrySelection.Of([1]).Select(entries));
        Assert.Empty(ProxyEntrySelection.None.Select(entries));
    }

    private static NetworkAddress? Address(string text) =>
        text.Length == 0 ? null : NetworkAddress.Parse(text) ?? NetworkAddress.FromUnixPath(text);
}
