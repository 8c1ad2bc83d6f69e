using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Outrigger.ControlPlane.Security;

namespace Outrigger.ControlPlane;

/// <summary>Where a control plane listens: for proxies in clear text and by TLS, for management on a socket.</summary>
internal static class ServerEndpoints
{
    /// <summary>Checks that nothing is served to more than it was meant for.</summary>
    /// <exception cref="IOException">It would be.</exception>
    public static void Check(ControlPlaneOptions options)
    {
        if (options.XdsPort is null || options.AllowClearTextBeyondLoopback) return;
        if (IPAddress.IsLoopback(options.XdsAddress)) return;
        throw new IOException(
            $"clear text is served on loopback addresses only, and {options.XdsAddress} is none: "
                + "let proxies connect by TLS, or allow it explicitly");
    }

    /// <summary>Opens the endpoints.</summary>
    public static void Listen(KestrelServerOptions kestrel, ControlPlaneOptions options, MeshSecurity security)
    {
        kestrel.AddServerHeader = false;
        // A proxy's TLS is below its HTTP client, which therefore names the scheme of clear text.
        kestrel.AllowAlternateSchemes = true;
        if (options.XdsPort is { } port)
            kestrel.Listen(options.XdsAddress, port, listen => listen.Protocols = HttpProtocols.Http2);
        if (options.SecurePort is { } securePort)
        {
            kestrel.Listen(options.SecureAddress ?? options.XdsAddress, securePort, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => new(security.Tls.OptionsForConnection()),
                });
            });
        }

        kestrel.ListenUnixSocket(
            StateDirectory.ApiSocket(options.StateDirectory), listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        // One stream to a proxy, open for as long as both live.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestBodySize = null;
    }

    /// <summary>The endpoint that was opened for a scheme; null when there is none.</summary>
    public static IPEndPoint? Bound(IServer server, string scheme, IPAddress address) =>
        server.Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(BindingAddress.Parse)
            .FirstOrDefault(bound => !bound.IsUnixPipe && bound.Scheme == scheme) is { } found
            ? new IPEndPoint(address, found.Port)
            : null;
}
