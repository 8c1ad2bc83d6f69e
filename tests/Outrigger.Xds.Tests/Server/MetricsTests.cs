using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Outrigger.Xds.Tests.Support;
using static Outrigger.Xds.Tests.Support.TestResource;

namespace Outrigger.Xds.Tests.Server;

/// <summary>What the server counts. Other tests count at the same time, so counts are lower bounds.</summary>
public sealed class MetricsTests
{
    [Theory, BothVariants]
    public async Task Requests_pushes_and_streams_are_counted_by_type_and_variant(XdsVariant variant)
    {
        string name = variant == XdsVariant.Delta ? "delta" : "sotw";
        ConcurrentDictionary<string, long> counts = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Outrigger.Xds.Server")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, measurement, tags, _) =>
        {
            string key = string.Join(' ', tags.ToArray().Select(tag => tag.Value).Prepend(instrument.Name));
            counts.AddOrUpdate(key, measurement, (_, sum) => sum + measurement);
        });
        listener.Start();
        await using AdsHost host = await AdsHost.StartAsync();
        host.Set(1, Cluster("a"), Cluster("b"));
        using ProtocolStream stream = host.Open(variant);
        await stream.SubscribeAsync(TypeUrl.Cluster);
        Received first = await stream.ExpectAndAckAsync("CDS a=1 b=1");
        host.Set(2, Cluster("a", "2"), Cluster("b"));
        await stream.NackAsync(
            await stream.ExpectAsync(variant == XdsVariant.Delta ? "CDS a=2" : "CDS a=2 b=1"), "no");
        await stream.AckAsync(first);
        await stream.SubscribeAsync(new TypeUrl("anything"), "x");
        await stream.ExpectNothingAsync();
        string[] expected =
        [
            $"xds.server.requests {name} CDS subscription", $"xds.server.requests {name} CDS ack",
            $"xds.server.requests {name} CDS nack", $"xds.server.requests {name} CDS stale",
            $"xds.server.requests {name} other subscription", $"xds.server.pushes {name} CDS",
        ];
        Assert.All(expected, key => Assert.True(counts.GetValueOrDefault(key) >= 1, key));
        Assert.True(counts[$"xds.server.resources {name} CDS"] >= 3);
        Assert.True(counts.ContainsKey($"xds.server.streams {name}"));
    }
}
