using Outrigger.Http.Http2;

namespace Outrigger.Http.Tests.Http2;

/// <summary>
/// What a peer sends, and what must come of it. The section is that of RFC 9113 unless another RFC is named.
/// </summary>
internal sealed record ConformanceCase(string Section, string Name, Action<Wire> Sends, Outcome Outcome)
{
    /// <summary>Options that differ from the defaults.</summary>
    internal Http2Options Options { get; init; } = Http2Options.Default;

    /// <summary>Whether the peer begins with its preface and SETTINGS itself.</summary>
    internal bool IsBeforeHandshake { get; init; }

    /// <summary>Whether the owner keeps all content to itself, so that windows fill.</summary>
    internal bool ConsumesNothing { get; init; }

    /// <summary>What the owner does with a request that came in.</summary>
    internal Action<Http2Session, Http2Stream>? Answers { get; init; }

    internal string Title => $"{Section} {Name}";
}
