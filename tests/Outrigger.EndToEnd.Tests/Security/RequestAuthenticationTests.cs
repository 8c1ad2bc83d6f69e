using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Outrigger.EndToEnd.Tests.Meshes;

namespace Outrigger.EndToEnd.Tests.Security;

/// <summary>Tokens of end users, from an issuer's keys to the answer at the gateway.</summary>
public sealed class RequestAuthenticationTests
{
    private static readonly TimeSpan EffectLimit = TimeSpan.FromSeconds(5);

    private const string Demand = """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: needs-token, namespace: istio-system}
        spec:
          selector: {matchLabels: {istio: ingressgateway}}
          rules: [{from: [{source: {requestPrincipals: ["*"]}}]}]
        """;

    private const string ByClaim = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: bookinfo}
        spec:
          hosts: ["*"]
          gateways: [bookinfo-gateway]
          http:
          - match: [{headers: {"@request.auth.claims.groups": {exact: admins}}}]
            directResponse: {status: 299, body: {string: "for admins"}}
          - route: [{destination: {host: productpage, port: {number: 9080}}}]
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tokens_are_verified_by_fetched_keys_and_decide_who_may_call_and_where_calls_go()
    {
        using var key = RSA.Create(2048);
        using var issuer = new KeyServer(KeySetOf(key));
        await using var mesh = await RunningMesh.StartAsync();
        // A connection stays under the policies under which it was accepted, as in Envoy.
        var handler = new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero };
        using var client = new HttpClient(handler) { BaseAddress = mesh.Ingress };
        await mesh.ApplyTextAsync(Authentication(issuer.Address), "tokens", EffectLimit);

        var good = Token(key, "[\"staff\"]");
        // Until its keys were fetched, no token of the issuer is good.
        await Deadline.UntilAsync(async () => (await GetAsync(client, good)).Status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, token: null)).Status);
        var (status, challenge, body) = await GetAsync(client, good[..^4] + "AAAA");
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Contains("error=\"invalid_token\"", challenge, StringComparison.Ordinal);
        Assert.Equal("Jwt verification fails", body);
        Assert.Equal("Jwt is expired", (await GetAsync(client, Token(key, "[]", expiresInSeconds: -3600))).Body);

        await mesh.ApplyTextAsync(Demand, "demand", EffectLimit);
        await Deadline.UntilAsync(async () => (await GetAsync(client, token: null)).Status == HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, good)).Status);

        await mesh.ApplyTextAsync(ByClaim, "routes", EffectLimit);
        var admin = Token(key, "[\"staff\",\"admins\"]");
        await Deadline.UntilAsync(async () => (await GetAsync(client, admin)).Body == "for admins");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, good)).Status);
    }

    private static string Authentication(string issuer) => $$"""
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: tokens, namespace: istio-system}
        spec:
          jwtRules: [{issuer: tests, jwksUri: "{{issuer}}"}]
        """;

    private static async Task<(HttpStatusCode Status, string Challenge, string Body)> GetAsync(
        HttpClient client, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/productpage");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, Cancellation);
        return (
            response.StatusCode,
            response.Headers.WwwAuthenticate.ToString(),
            await response.Content.ReadAsStringAsync(Cancellation));
    }

    private static string KeySetOf(RSA key)
    {
        var numbers = key.ExportParameters(includePrivateParameters: false);
        var modulus = Base64Url.EncodeToString(numbers.Modulus);
        var exponent = Base64Url.EncodeToString(numbers.Exponent);
        return $$"""{"keys":[{"kty":"RSA","kid":"one","use":"sig","n":"{{modulus}}","e":"{{exponent}}"}]}""";
    }

    private static string Token(RSA key, string groups, int expiresInSeconds = 3600)
    {
        var expiresAt = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + expiresInSeconds;
        var claims = $$"""{"iss":"tests","sub":"ann","groups":{{groups}},"exp":{{expiresAt}}}""";
        var signed = $"{Encode("""{"alg":"RS256","kid":"one"}""")}.{Encode(claims)}";
        var signature = key.SignData(
            Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>Shows a key set over HTTP.</summary>
    private sealed class KeyServer : IDisposable
    {
        private readonly HttpListener _listener = new();

        public KeyServer(string keys)
        {
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/keys";
            }

            _listener.Prefixes.Add(Address[..^"keys".Length]);
            _listener.Start();
            _ = ServeAsync(Encoding.UTF8.GetBytes(keys));
        }

        public string Address { get; }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync(byte[] keys)
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    await context.Response.OutputStream.WriteAsync(keys);
                    context.Response.Close();
                }
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException)
            {
                // The test has ended.
                return;
            }
        }
    }
}
