using System.Net;
using Outrigger.Routing.FilterChains;

namespace Outrigger.Routing.Tests.FilterChains;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fd00::1:2")]
    [InlineData("FD00:0:0:0:1:2:3:4")]
    [InlineData("1::")]
    [InlineData("1:2:3:4:5:6:7::")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("1:2:3:4:5:6:10.0.0.1")]
    public void It_reads_what_the_framework_reads(string text)
    {
        Assert.True(AddressText.TryParse(Bytes.Of(text), out AddressValue address));
        Assert.Equal(AddressValue.FromBytes(IPAddress.Parse(text).GetAddressBytes()), address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0")]
    [InlineData("10.0.0.1.2")]
    [InlineData("10.0.0.256")]
    [InlineData("10.0.0.01")]
    [InlineData("10.0.0.1:80")]
    [InlineData("10.0.0.a")]
    [InlineData(" 10.0.0.1")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1::2::3")]
    [InlineData("10.0.0.1::")]
    [InlineData("1:10.0.0.1::2")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData(":1")]
    [InlineData("1:")]
    [InlineData("12345::")]
    [InlineData("g::")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("1:2:3:4:5:6:7:10.0.0.1")]
    public void Nothing_else_is_an_address(string text) => Assert.False(AddressText.TryParse(Bytes.Of(text), out _));
}
