using Envoy.Config.Core.V3;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.Xds.Server.Status;

/// <summary>How one connected client stands. Immutable.</summary>
public sealed record ClientStatus
{
    /// <summary>Names the stream.</summary>
    public required ClientId Id { get; init; }

    /// <summary>The node of the stream's first request. Must not be mutated.</summary>
    public required Node Node { get; init; }

    /// <summary>The group whose snapshot the client is served.</summary>
    public required NodeGroup Group { get; init; }

    /// <summary>The variant that the stream speaks.</summary>
    public required XdsVariant Variant { get; init; }

    /// <summary>When the stream began.</summary>
    public required DateTimeOffset ConnectedSince { get; init; }

    /// <summary>
    /// The highest <see cref="ResourceSnapshot.Number"/> of which the client has answered everything that it
    /// asked for; null until there was one.
    /// </summary>
    public long? SettledNumber { get; init; }

    /// <summary>The types that the client asked for, in push order.</summary>
    public required IReadOnlyList<TypeStatus> Types { get; init; }

    /// <summary>The types of which the client rejected what it was last sent.</summary>
    public IEnumerable<TypeStatus> Rejections => Types.Where(type => type.RejectionDetail is not null);
}
