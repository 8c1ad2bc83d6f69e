using System.Net;

namespace Outrigger.Proxy.Dns;

/// <summary>Asks the system's resolver, which knows the hosts file and <c>resolv.conf</c>.</summary>
internal sealed class SystemNameResolver : INameResolver
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(
        string hostName, CancellationToken cancellation) =>
        await System.Net.Dns.GetHostAddressesAsync(hostName, cancellation);
}
