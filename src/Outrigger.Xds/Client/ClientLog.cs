using Microsoft.Extensions.Logging;

namespace Outrigger.Xds.Client;

/// <summary>What the client logs.</summary>
internal static partial class ClientLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "xDS server connected")]
    public static partial void Connected(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning,
        Message =
            "xDS server disconnected ({Reason}); what was accepted stays in force; retry in {RetryMs:F0} ms")]
    public static partial void Disconnected(ILogger logger, string reason, double retryMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "xDS {Type} version {Version} rejected: {Detail}")]
    public static partial void Rejected(ILogger logger, TypeUrl type, string version, string detail);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Count} {Type} resources did not arrive in time, {Name} among them; going on without")]
    public static partial void FetchTimedOut(ILogger logger, TypeUrl type, int count, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "The consumer of xDS resources failed")]
    public static partial void ConsumerFailed(ILogger logger, Exception failure);
}
