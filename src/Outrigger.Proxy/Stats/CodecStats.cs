namespace Outrigger.Proxy.Stats;

/// <summary>The statistics of clients' connections by the version of HTTP, over all connection managers.</summary>
/// <param name="workersCount">How many workers there are.</param>
internal sealed class CodecStats(int workersCount) : IStatSource
{
    /// <summary>HTTP/1.</summary>
    public StatScope<Http1CodecStat> Http1 { get; } = new(workersCount, StatSchemas.Http1Codec);

    /// <summary>HTTP/2.</summary>
    public StatScope<Http2CodecStat> Http2 { get; } = new(workersCount, StatSchemas.Http2Codec);

    /// <summary>Sets all counters to 0.</summary>
    public void ResetCounters()
    {
        Http1.ResetCounters();
        Http2.ResetCounters();
    }

    /// <inheritdoc/>
    public void Visit(IStatVisitor visitor)
    {
        ScopeReader.Visit(Http1, ScopeName.Codec("http1"), statusStat: null, visitor);
        ScopeReader.Visit(Http2, ScopeName.Codec("http2"), statusStat: null, visitor);
    }
}
