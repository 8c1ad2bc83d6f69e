using System.Net;
using Microsoft.Extensions.Logging;

namespace Outrigger.Cli.Logging;

/// <summary>What the control plane's process says of itself.</summary>
internal static partial class ControlPlaneLog
{
    [LoggerMessage(Level = LogLevel.Information,
        Message = "Serving proxies on {ClearTextEndpoint} in clear text and on {SecureEndpoint} by TLS, "
            + "management on {ApiSocket}")]
    public static partial void Serving(
        ILogger logger, IPEndPoint? clearTextEndpoint, IPEndPoint? secureEndpoint, string apiSocket);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping")]
    public static partial void Stopping(ILogger logger);
}
