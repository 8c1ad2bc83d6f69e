using Google.Protobuf;

namespace Outrigger.Xds.Client;

/// <summary>One resource as it arrived.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; in state of the world the version of the whole response.</param>
/// <param name="Payload">The serialised message of the update's type.</param>
public sealed record ReceivedResource(string Name, string Version, ByteString Payload);
