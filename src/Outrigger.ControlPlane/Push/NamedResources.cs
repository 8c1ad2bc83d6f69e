using System.Runtime.CompilerServices;
using Google.Protobuf;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.ControlPlane.Push;

/// <summary>
/// Serializes a message that many proxies are given once for all of them. What is made here lives as long as its
/// message. Thread-safe.
/// </summary>
internal sealed class NamedResources
{
    private readonly ConditionalWeakTable<IMessage, NamedResource> _known = [];

    /// <summary>The message under its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="message">The message; it must not be changed any more.</param>
    /// <param name="warmedBy">
    /// What a client asks for once it has the message (<see cref="NamedResource.WarmedBy"/>); null for the default. It
    /// follows from the message, so it is the same whoever asks.
    /// </param>
    public NamedResource Of(string name, IMessage message, IEnumerable<string>? warmedBy = null) =>
        _known.GetValue(message, unknown => NamedResource.Create(name, unknown, warmedBy));
}
