using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Outrigger.Identity.Registration;
using Outrigger.Identity.Tests.Support;

namespace Outrigger.Identity.Tests.Registration;

/// <summary>Who asks for what it may not have is refused, with the reason, and it is in the audit log.</summary>
public sealed class RefusalTests
{
    private const string Own = "spiffe://cluster.local/ns/default/sa/reviews";
    private const string Foreign = "spiffe://cluster.local/ns/default/sa/ratings";

    public static TheoryData<string, RefusalReason> Requests() => new()
    {
        { "foreign SPIFFE ID", RefusalReason.ForeignIdentity },
        { "own and foreign SPIFFE ID", RefusalReason.ForeignIdentity },
        { "own SPIFFE ID in other spelling", RefusalReason.ForeignIdentity },
        { "foreign trust domain", RefusalReason.ForeignIdentity },
        { "DNS name", RefusalReason.ForeignIdentity },
        { "own SPIFFE ID and DNS name", RefusalReason.ForeignIdentity },
        { "IP address", RefusalReason.ForeignIdentity },
        { "e-mail address", RefusalReason.ForeignIdentity },
        { "empty", RefusalReason.RequestMalformed },
        { "no PEM", RefusalReason.RequestMalformed },
        { "PEM of nothing", RefusalReason.RequestMalformed },
        { "PEM of noise", RefusalReason.RequestMalformed },
        { "certificate", RefusalReason.RequestMalformed },
        { "two requests", RefusalReason.RequestMalformed },
        { "text before", RefusalReason.RequestMalformed },
        { "cut off", RefusalReason.RequestMalformed },
        { "malformed names", RefusalReason.RequestMalformed },
        { "oversized", RefusalReason.RequestOversized },
        { "signed by another key", RefusalReason.RequestSignature },
        { "damaged signature", RefusalReason.RequestSignature },
        { "RSA 1024", RefusalReason.RequestKey },
        { "P-521", RefusalReason.RequestKey },
        { "brainpool", RefusalReason.RequestKey },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_bad_request_is_refused_and_audited(string request, RefusalReason reason)
    {
        using var test = new TestAuthority();
        var result = test.Issue(TestAuthority.ByToken("a", TestAuthority.Reviews), Text(request));
        Assert.Null(result.Certificate);
        Assert.Equal(reason, result.Refusal!.Reason);
        AssertAudited(test, "refused", reason);
        Assert.Equal(0, test.Authority.Status.LiveCertificates);
    }

    [Theory]
    [InlineData("no names")]
    [InlineData("own SPIFFE ID")]
    [InlineData("P-384")]
    [InlineData("RSA 2048")]
    [InlineData("subject")]
    public void A_good_request_gets_a_certificate_and_a_line(string request)
    {
        using var test = new TestAuthority();
        var result = test.Issue(TestAuthority.ByToken("a", TestAuthority.Reviews), Text(request));
        Assert.Null(result.Refusal);
        using var leaf = TestAuthority.Leaf(result.Certificate!);
        Assert.Equal("", leaf.Subject);
        Assert.True(WorkloadCertificate.TryReadIdentity(leaf, out var identity));
        Assert.Equal(TestAuthority.Reviews, identity);
        AssertAudited(test, "issued", reason: null);
    }

    [Fact]
    public void Nobody_is_issued_for_somebody_else()
    {
        using var test = new TestAuthority();
        var caller = TestAuthority.ByToken("a", TestAuthority.Reviews);
        Assert.Equal(RefusalReason.ForeignIdentity, test.Issue(caller, other: Foreign).Refusal!.Reason);
        Assert.Null(test.Issue(caller, other: Own).Refusal);
        var stranger = SpiffeId.Parse("spiffe://elsewhere/ns/default/sa/reviews");
        Assert.Equal(
            RefusalReason.ForeignIdentity, test.Issue(TestAuthority.ByToken("a", stranger)).Refusal!.Reason);
    }

    [Fact]
    public void A_token_is_good_for_one_key_even_after_the_authority_was_killed()
    {
        using var test = new TestAuthority();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caller = TestAuthority.ByToken("a", TestAuthority.Reviews, "token-1", test.Now + TimeSpan.FromMinutes(10));
        Assert.Null(test.Issue(caller, SigningRequests.Of(key)).Refusal);
        Assert.Null(test.Issue(caller, SigningRequests.Of(key)).Refusal);
        Assert.Equal(RefusalReason.TokenReplayed, test.Issue(caller).Refusal!.Reason);
        test.Restart();
        Assert.Equal(RefusalReason.TokenReplayed, test.Issue(caller).Refusal!.Reason);
        Assert.Null(test.Issue(caller, SigningRequests.Of(key)).Refusal);
        Assert.Null(test.Issue(caller with { OneKeyToken = "token-2" }).Refusal);
    }

    [Fact]
    public void A_caller_that_asks_too_often_waits_and_others_do_not()
    {
        using var test = new TestAuthority();
        var eager = TestAuthority.ByToken("eager", TestAuthority.Reviews);
        var request = SigningRequests.OfNew();
        var issued = Enumerable.Range(0, 40).Count(_ => test.Issue(eager, request).Refusal is null);
        Assert.Equal(30, issued);
        Assert.Equal(RefusalReason.RateLimited, test.Issue(eager, request).Refusal!.Reason);
        Assert.Null(test.Issue(TestAuthority.ByToken("other", TestAuthority.Reviews), request).Refusal);
        test.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(test.Issue(eager, request).Refusal);
        Assert.Equal(RefusalReason.RateLimited, test.Issue(eager, request).Refusal!.Reason);
    }

    [Fact]
    public void A_renewal_counts_for_the_proxy_that_asked_first()
    {
        using var test = new TestAuthority();
        var certificate = test.Enrol("a");
        for (var renewal = 0; renewal < 29; renewal++) certificate = test.Renew(certificate);
        var caller = new Caller(TestAuthority.Reviews, CallerProof.Certificate, "") { CertificateSerial = certificate.Serial };
        Assert.Equal(RefusalReason.RateLimited, test.Issue(caller).Refusal!.Reason);
    }

    [Fact]
    public void The_audit_log_holds_no_secret_and_one_line_for_each()
    {
        using var test = new TestAuthority();
        test.Registration.TurnedAway("1.2.3.4:5", new Refusal(RefusalReason.TokenExpired, "it\nhas\u001b expired \"long\" ago"));
        test.Enrol("a");
        Assert.Equal(2, test.Audit.Length);
        var refused = JsonDocument.Parse(test.Audit[0]).RootElement;
        Assert.Equal("1.2.3.4:5", refused.GetProperty("peer").GetString());
        Assert.Equal("tokenExpired", refused.GetProperty("reason").GetString());
        Assert.Equal("it\nhas\u001b expired \"long\" ago", refused.GetProperty("message").GetString());
        Assert.DoesNotContain("PRIVATE", string.Concat(test.Audit), StringComparison.Ordinal);
    }

    private static void AssertAudited(TestAuthority test, string outcome, RefusalReason? reason)
    {
        var line = JsonDocument.Parse(Assert.Single(test.Audit)).RootElement;
        Assert.Equal(outcome, line.GetProperty("outcome").GetString());
        Assert.Equal(Own, line.GetProperty("identity").GetString());
        Assert.Equal("default/a", line.GetProperty("holder").GetString());
        Assert.Equal("token", line.GetProperty("proof").GetString());
        Assert.Equal(reason is null, line.TryGetProperty("serial", out _));
        if (reason is null) Assert.Equal(64, line.GetProperty("keyHash").GetString()!.Length);
        else Assert.Equal(reason.ToString(), line.GetProperty("reason").GetString(), ignoreCase: true);
    }

    private static string Text(string request) => request switch
    {
        "no names" => SigningRequests.OfNew(),
        "own SPIFFE ID" => SigningRequests.OfNew(names => names.AddUri(new Uri(Own))),
        "foreign SPIFFE ID" => SigningRequests.OfNew(names => names.AddUri(new Uri(Foreign))),
        "own and foreign SPIFFE ID" => SigningRequests.OfNew(names =>
        {
            names.AddUri(new Uri(Own));
            names.AddUri(new Uri(Foreign));
        }),
        "own SPIFFE ID in other spelling" =>
            SigningRequests.WithExtension("2.5.29.17", SigningRequests.RawUri("SPIFFE://cluster.local/ns/default/sa/reviews")),
        "foreign trust domain" =>
            SigningRequests.WithExtension("2.5.29.17", SigningRequests.RawUri("spiffe://elsewhere/ns/default/sa/reviews")),
        "DNS name" => SigningRequests.OfNew(names => names.AddDnsName("ratings.default.svc")),
        "own SPIFFE ID and DNS name" => SigningRequests.OfNew(names =>
        {
            names.AddUri(new Uri(Own));
            names.AddDnsName("ratings.default.svc");
        }),
        "IP address" => SigningRequests.OfNew(names => names.AddIpAddress(IPAddress.Loopback)),
        "e-mail address" => SigningRequests.OfNew(names => names.AddEmailAddress("a@example.org")),
        "empty" => "",
        "no PEM" => "please",
        "PEM of nothing" => PemEncoding.WriteString("CERTIFICATE REQUEST", []),
        "PEM of noise" => PemEncoding.WriteString("CERTIFICATE REQUEST", [0x30, 0x82, 0xff, 0xff, 1, 2, 3]),
        "certificate" => SigningRequests.OfNew().Replace("CERTIFICATE REQUEST", "CERTIFICATE", StringComparison.Ordinal),
        "two requests" => $"{SigningRequests.OfNew()}\n{SigningRequests.OfNew()}",
        "text before" => $"Certificate Request:\n{SigningRequests.OfNew()}",
        "cut off" => Changed(der => der[..^8]),
        "malformed names" => SigningRequests.WithExtension("2.5.29.17", [0x30, 0x03, 0x86, 0x05, 0x41]),
        "oversized" => SigningRequests.OfNew(names => names.AddUri(new Uri($"http://a/{new string('x', 20_000)}"))),
        "signed by another key" => SigningRequests.SignedByAnother(),
        "damaged signature" => Changed(der =>
        {
            der[^5] ^= 1;
            return der;
        }),
        "RSA 1024" => SigningRequests.OfRsa(1024),
        "RSA 2048" => SigningRequests.OfRsa(2048),
        "P-384" => SigningRequests.OfCurve(ECCurve.NamedCurves.nistP384),
        "P-521" => SigningRequests.OfCurve(ECCurve.NamedCurves.nistP521),
        "brainpool" => SigningRequests.OfCurve(ECCurve.NamedCurves.brainpoolP256r1),
        "subject" => Subject(),
        _ => throw new ArgumentException(request),
    };

    private static string Subject()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SigningRequests.Of(key, subject: "CN=ratings, O=somebody");
    }

    private static string Changed(Func<byte[], byte[]> change)
    {
        var pem = SigningRequests.OfNew();
        var fields = PemEncoding.Find(pem);
        return PemEncoding.WriteString("CERTIFICATE REQUEST", change(Convert.FromBase64String(pem[fields.Base64Data])));
    }
}
