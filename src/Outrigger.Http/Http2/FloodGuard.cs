namespace Outrigger.Http.Http2;

/// <summary>
/// Counts what costs us work and brings a peer nothing, and says when it is too much. The formulas are
/// Envoy's.
/// </summary>
internal sealed class FloodGuard(Http2Role role, Http2Options options)
{
    // A window update or two may come for each stream and some for the connection, whatever was sent.
    private const int WindowUpdatesAllowance = 5;

    private int _emptyFramesInRow;
    private long _streams;
    private long _priorities;
    private long _windowUpdates;
    private long _dataFramesSent;
    private long _prematureResets;

    internal void OnStreamOpened() => _streams++;

    internal void OnDataSent() => _dataFramesSent++;

    /// <summary>Notes a HEADERS, CONTINUATION or DATA frame; false when it is one too many.</summary>
    internal bool AcceptsPayload(bool isEmpty)
    {
        _emptyFramesInRow = isEmpty ? _emptyFramesInRow + 1 : 0;
        return _emptyFramesInRow <= options.ConsecutiveEmptyFramesMax;
    }

    /// <summary>Notes a PRIORITY frame; false when it is one too many.</summary>
    internal bool AcceptsPriority() =>
        ++_priorities <= options.PriorityFramesPerStreamMax * (1 + _streams);

    /// <summary>Notes a WINDOW_UPDATE frame; false when it is one too many.</summary>
    internal bool AcceptsWindowUpdate() =>
        ++_windowUpdates <= WindowUpdatesAllowance
            + (2 * (_streams + (options.WindowUpdatesPerDataFrameMax * _dataFramesSent)));

    /// <summary>
    /// Notes a stream that a client reset, or made us reset, before it had a response; false when most of its
    /// streams end so. A server that resets much has its reasons, and cost us nothing.
    /// </summary>
    internal bool AcceptsReset(Http2Stream stream, long nowMs)
    {
        if (!stream.HasResponse && nowMs - stream.OpenedMs < options.PrematureResetMs)
            _prematureResets++;
        return role == Http2Role.Client || _streams < options.PrematureResetStreams
            || _prematureResets * 2 <= _streams;
    }
}
