using System.Collections.Immutable;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>What of a request or a connection a service of gRPC is told. Immutable.</summary>
internal sealed class CheckRequestOptions
{
    /// <summary>Which headers it sees; null for all.</summary>
    public HeaderSelection? AllowedHeaders { get; init; }

    /// <summary>Which headers it does not see; null for none.</summary>
    public HeaderSelection? DisallowedHeaders { get; init; }

    /// <summary>Whether it gets the client's certificate.</summary>
    public bool IncludesPeerCertificate { get; init; }

    /// <summary>Whether it gets the server name that the client asked TLS for.</summary>
    public bool IncludesTlsSession { get; init; }

    /// <summary>The namespaces of what filters noted that it gets.</summary>
    public ImmutableArray<string> MetadataNamespaces { get; init; } = [];
}
