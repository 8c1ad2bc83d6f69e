using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Xds;

namespace Outrigger.Proxy.Dynamic;

/// <summary>A resource as it came, before anything is made of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; empty for a static one.</param>
/// <param name="Payload">The bytes of its message.</param>
/// <param name="ReceivedAt">When it came.</param>
internal sealed record RawResource(string Name, string Version, ByteString Payload, DateTimeOffset ReceivedAt)
{
    /// <summary>The resource in an <c>Any</c>.</summary>
    public Any ToAny(TypeUrl type) => new() { TypeUrl = type.Value, Value = Payload };
}

/// <summary>The last version of a resource that was rejected.</summary>
/// <param name="Resource">What was rejected.</param>
/// <param name="Details">Why.</param>
internal sealed record RejectedResource(RawResource Resource, string Details);
