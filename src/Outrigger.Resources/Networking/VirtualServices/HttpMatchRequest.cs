using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.VirtualServices;

/// <summary>A condition on a request; every field that is set must hold.</summary>
public sealed record HttpMatchRequest
{
    /// <summary>The <c>:authority</c> or <c>Host</c> header.</summary>
    public StringMatch? Authority { get; init; }

    /// <summary>
    /// Gateways whose traffic this condition is for; replaces the VirtualService's own list.
    /// </summary>
    public IReadOnlyList<string> Gateways { get; init; } = [];

    /// <summary>Request headers by lower-case name; an empty match asks for presence.</summary>
    public IReadOnlyDictionary<string, StringMatch> Headers { get; init; } = Empty.Map<StringMatch>();

    /// <summary>Whether exact and prefix matches of the URI ignore case.</summary>
    public bool? IgnoreUriCase { get; init; }

    /// <summary>The HTTP method.</summary>
    public StringMatch? Method { get; init; }

    /// <summary>A name for logs, joined to the route's.</summary>
    public string? Name { get; init; }

    /// <summary>The port that the client addressed.</summary>
    public uint? Port { get; init; }

    /// <summary>Query parameters by name.</summary>
    public IReadOnlyDictionary<string, StringMatch> QueryParams { get; init; } = Empty.Map<StringMatch>();

    /// <summary>The URI scheme.</summary>
    public StringMatch? Scheme { get; init; }

    /// <summary>Labels that the calling workload must have.</summary>
    public IReadOnlyDictionary<string, string> SourceLabels { get; init; } = Empty.Map<string>();

    /// <summary>Namespace of the calling workload.</summary>
    public string? SourceNamespace { get; init; }

    /// <summary>Prefix of statistics kept for the route.</summary>
    [ParsedOnly]
    public string? StatPrefix { get; init; }

    /// <summary>The path of the request's URI.</summary>
    public StringMatch? Uri { get; init; }

    /// <summary>Request headers that must not match.</summary>
    public IReadOnlyDictionary<string, StringMatch> WithoutHeaders { get; init; } = Empty.Map<StringMatch>();
}
