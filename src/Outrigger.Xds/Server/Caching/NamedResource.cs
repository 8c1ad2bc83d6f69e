using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Xds.Server.Caching;

/// <summary>
/// One xDS resource: a name, an opaque payload and a version that follows from both. Immutable.
/// </summary>
public sealed class NamedResource
{
    private readonly string[] _warmedBy;

    private NamedResource(TypeUrl type, string name, Any payload, IEnumerable<string>? warmedBy)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Type = type;
        Name = name;
        Payload = payload;
        Version = ResourceVersion.Of(type, name, payload.Value.Span);
        VersionText = Version.ToString();
        _warmedBy = warmedBy?.ToArray() ?? (type == TypeUrl.Cluster ? [name] : []);
    }

    /// <summary>The payload's type.</summary>
    public TypeUrl Type { get; }

    /// <summary>The name by which clients subscribe; unique within its type.</summary>
    public string Name { get; }

    /// <summary>The payload. Shared between clients: it must not be mutated.</summary>
    public Any Payload { get; }

    /// <summary>The version: equal for equal type, name and payload.</summary>
    public ResourceVersion Version { get; }

    /// <summary><see cref="Version"/> as it goes over the wire.</summary>
    public string VersionText { get; }

    /// <summary>
    /// The names of the resources that a client waits for, or asks for, once it has this one. For a cluster
    /// its endpoint resources (EDS), the cluster's own name unless given otherwise: they are sent again when
    /// the cluster changed, since the client waits for them afresh even if they did not (Envoy's cluster
    /// warming). For a listener its routes (RDS), none unless given: a client counts as synced only with
    /// them. Names without a resource in the snapshot are ignored, so clusters without EDS need nothing
    /// special.
    /// </summary>
    public IReadOnlyList<string> WarmedBy => _warmedBy;

    /// <summary>
    /// Wraps a message. Maps are serialised in key order, so that equal messages have equal versions.
    /// </summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="message">The resource.</param>
    /// <param name="warmedBy">See <see cref="WarmedBy"/>; null for the default.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NamedResource Create(string name, IMessage message, IEnumerable<string>? warmedBy = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        TypeUrl type = TypeUrl.Of(message.Descriptor);
        var payload = new Any { TypeUrl = type.Value, Value = SerializeDeterministically(message) };
        return new NamedResource(type, name, payload, warmedBy);
    }

    /// <summary>
    /// Wraps a payload that is serialised already. The version follows the bytes as they are.
    /// </summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="payload">The resource; must not be mutated afterwards.</param>
    /// <param name="warmedBy">See <see cref="WarmedBy"/>; null for the default.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static NamedResource Create(string name, Any payload, IEnumerable<string>? warmedBy = null)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return new NamedResource(new TypeUrl(payload.TypeUrl), name, payload, warmedBy);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Name} @ {VersionText}";

    private static ByteString SerializeDeterministically(IMessage message)
    {
        int size = message.CalculateSize();
        byte[] bytes = new byte[size];
        using var output = new CodedOutputStream(bytes) { Deterministic = true };
        message.WriteTo(output);
        output.CheckNoSpaceLeft();
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
