using Outrigger.Net.Tls;
using Outrigger.Proxy.Identity;
using Outrigger.Proxy.Tests.Support;
using Outrigger.Tests.Tls;
using Outrigger.Xds;

namespace Outrigger.Proxy.Tests.Identity;

public sealed class WorkloadIdentityTests : IAsyncDisposable
{
    private const string Name = "spiffe://cluster.local/ns/default/sa/reviews";

    private readonly TestAuthority _signer = new("CN=First root");
    private readonly TestAuthority _nextSigner = new("CN=Second root");
    private readonly ManagerHarness _harness = new(Bootstrap);
    private readonly string _bundle = Path.GetTempFileName();
    private readonly FakeAuthority _authority;
    private readonly WorkloadIdentity _identity;

    public WorkloadIdentityTests()
    {
        _harness.Time.SetUtcNow(DateTimeOffset.UtcNow);
        File.WriteAllText(_bundle, _signer.Pem);
        _authority = new FakeAuthority(_signer, _harness.Time);
        var options = new WorkloadIdentityOptions
        {
            SpiffeId = Name,
            AuthorityCluster = "ca",
            TokenFile = "token",
            TrustBundleFile = _bundle,
            CertificateLifetime = TimeSpan.FromHours(2),
        };
        _identity = new WorkloadIdentity(
            options, _authority, _harness.Manager, _harness.Context, new Random(5));
        _harness.Started();
    }

    private static string Bootstrap => ManagerHarness.Discovering + """

        static_resources:
          clusters:
          - name: ca
            load_assignment: { cluster_name: ca, endpoints: [{ lb_endpoints: [{ endpoint: { address:
              { socket_address: { address: 127.0.0.1, port_value: 15012 } } } }] }] }
            transport_socket:
              name: tls
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        bootstrap_extensions:
        - name: identity
          typed_config:
            "@type": type.googleapis.com/outrigger.extensions.workload_identity.v1.WorkloadIdentity
            certificate_authority_cluster: ca
            token_file: token
            trust_bundle_file: roots.pem
            trust_domain: cluster.local
            namespace: default
            service_account: reviews
        """;

    public async ValueTask DisposeAsync()
    {
        await _identity.DisposeAsync();
        _harness.Dispose();
        _signer.Dispose();
        _nextSigner.Dispose();
        File.Delete(_bundle);
    }

    [Fact]
    public async Task The_first_certificate_is_got_by_token_and_what_waits_for_it_begins_to_serve()
    {
        _harness.Send(TypeUrl.Cluster, MutualCluster("peer"));
        Assert.Equal(["ROOTCA"], _harness.Discovery.Names[TypeUrl.Secret]);
        Assert.Null(_harness.Cluster("peer"));
        await StartAsync();
        FakeAuthority.Call call = Assert.Single(_authority.Calls);
        Assert.Equal((IdentityProof.Token, TimeSpan.FromHours(2)), (call.Proof, call.Lifetime));
        Assert.NotNull(_harness.Cluster("peer"));
        Assert.True(_harness.Cluster("peer")!.Tls!.Contexts.HasContext);
        Assert.Equal([Name], _identity.Certificate!.Leaf.UriNames);
        // The root is no part of what is shown to peers.
        Assert.Single(TlsPeerCertificate.ReadPem(_identity.Certificate.ChainPem, "chain"));
    }

    [Fact]
    public async Task It_is_renewed_half_way_with_a_new_key_by_the_certificate()
    {
        _harness.Send(TypeUrl.Cluster, MutualCluster("peer"));
        await StartAsync();
        TlsContextHolder contexts = _harness.Cluster("peer")!.Tls!.Contexts;
        TlsContext before = contexts.Acquire()!;
        await AdvanceAsync(TimeSpan.FromMinutes(26), callsCount: 1);
        await AdvanceAsync(TimeSpan.FromMinutes(8), callsCount: 2);
        Assert.Equal(IdentityProof.Certificate, _authority.Calls[1].Proof);
        Assert.NotEqual(_authority.Calls[0].RequestPem, _authority.Calls[1].RequestPem);
        await Eventually.Holds(
            () =>
            {
                TlsContext now = contexts.Acquire()!;
                now.Release();
                return !ReferenceEquals(before, now);
            },
            "the context is made anew");
        // Whoever still uses the former context may go on with it.
        Assert.True(before.TryAddReference());
        before.Release();
        before.Release();
    }

    [Fact]
    public async Task What_fails_is_tried_again_with_the_same_key_and_ever_less_often()
    {
        int failuresCount = 4;
        _authority.Answer = _ => failuresCount-- > 0 ? new AuthorityAnswer([], "UNAVAILABLE: away") : null;
        _identity.Start();
        await Eventually.Holds(
            () =>
            {
                // No time passes any more once the fifth was made: its certificate is not to be renewed yet.
                if (_authority.Calls.Count < 5)
                    _harness.Time.Advance(TimeSpan.FromMilliseconds(200));
                return _identity.FirstCertificate.IsCompleted;
            },
            "the first certificate is in use");

        Assert.Equal(5, _authority.Calls.Count);
        // The signature differs from one request to the next, the key does not.
        Assert.Single(_authority.Calls.Select(call => KeyOf(call.RequestPem)).Distinct());
        Assert.Equal(4, _harness.Stat("outrigger.identity.renewal_failure"));
        Assert.Equal(1, _harness.Stat("outrigger.identity.renewal_success"));
    }

    [Fact]
    public async Task When_the_certificate_is_refused_the_token_is_shown_again()
    {
        await StartAsync();
        _authority.Answer = call => call.Proof == IdentityProof.Certificate
            ? new AuthorityAnswer([], "UNAUTHENTICATED", IsProofRefused: true)
            : null;
        await AdvanceAsync(TimeSpan.FromMinutes(34), callsCount: 3);
        Assert.Equal(
            [IdentityProof.Token, IdentityProof.Certificate, IdentityProof.Token],
            _authority.Calls.Select(call => call.Proof));
    }

    [Fact]
    public async Task An_expired_certificate_proves_nothing()
    {
        await StartAsync();
        _authority.Answer = _ => new AuthorityAnswer([], "UNAVAILABLE: away");
        await AdvanceAsync(TimeSpan.FromMinutes(70), callsCount: 3);
        Assert.Equal(IdentityProof.Token, _authority.Calls[^1].Proof);
    }

    [Fact]
    public async Task Somebody_elses_certificate_is_not_taken()
    {
        TestCertificate other = _signer.Issue("spiffe://cluster.local/ns/default/sa/ratings");
        _authority.Answer = _ => new AuthorityAnswer([other.Pem]);
        _identity.Start();
        await Eventually.Holds(() => _authority.Calls.Count > 0, "the authority is asked");
        await Eventually.Holds(
            () => _harness.Stat("outrigger.identity.renewal_failure") > 0, "the answer is refused");
        Assert.Null(_identity.Certificate);
    }

    [Fact]
    public async Task Roots_of_the_server_replace_the_files_and_one_that_goes_ends_its_certificates()
    {
        await StartAsync();
        Assert.Empty(_harness.Send(TypeUrl.Secret, Roots(_signer.Pem + _nextSigner.Pem)));
        await AdvanceAsync(TimeSpan.FromMinutes(5), callsCount: 1);
        // From now on the second root signs: the order says so, and certificates of the first are renewed soon.
        _authority.Signer = _nextSigner;
        Assert.Empty(_harness.Send(TypeUrl.Secret, Roots(_nextSigner.Pem + _signer.Pem)));
        await AdvanceAsync(TimeSpan.FromMinutes(2), callsCount: 2);
        Assert.Equal("CN=Second root", _identity.Certificate!.Leaf.Issuer);
        Assert.Equal(IdentityProof.Certificate, _authority.Calls[1].Proof);
        // The first goes without anybody asking for anything.
        Assert.Empty(_harness.Send(TypeUrl.Secret, Roots(_nextSigner.Pem)));
        await AdvanceAsync(TimeSpan.FromMinutes(5), callsCount: 2);
        Assert.Single(_identity.Roots!.Certificates);
    }

    [Fact]
    public async Task Roots_that_cannot_be_read_are_rejected_and_the_former_stay()
    {
        await StartAsync();
        string rejection = Assert.Single(_harness.Send(TypeUrl.Secret, Roots("nothing of the kind"))).ToString();
        Assert.Contains("ROOTCA: validation_context.trusted_ca", rejection, StringComparison.Ordinal);
        Assert.Single(_identity.Roots!.Certificates);
    }

    private static string Roots(string pem) => $$"""
        { "name": "ROOTCA", "validationContext": { "trustedCa": { "inlineString": {{DataPath.Tls.TlsJson.Text(pem)}} } } }
        """;

    private static string MutualCluster(string name) => $$"""
        name: {{name}}
        load_assignment: { cluster_name: {{name}}, endpoints: [{ lb_endpoints: [{ endpoint: { address:
          { socket_address: { address: 127.0.0.1, port_value: 9080 } } } }] }] }
        transport_socket:
          name: envoy.transport_sockets.tls
          typed_config:
            "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
            common_tls_context:
              tls_certificate_sds_secret_configs:
              - { name: default, sds_config: {{Source}} }
              combined_validation_context:
                default_validation_context: { match_typed_subject_alt_names: [{ san_type: URI, matcher: { prefix: "spiffe://" } }] }
                validation_context_sds_secret_config: { name: ROOTCA, sds_config: {{Source}} }
        """;

    private static string Source =>
        "{ api_config_source: { api_type: GRPC, grpc_services: [{ envoy_grpc: { cluster_name: sds-grpc } }] }, "
        + "initial_fetch_timeout: 0s, resource_api_version: V3 }";

    private static string KeyOf(string requestPem) => Convert.ToHexString(
        System.Security.Cryptography.X509Certificates.CertificateRequest.LoadSigningRequestPem(
            requestPem, System.Security.Cryptography.HashAlgorithmName.SHA256,
            System.Security.Cryptography.X509Certificates.CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions)
            .PublicKey.ExportSubjectPublicKeyInfo());

    private async Task StartAsync()
    {
        _identity.Start();
        await _identity.FirstCertificate.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    /// <summary>Lets time pass in steps, as it does, until so many requests were made or it is over.</summary>
    private async Task AdvanceAsync(TimeSpan time, int callsCount)
    {
        for (TimeSpan passed = default; passed < time; passed += TimeSpan.FromSeconds(30))
        {
            _harness.Time.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }

        await Eventually.Holds(
            () =>
            {
                // Whoever looked at the clock just before it was moved waits for a little more.
                if (_authority.Calls.Count < callsCount)
                    _harness.Time.Advance(TimeSpan.FromMilliseconds(200));
                return _authority.Calls.Count >= callsCount;
            },
            $"{callsCount} requests were made");
        Assert.True(_authority.Calls.Count == callsCount || callsCount == 3, $"{_authority.Calls.Count} requests");
    }
}
