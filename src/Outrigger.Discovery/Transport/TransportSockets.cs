using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.RawBuffer.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Envoy.Type.Matcher.V3;
using Outrigger.Discovery.Generation;
using SanType = Envoy.Extensions.TransportSockets.Tls.V3.SubjectAltNameMatcher.Types.SanType;

namespace Outrigger.Discovery.Transport;

/// <summary>Builds transport sockets, and the parts of them that both sides share.</summary>
internal static class TransportSockets
{
    private const string TlsName = "envoy.transport_sockets.tls";

    /// <summary>TLS with a listener's clients.</summary>
    public static TransportSocket Of(DownstreamTlsContext context) =>
        new() { Name = TlsName, TypedConfig = Pack.Any(context) };

    /// <summary>TLS towards endpoints.</summary>
    public static TransportSocket Of(UpstreamTlsContext context) =>
        new() { Name = TlsName, TypedConfig = Pack.Any(context) };

    /// <summary>Clear text.</summary>
    public static TransportSocket Raw() =>
        new() { Name = "envoy.transport_sockets.raw_buffer", TypedConfig = Pack.Any(new RawBuffer()) };

    /// <summary>
    /// The workload's own certificate, and judgement of the peer's by the mesh's roots and by what it must be for.
    /// </summary>
    /// <param name="options">What the whole mesh has in common.</param>
    /// <param name="names">Names of which the peer's certificate must have one; any if empty.</param>
    public static CommonTlsContext OfMesh(MeshOptions options, IEnumerable<SubjectAltNameMatcher> names) => new()
    {
        TlsParams = TlsVersions.Of(options.MutualTls),
        TlsCertificateSdsSecretConfigs = { SecretSources.OwnCertificate() },
        CombinedValidationContext = new CommonTlsContext.Types.CombinedCertificateValidationContext
        {
            DefaultValidationContext = new CertificateValidationContext { MatchTypedSubjectAltNames = { names } },
            ValidationContextSdsSecretConfig = SecretSources.MeshRoots(),
        },
    };

    /// <summary>Exactly this name, of the kind that it looks like: a URI, an address or a DNS name.</summary>
    public static SubjectAltNameMatcher Exactly(string name) =>
        new() { SanType = KindOf(name), Matcher = new StringMatcher { Exact = name } };

    /// <summary>Any URI that begins so.</summary>
    public static SubjectAltNameMatcher UriPrefix(string prefix) =>
        new() { SanType = SanType.Uri, Matcher = new StringMatcher { Prefix = prefix } };

    private static SanType KindOf(string name)
    {
        if (name.Contains("://", StringComparison.Ordinal)) return SanType.Uri;
        return System.Net.IPAddress.TryParse(name, out _) ? SanType.IpAddress : SanType.Dns;
    }
}
