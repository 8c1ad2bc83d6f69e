namespace Outrigger.Xds.Server;

/// <summary>Settings of <see cref="AdsServer"/>.</summary>
public sealed record AdsServerOptions
{
    /// <summary>How the server names itself in <c>DiscoveryResponse.control_plane.identifier</c>.</summary>
    public string Identifier { get; init; } = "outrigger";

    /// <summary>
    /// How long one type waits for another at most: changed listeners and routes for the client's answer to
    /// clusters and endpoints, removals of clusters and endpoints for its answer to listeners and routes.
    /// </summary>
    public TimeSpan PushOrderTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many names of one type one client may ask for; more end its stream.</summary>
    public int NamesPerTypeMax { get; init; } = 200_000;

    /// <summary>How many types one client may ask for; more end its stream.</summary>
    public int TypesPerClientMax { get; init; } = 64;

    /// <summary>How many characters of a client's rejection message are kept.</summary>
    public int RejectionLengthMax { get; init; } = 4096;
}
