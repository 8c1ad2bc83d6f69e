namespace Outrigger.Resources.MeshConfigs.Providers;

/// <summary>How much of a request's body an authorizer sees.</summary>
public sealed record ExternalAuthorizationRequestBody
{
    /// <summary>Whether a longer body is cut; else it is refused with 413.</summary>
    public bool? AllowPartialMessage { get; init; }

    /// <summary>How many bytes of it are held at most.</summary>
    public uint? MaxRequestBytes { get; init; }

    /// <summary>Whether a gRPC authorizer gets bytes rather than text.</summary>
    public bool? PackAsBytes { get; init; }
}
