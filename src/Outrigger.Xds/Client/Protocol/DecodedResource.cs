using Google.Protobuf;

namespace Outrigger.Xds.Client.Protocol;

/// <summary>One resource of a response.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Payload">Its message; null for a heartbeat that only prolongs its life.</param>
/// <param name="TimeToLive">After how long it goes unless it is sent again; null for never.</param>
internal sealed record DecodedResource(
    string Name, string Version, ByteString? Payload, TimeSpan? TimeToLive);
