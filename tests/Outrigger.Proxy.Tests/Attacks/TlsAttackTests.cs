using Outrigger.Proxy.Tests.DataPath;
using Outrigger.Proxy.Tests.DataPath.Tls;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.Attacks;

/// <summary>Handshakes that do not get anywhere, against the program itself.</summary>
[Collection(nameof(AttackCollection))]
public sealed class TlsAttackTests
{
    [Fact]
    public async Task Handshakes_that_stall_are_given_up()
    {
        using var authority = new TestAuthority();
        await using var proxy = await AttackedProxy.StartAsync(chain:
            "transport_socket_connect_timeout: 2s, " + TlsJson.Downstream(authority.Issue("a")));
        var endPoint = await proxy.SecureEndPointAsync();
        await proxy.WithstandAsync(async () =>
        {
            using var silent = await Crowd.ConnectAsync(endPoint, 200);
            using var partial = await Crowd.ConnectAsync(endPoint, 200);
            // The first bytes of a ClientHello of 512.
            await partial.SendAsync("\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003");
            await silent.ReceiveToEndAsync();
            await partial.ReceiveToEndAsync();
        });
        Assert.Equal(400, await proxy.StatAsync("listener.secure.downstream_cx_transport_socket_connect_timeout"));
        Assert.Equal(0, await proxy.StatAsync("listener.secure.downstream_cx_active"));
    }

    [Fact]
    public async Task What_is_no_handshake_is_closed_at_once()
    {
        using var authority = new TestAuthority();
        await using var proxy = await AttackedProxy.StartAsync(chain: TlsJson.Downstream(authority.Issue("a")));
        var endPoint = await proxy.SecureEndPointAsync();
        await proxy.WithstandAsync(async () =>
        {
            foreach (var text in new[] { "GET / HTTP/1.1\r\nhost: a\r\n\r\n", new string('\u0016', 2_000), new string('\u00ff', 20_000) })
            {
                using var crowd = await Crowd.ConnectAsync(endPoint, 100);
                await crowd.SendAsync(text);
                await crowd.ReceiveToEndAsync();
            }
        });
        Assert.Equal(300, await proxy.StatAsync("listener.secure.ssl.connection_error"));
        Assert.DoesNotContain(proxy.Forwarded, request => !request.Contains("bystander", StringComparison.Ordinal));
    }
}
