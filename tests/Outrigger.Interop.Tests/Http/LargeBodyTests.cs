using System.Globalization;
using Outrigger.Interop.Tests.Proxies;
using Outrigger.Interop.Tests.Servers;

namespace Outrigger.Interop.Tests.Http;

/// <summary>1 GB through both proxies, whose memory stays as it was.</summary>
public sealed class LargeBodyTests
{
    private const long BodyBytes = 1L << 30;

    /// <summary>Buffers of the connections and the heap's own rhythm, not a body that is held.</summary>
    private const long GrowthKilobytesMax = 16 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ways.ForLargeBodies), MemberType = typeof(Ways))]
    public async Task Memory_is_flat_while_a_gigabyte_goes_down(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        using var client = DotnetClient.Create(way, pair.Port);
        using var memory = await MemoryWatch.StartAsync(pair, client);

        await using var body = await client.GetStreamAsync($"/bytes/{BodyBytes}", Cancellation);
        var buffer = new byte[1 << 18];
        long received = 0;
        int count;
        while ((count = await body.ReadAsync(buffer, Cancellation)) > 0)
        {
            received += count;
        }

        Assert.Equal(BodyBytes, received);
        Assert.InRange(await memory.GrowthKilobytesAsync(), 0, GrowthKilobytesMax);
    }

    [Theory]
    [MemberData(nameof(Ways.ForLargeBodies), MemberType = typeof(Ways))]
    public async Task Memory_is_flat_while_a_gigabyte_goes_up(string name)
    {
        var way = Way.Named(name);
        await using var server = await KestrelServer.StartAsync(way.Server);
        await using var pair = await ProxyPair.StartAsync(way, server.Port);
        using var client = DotnetClient.Create(way, pair.Port);
        using var memory = await MemoryWatch.StartAsync(pair, client);

        using var answer = await client.PostAsync("/count", new ZeroContent(BodyBytes), Cancellation);

        Assert.Equal(
            BodyBytes.ToString(CultureInfo.InvariantCulture), await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.InRange(await memory.GrowthKilobytesAsync(), 0, GrowthKilobytesMax);
    }
}
