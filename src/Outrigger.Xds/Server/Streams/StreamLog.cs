using Microsoft.Extensions.Logging;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.Xds.Server.Streams;

/// <summary>What streams log.</summary>
internal static partial class StreamLog
{
    [LoggerMessage(Level = LogLevel.Information,
        Message = "xDS client {Client} connected: node {Node}, group {Group}, {Variant}")]
    public static partial void Connected(
        ILogger logger, ClientId client, string node, NodeGroup group, XdsVariant variant);

    [LoggerMessage(Level = LogLevel.Information, Message = "xDS client {Client} (node {Node}) disconnected")]
    public static partial void Disconnected(ILogger logger, ClientId client, string node);

    [LoggerMessage(Level = LogLevel.Debug, Message = "xDS client {Client} (node {Node}) went away")]
    public static partial void ClientGone(ILogger logger, ClientId client, string node);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "xDS client {Client} (node {Node}) rejected {Type} version {Version}: {Detail}")]
    public static partial void Rejected(
        ILogger logger, ClientId client, string node, TypeUrl type, string version, string detail);
}
