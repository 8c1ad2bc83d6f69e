using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Istio.V1.Auth;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Identity;

/// <summary>
/// Asks <c>istio.v1.auth.IstioCertificateService</c>. Every request has a connection of its own: it is made
/// seldom, and a connection that is kept would go on with a former certificate.
/// </summary>
/// <param name="targets">Where the authority is; tried in turn.</param>
/// <param name="anonymous">TLS without a certificate, for proof by token.</param>
/// <param name="certified">TLS with the current certificate.</param>
/// <param name="tokenFile">The file with the token.</param>
/// <param name="time">The clock.</param>
internal sealed class CertificateAuthorityClient(
    IReadOnlyList<ManagementTarget> targets,
    UpstreamTlsModel anonymous,
    UpstreamTlsModel certified,
    string tokenFile,
    TimeProvider time) : ICertificateAuthority
{
    private const int TokenBytesMax = 64 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private int _callsCount;

    /// <inheritdoc/>
    public async Task<AuthorityAnswer> SignAsync(
        string requestPem, TimeSpan lifetime, IdentityProof proof, CancellationToken cancellation)
    {
        var headers = new Metadata();
        if (proof == IdentityProof.Token)
        {
            if (!TryReadToken(out string token, out string fault))
            {
                return new AuthorityAnswer([], fault);
            }

            headers.Add("authorization", $"Bearer {token}");
        }

        using var deadline = new CancellationTokenSource(Timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        var request = new IstioCertificateRequest
        {
            Csr = requestPem,
            ValidityDuration = (long)Math.Ceiling(lifetime.TotalSeconds),
        };
        ManagementTarget target = targets[_callsCount++ % targets.Count];
        try
        {
            using GrpcChannel channel =
                ControlChannel.Create(target, proof == IdentityProof.Token ? anonymous : certified);
            var client = new IstioCertificateService.IstioCertificateServiceClient(channel);
            IstioCertificateResponse response = await client.CreateCertificateAsync(
                request, headers, deadline: null, ended.Token);
            return response.CertChain.Count > 0
                ? new AuthorityAnswer([.. response.CertChain])
                : new AuthorityAnswer([], "the authority answered without a certificate");
        }
        catch (RpcException exception) when (!cancellation.IsCancellationRequested)
        {
            string reason = deadline.IsCancellationRequested
                ? $"no answer within {Timeout.TotalSeconds} s"
                : $"{exception.StatusCode}: {exception.Status.Detail}";
            return new AuthorityAnswer([], $"{target}: {reason}", IsRefusal(exception));
        }
    }

    /// <summary>
    /// A certificate may be refused by the service, or by TLS before: a server that does not know its root ends
    /// the handshake.
    /// </summary>
    private static bool IsRefusal(RpcException exception)
    {
        if (exception.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied)
        {
            return true;
        }

        for (Exception? cause = exception.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is TlsStreamException { Failure: TlsFailure.Protocol })
            {
                return true;
            }
        }

        return false;
    }

    private bool TryReadToken(out string token, out string fault)
    {
        token = fault = "";
        try
        {
            // Read anew every time: whoever issues tokens replaces them before they expire.
            using FileStream file = File.OpenRead(tokenFile);
            if (file.Length > TokenBytesMax)
            {
                fault = $"the token in {tokenFile} has {file.Length} bytes, expected {TokenBytesMax} at most";
                return false;
            }

            using var reader = new StreamReader(file, Encoding.ASCII);
            token = reader.ReadToEnd().Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = File.Exists(tokenFile)
                ? $"the token cannot be read: {exception.Message}"
                : $"there is no token at {tokenFile}";
            return false;
        }

        if (token.Length == 0 || token.Any(each => each is <= ' ' or > '~'))
        {
            fault = $"{tokenFile} has no token";
            return false;
        }

        return true;
    }
}
