using System.Globalization;
using Outrigger.Http.Grpc;

namespace Outrigger.Proxy.Stats;

/// <summary>The statistics of one gRPC method of a cluster, or of all its methods together.</summary>
/// <param name="name">How they are named.</param>
/// <param name="workersCount">How many workers there are.</param>
internal sealed class GrpcMethodStats(ScopeName name, int workersCount)
    : StatScope<GrpcStat>(workersCount, StatSchemas.Grpc)
{
    /// <summary>Counts a call that has ended.</summary>
    /// <param name="block">The worker's block.</param>
    /// <param name="status">Its status.</param>
    public static void CountEnd(StatBlock<GrpcStat> block, GrpcStatus status)
    {
        block.Increment(GrpcStat.Total);
        block.Increment(status == GrpcStatus.Ok ? GrpcStat.Success : GrpcStat.Failure);
        block.Increment(GrpcStat.StatusOk + (int)status);
    }

    /// <summary>Shows the statistics; of the counters by status only those that have counted.</summary>
    public void Visit(IStatVisitor visitor)
    {
        var values = Merge().Values;
        for (var i = 0; i < values.Length; i++)
        {
            var status = i - (int)GrpcStat.StatusOk;
            if (status >= 0 && values[i] == 0)
                continue;
            var text = status < 0 ? Schema.Names[i] : status.ToString(CultureInfo.InvariantCulture);
            visitor.Number(name.Of(text), StatKind.Counter, values[i]);
        }

        if (MergeHistogram(0) is { Count: > 0 } durations)
            visitor.Histogram(name.Of(Schema.Names[Schema.HistogramsStart]), durations);
    }
}
