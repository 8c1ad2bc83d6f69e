using Grpc.Core;
using Istio.V1.Auth;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Outrigger.ControlPlane.Proxies;
using Outrigger.Identity;
using Outrigger.Identity.Registration;
using Outrigger.Identity.Tokens;

namespace Outrigger.ControlPlane.Security;

/// <summary>
/// Istio's certificate service: a workload proves who it is by its current certificate or by a token, and gets a
/// certificate for the key of its signing request.
/// </summary>
internal sealed partial class CertificateService(
    RegistrationAuthority registration, IReadOnlyList<ITokenVerifier> tokens, TimeProvider time,
    ILogger<CertificateService> logger) : IstioCertificateService.IstioCertificateServiceBase
{
    /// <summary>A message of the service is at most so large: a signing request and a few words.</summary>
    public const int MessageSizeMax = 64 * 1024;

    private const string Bearer = "Bearer ";

    /// <summary>The field of the request's metadata by which Istio's node proxies ask for somebody else.</summary>
    private const string Impersonated = "ImpersonatedIdentity";

    /// <inheritdoc/>
    public override async Task<IstioCertificateResponse> CreateCertificate(
        IstioCertificateRequest request, ServerCallContext context)
    {
        var (caller, refusal) = await AuthenticateAsync(context);
        if (caller is null)
        {
            registration.TurnedAway(context.Peer, refusal!);
            throw Refused(refusal!, context.Peer, "somebody");
        }

        var lifetime = request.ValidityDuration > 0
            ? TimeSpan.FromSeconds(Math.Min(request.ValidityDuration, (long)TimeSpan.MaxValue.TotalSeconds))
            : (TimeSpan?)null;
        var result = registration.Issue(caller, request.Csr, lifetime, ImpersonatedIn(request));
        if (result.Certificate is not { } certificate)
            throw Refused(result.Refusal!, context.Peer, caller.Identity.ToString());
        LogIssued(caller.Identity, certificate.Serial, certificate.NotAfter, caller.Proof);
        var response = new IstioCertificateResponse();
        response.CertChain.AddRange(certificate.Chain);
        return response;
    }

    private async ValueTask<(Caller? Caller, Refusal? Refusal)> AuthenticateAsync(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        if (http.Features.Get<ITlsConnectionFeature>() is null)
            return (null, new Refusal(RefusalReason.NoCredential, "certificates are issued over TLS only"));
        var peer = http.Features.Get<VerifiedPeer>();
        if (peer is not null && peer.NotAfter > time.GetUtcNow())
        {
            return (
                new Caller(peer.Identity, CallerProof.Certificate, context.Peer) { CertificateSerial = peer.Serial },
                null);
        }

        if (TokenOf(context) is not { } token)
        {
            return (null, peer is not null
                ? new Refusal(RefusalReason.CertificateExpired, $"the certificate of {peer.Identity} has expired")
                : new Refusal(RefusalReason.NoCredential, "expected a client certificate or a bearer token"));
        }

        var result = await TokenVerifiers.VerifyAsync(tokens, token, context.CancellationToken);
        return result.Token is { } verified ? (CallerOf(verified, context.Peer), null) : (null, result.Refusal);
    }

    private static Caller CallerOf(WorkloadToken token, string peer) =>
        new(token.Identity, CallerProof.Token, peer)
        {
            Pod = token.Pod,
            OneKeyToken = token.OneKeyName,
            TokenExpires = token.Expires,
        };

    private static string? TokenOf(ServerCallContext context) =>
        context.RequestHeaders.GetValue("authorization") is { } value
            && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? value[Bearer.Length..].Trim()
            : null;

    private static string? ImpersonatedIn(IstioCertificateRequest request) =>
        request.Metadata?.Fields.TryGetValue(Impersonated, out var value) == true ? value.StringValue : null;

    private RpcException Refused(Refusal refusal, string peer, string caller)
    {
        LogRefused(caller, peer, refusal.Reason, refusal.Message);
        return new RpcException(new Status(CodeOf(refusal.Reason), refusal.Message));
    }

    private static StatusCode CodeOf(RefusalReason reason) => reason switch
    {
        RefusalReason.RequestOversized or RefusalReason.RequestMalformed or RefusalReason.RequestSignature
            or RefusalReason.RequestKey => StatusCode.InvalidArgument,
        RefusalReason.ForeignIdentity => StatusCode.PermissionDenied,
        RefusalReason.RateLimited => StatusCode.ResourceExhausted,
        RefusalReason.Unavailable or RefusalReason.TokenUncheckable => StatusCode.Unavailable,
        _ => StatusCode.Unauthenticated,
    };

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Issued certificate {Serial} to {Identity}, valid until {NotAfter:u} (proved by {Proof})")]
    private partial void LogIssued(SpiffeId identity, string serial, DateTimeOffset notAfter, CallerProof proof);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Refused a certificate to {Caller} at {Peer}: {Reason}: {Explanation}")]
    private partial void LogRefused(string caller, string peer, RefusalReason reason, string explanation);
}
