using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>Whether a request may pass.</summary>
internal enum AuthorizationVerdict : byte
{
    /// <summary>It may.</summary>
    Allowed,

    /// <summary>It may not.</summary>
    Denied,

    /// <summary>The service did not say.</summary>
    Failed,

    /// <summary>The client went away meanwhile.</summary>
    Abandoned,
}

/// <summary>What a service says of one request or connection. Immutable.</summary>
internal sealed class AuthorizationDecision
{
    /// <summary>The request may pass as it is.</summary>
    public static AuthorizationDecision Allowed { get; } = new();

    /// <summary>The service did not say, or nothing that makes sense.</summary>
    public static AuthorizationDecision Failed { get; } = new() { Verdict = AuthorizationVerdict.Failed };

    /// <summary>Nobody wants to know any more.</summary>
    public static AuthorizationDecision Abandoned { get; } = new() { Verdict = AuthorizationVerdict.Abandoned };

    /// <summary>Whether it may pass.</summary>
    public AuthorizationVerdict Verdict { get; init; }

    /// <summary>The status that the client gets when it may not.</summary>
    public int Status { get; init; } = 403;

    /// <summary>The content that the client gets when it may not.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Headers of the request when it may pass, of the answer when it may not.</summary>
    public IReadOnlyList<HeaderChange> Headers { get; init; } = [];

    /// <summary>Lower-case names of headers that the request is not to have.</summary>
    public IReadOnlyList<byte[]> RemovedHeaders { get; init; } = [];

    /// <summary>Headers of the response when it may pass.</summary>
    public IReadOnlyList<HeaderChange> ResponseHeaders { get; init; } = [];

    /// <summary>Parameters of the query: set to a value, or removed where that is null.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> QueryParameters { get; init; } = [];

    /// <summary>What filters behind may know; null for nothing.</summary>
    public MetadataValue? Metadata { get; init; }
}
