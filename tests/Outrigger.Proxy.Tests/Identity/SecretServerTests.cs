using Envoy.Extensions.TransportSockets.Tls.V3;
using Envoy.Service.Discovery.V3;
using Envoy.Service.Secret.V3;
using Grpc.Core;
using Grpc.Net.Client;
using Outrigger.Proxy.Identity;
using Outrigger.Proxy.Identity.Secrets;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Tests.Support;
using Outrigger.Tests.Tls;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Tests.Identity;

/// <summary>Other programs get the workload's identity by SDS, here by the gRPC library's own client.</summary>
public sealed class SecretServerTests : IAsyncDisposable
{
    private readonly TestAuthority _signer = new();
    private readonly ManagerHarness _harness = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outrigger-sds-");
    private readonly EventLog _log = new(TextWriter.Null, LogLevel.Off, TimeProvider.System);
    private readonly WorkloadIdentity _identity;
    private readonly SecretServer _server;
    private readonly GrpcChannel _channel;

    public SecretServerTests()
    {
        _harness.Time.SetUtcNow(DateTimeOffset.UtcNow);
        string bundle = Path.Combine(_folder.FullName, "roots.pem");
        File.WriteAllText(bundle, _signer.Pem);
        var options = new WorkloadIdentityOptions
        {
            SpiffeId = "spiffe://cluster.local/ns/default/sa/reviews",
            AuthorityCluster = "ca",
            TokenFile = "token",
            TrustBundleFile = bundle,
        };
        _identity = new WorkloadIdentity(
            options, new FakeAuthority(_signer, _harness.Time), _harness.Manager, _harness.Context, new Random(5));
        _server = new SecretServer(Socket, _identity, _log, TimeProvider.System);
        _server.Start();
        _channel = AdsChannel.CreateUnix(Socket);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Socket => Path.Combine(_folder.FullName, "sds.sock");

    private SecretDiscoveryService.SecretDiscoveryServiceClient Client => new(_channel);

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _server.Dispose();
        await _identity.DisposeAsync();
        _harness.Dispose();
        _log.Dispose();
        _signer.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Both_secrets_come_when_they_are_there_and_again_when_they_are_renewed()
    {
        using var stream = Client.StreamSecrets(cancellationToken: Cancellation);
        await stream.RequestStream.WriteAsync(new DiscoveryRequest { ResourceNames = { "default" } }, Cancellation);
        Task<bool> first = stream.ResponseStream.MoveNext(Cancellation);
        _identity.Start();
        Assert.True(await first.WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
        Secret own = SecretIn(stream.ResponseStream.Current, 0);
        Assert.Equal("default", own.Name);
        Assert.StartsWith("-----BEGIN PRIVATE KEY", own.TlsCertificate.PrivateKey.InlineBytes.ToStringUtf8(), StringComparison.Ordinal);

        await stream.RequestStream.WriteAsync(
            new DiscoveryRequest
            {
                ResourceNames = { "default", "ROOTCA", "unknown" },
                VersionInfo = stream.ResponseStream.Current.VersionInfo,
                ResponseNonce = stream.ResponseStream.Current.Nonce,
            },
            Cancellation);
        Assert.True(await stream.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(["default", "ROOTCA"], NamesIn(stream.ResponseStream.Current));

        _harness.Time.Advance(TimeSpan.FromMinutes(34));
        Assert.True(await stream.ResponseStream.MoveNext(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
        Secret renewed = SecretIn(stream.ResponseStream.Current, 0);
        Assert.NotEqual(own.TlsCertificate.PrivateKey, renewed.TlsCertificate.PrivateKey);
        await stream.RequestStream.CompleteAsync();
        Assert.False(await stream.ResponseStream.MoveNext(Cancellation));
    }

    [Fact]
    public async Task In_the_delta_variant_only_what_is_new_comes()
    {
        _identity.Start();
        await _identity.FirstCertificate.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        using var stream = Client.DeltaSecrets(cancellationToken: Cancellation);
        await stream.RequestStream.WriteAsync(
            new DeltaDiscoveryRequest { ResourceNamesSubscribe = { "default", "ROOTCA" } }, Cancellation);
        Assert.True(await stream.ResponseStream.MoveNext(Cancellation));
        Assert.Equal(["default", "ROOTCA"], stream.ResponseStream.Current.Resources.Select(each => each.Name));
        _harness.Time.Advance(TimeSpan.FromMinutes(34));
        Assert.True(await stream.ResponseStream.MoveNext(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation));
        Assert.Equal(["default"], stream.ResponseStream.Current.Resources.Select(each => each.Name));
    }

    [Fact]
    public async Task Only_the_proxys_own_user_may_open_the_socket_and_there_is_nothing_else_to_ask_for()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Socket));
        }

        var fault = await Assert.ThrowsAsync<RpcException>(
            async () => await Client.FetchSecretsAsync(new DiscoveryRequest(), cancellationToken: Cancellation));
        Assert.Equal(StatusCode.Unimplemented, fault.StatusCode);
    }

    private static Secret SecretIn(DiscoveryResponse response, int index) =>
        Secret.Parser.ParseFrom(response.Resources[index].Value);

    private static IEnumerable<string> NamesIn(DiscoveryResponse response) =>
        response.Resources.Select(resource => Secret.Parser.ParseFrom(resource.Value).Name);
}
