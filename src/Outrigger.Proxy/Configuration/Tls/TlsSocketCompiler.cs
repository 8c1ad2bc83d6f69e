using Envoy.Config.Core.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Tls;
using Outrigger.Proxy.Upstream;
using Wire = Envoy.Extensions.TransportSockets.Tls.V3;

namespace Outrigger.Proxy.Configuration.Tls;

/// <summary>
/// Compiles <c>envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext</c> and
/// <c>UpstreamTlsContext</c>. What can be judged without reading a key is judged here, with its path; the
/// rest when the context is made, which happens at once and whenever a file or a secret changes.
/// </summary>
internal sealed class TlsSocketCompiler(CompileEnvironment environment, CompileReport report)
{
    private const int SessionKeysDefault = 1;
    private const int SessionTimeoutSecondsDefault = 7200;

    /// <summary>TLS with clients.</summary>
    public DownstreamTlsModel? CompileDownstream(Any config, FieldPath path)
    {
        if (ExtensionType.Unpack(config, Wire.DownstreamTlsContext.Parser, path, report) is not { } context)
        {
            return null;
        }

        FieldPath commonPath = path.Field("common_tls_context");
        Wire.CommonTlsContext common = context.CommonTlsContext ?? new Wire.CommonTlsContext();
        var compiler = new CommonTlsCompiler(common, environment.Tls, commonPath, report);
        compiler.Check();
        bool requiresCertificate = context.RequireClientCertificate ?? false;
        if (common.TlsCertificates.Count == 0 && common.TlsCertificateSdsSecretConfigs.Count == 0)
        {
            report.Error(commonPath.Field("tls_certificates"), "found none, a server needs a certificate");
        }

        bool hasValidation =
            common.ValidationContextTypeCase != Wire.CommonTlsContext.ValidationContextTypeOneofCase.None;
        if (requiresCertificate && !hasValidation)
        {
            report.Error(
                path.Field("require_client_certificate"),
                "found without a validation context: any certificate would do");
        }

        if (context.SessionTicketKeysSdsSecretConfig is { } ticketKeys)
        {
            compiler.CheckReference(ticketKeys, path.Field("session_ticket_keys_sds_secret_config"));
        }

        int timeoutSeconds = Math.Max(1, new FieldReader(report).PositiveMilliseconds(
            context.SessionTimeout, SessionTimeoutSecondsDefault * 1000, path, "session_timeout") / 1000);
        if (report.HasErrors)
        {
            return null;
        }

        TlsContext? Make(TlsMaterial material) => compiler.TryRead(material, out CommonTlsMaterial read)
            && TryReadTicketKeys(context, material, out TlsTicketKeys? keys)
            ? TlsContext.CreateServer(compiler.Apply(
                new TlsServerOptions
                {
                    RequiresClientCertificate = requiresCertificate,
                    TicketKeys = keys,
                    KeepsSessions = !context.DisableStatefulSessionResumption,
                    SessionTimeoutSeconds = timeoutSeconds,
                    OcspStaplePolicy = (OcspStaplePolicy)(int)context.OcspStaplePolicy,
                    ScansAllCertificates = context.FullScanCertsOnSniMismatch ?? false,
                    Verification = ServerVerification(read.Verification, requiresCertificate),
                },
                read))
            : null;
        return new DownstreamTlsModel(
            environment.Tls.Add(Make, path.ToString(), path, report), compiler.AwaitedSecrets);
    }

    /// <summary>TLS towards endpoints.</summary>
    public UpstreamTlsModel? CompileUpstream(Any config, FieldPath path)
    {
        return ExtensionType.Unpack(config, Wire.UpstreamTlsContext.Parser, path, report) is { } context
            ? CompileUpstream(context, path, addsRoots: false)
            : null;
    }

    /// <summary>TLS towards endpoints.</summary>
    /// <param name="context">The configuration.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="addsRoots">
    /// Whether roots that come at run time are trusted beside the configured ones, not in place of them.
    /// </param>
    public UpstreamTlsModel? CompileUpstream(Wire.UpstreamTlsContext context, FieldPath path, bool addsRoots)
    {
        FieldPath commonPath = path.Field("common_tls_context");
        Wire.CommonTlsContext common = context.CommonTlsContext ?? new Wire.CommonTlsContext();
        var compiler =
            new CommonTlsCompiler(common, environment.Tls, commonPath, report) { AddsRoots = addsRoots };
        compiler.Check();
        if (common.TlsCertificates.Count + common.TlsCertificateSdsSecretConfigs.Count > 1)
        {
            report.Error(commonPath.Field("tls_certificates"), "found several, a client has one certificate at most");
        }

        const int ServerNameBytesMax = 255;
        if (context.Sni.Length > ServerNameBytesMax)
        {
            report.Error(path.Field("sni"), $"found {context.Sni.Length} characters, expected 255 at most");
        }

        if (report.HasErrors)
        {
            return null;
        }

        TlsContext? Make(TlsMaterial material) => compiler.TryRead(material, out CommonTlsMaterial read)
            ? TlsContext.CreateClient(compiler.Apply(
                new TlsClientOptions
                {
                    ServerName = context.Sni,
                    SessionsMax = FieldReader.Number(context.MaxSessionKeys, SessionKeysDefault),
                    Verification = ClientVerification(read.Verification, context.Sni),
                },
                read))
            : null;
        return new UpstreamTlsModel
        {
            Contexts = environment.Tls.Add(Make, path.ToString(), path, report),
            AwaitedSecrets = compiler.AwaitedSecrets,
            ServerName = context.Sni,
            HasApplicationProtocols = common.AlpnProtocols.Count > 0,
            IsMesh = common.AlpnProtocols.Contains(UpstreamHandshake.MeshProtocol),
        };
    }

    /// <summary>
    /// A client's certificate is asked for when something is demanded of it. Demands without roots to judge
    /// by would be met by any certificate that says so of itself.
    /// </summary>
    private static TlsVerification? ServerVerification(TlsVerification? demands, bool requiresCertificate)
    {
        if (demands is null)
        {
            return null;
        }

        bool isPinned = demands.CertificateHashes.Count > 0 || demands.PublicKeyHashes.Count > 0;
        bool hasRoots = demands.UsesSystemRoots || !demands.RootsPem.IsEmpty;
        if (hasRoots || isPinned || demands.AcceptsUntrusted)
        {
            return demands;
        }

        if (demands.SubjectAltNames.Count > 0 || requiresCertificate)
        {
            throw new TlsConfigurationException(
                "clients' certificates are demanded without a trusted_ca to judge them by");
        }

        return null;
    }

    /// <summary>
    /// A server's certificate is always judged, by the system's roots when none are given, unless the
    /// resource says ACCEPT_UNTRUSTED or pins the certificate. Without other demands it must be for the
    /// server name; a name such as Istio's <c>outbound_.80_._.host</c> is no host's, and stands in a
    /// certificate of nobody's.
    /// </summary>
    private static TlsVerification ClientVerification(TlsVerification? demands, string serverName)
    {
        TlsVerification verification = demands ?? new TlsVerification();
        bool isPinned = verification.CertificateHashes.Count > 0 || verification.PublicKeyHashes.Count > 0;
        bool isPrivate = !verification.RootsPem.IsEmpty;
        if (verification.RootsPem.IsEmpty && !isPinned && !verification.AcceptsUntrusted)
        {
            verification = verification with { UsesSystemRoots = true };
        }

        bool isHostName = !serverName.Contains('_') || !isPrivate;
        bool checksName = verification.SubjectAltNames.Count == 0 && !isPinned && isHostName;
        return verification with { ChecksServerName = checksName && !verification.AcceptsUntrusted };
    }

    private bool TryReadTicketKeys(
        Wire.DownstreamTlsContext context, TlsMaterial material, out TlsTicketKeys? keys)
    {
        keys = null;
        Wire.TlsSessionTicketKeys? source = context.SessionTicketKeys;
        if (context.SessionTicketKeysSdsSecretConfig is { } reference)
        {
            if (material.Find(reference) is not { } secret)
            {
                return false;
            }

            source = secret.SessionTicketKeys
                ?? throw new TlsConfigurationException($"the secret \"{secret.Name}\" has no session_ticket_keys");
        }

        if (source is not null)
        {
            keys = TlsTicketKeys.Create([.. source.Keys.Select(key => (ReadOnlyMemory<byte>)material.Read(key))]);
        }
        else if (!context.DisableStatelessSessionResumption)
        {
            keys = environment.Tls.TicketKeys;
        }

        return true;
    }
}
