using Outrigger.Net.Tls;
using Outrigger.Proxy.Tls;
using Wire = Envoy.Extensions.TransportSockets.Tls.V3;

namespace Outrigger.Proxy.Configuration.Tls;

/// <summary>What was read of keys, certificates and roots.</summary>
/// <param name="Certificates">Our own certificates.</param>
/// <param name="Verification">How the peer's is judged; null when nothing is said.</param>
internal readonly record struct CommonTlsMaterial(
    IReadOnlyList<TlsCertificate> Certificates, TlsVerification? Verification);

/// <summary>
/// Compiles <c>envoy.extensions.transport_sockets.tls.v3.CommonTlsContext</c>, in two parts: what the
/// configuration says by itself, once, and what files and secrets say, whenever a context is made.
/// </summary>
internal sealed class CommonTlsCompiler(
    Wire.CommonTlsContext context, TlsContextKeeper keeper, FieldPath path, CompileReport report)
{
    private readonly List<AwaitedSecret> _awaited = [];
    private readonly TlsParametersCompiler _parameters = new(report);
    private readonly TlsValidationCompiler _validation = new(report);
    private TlsKeyLog? _keyLog;

    /// <summary>
    /// Whether roots that come at run time are trusted beside the configured ones, not in place of them.
    /// </summary>
    public bool AddsRoots { get; init; }

    /// <summary>The secrets that come at run time; known once it was checked.</summary>
    public IReadOnlyList<AwaitedSecret> AwaitedSecrets => _awaited;

    /// <summary>Checks what can be checked without reading keys.</summary>
    public void Check()
    {
        _parameters.Compile(context.TlsParams, path.Field("tls_params"));
        if (context.TlsCertificateProviderInstance is not null)
        {
            report.Error(path.Field("tls_certificate_provider_instance"), "certificate providers are not implemented");
        }

        for (int i = 0; i < context.TlsCertificates.Count; i++)
        {
            CheckCertificate(context.TlsCertificates[i], path.Item("tls_certificates", i));
        }

        for (int i = 0; i < context.TlsCertificateSdsSecretConfigs.Count; i++)
        {
            CheckReference(
                context.TlsCertificateSdsSecretConfigs[i], path.Item("tls_certificate_sds_secret_configs", i));
        }

        CheckValidation();
        for (int i = 0; i < context.AlpnProtocols.Count; i++)
        {
            if (context.AlpnProtocols[i].Length is 0 or > byte.MaxValue)
            {
                report.Error(path.Item("alpn_protocols", i), "expected 1 to 255 bytes");
            }
        }

        if (context.KeyLog is { } keyLog)
        {
            _keyLog = new TlsKeyLogCompiler(report).Compile(keyLog, path.Field("key_log"));
        }
    }

    /// <summary>Reads keys, certificates and roots.</summary>
    /// <returns>Whether all is there; a secret may not have come yet.</returns>
    /// <exception cref="TlsConfigurationException">Something cannot be read.</exception>
    public bool TryRead(TlsMaterial material, out CommonTlsMaterial read)
    {
        read = default;
        List<TlsCertificate> certificates = [];
        foreach (Wire.TlsCertificate certificate in context.TlsCertificates)
        {
            certificates.Add(Read(certificate, material));
        }

        foreach (Wire.SdsSecretConfig reference in context.TlsCertificateSdsSecretConfigs)
        {
            if (material.Find(reference) is not { } secret)
            {
                return false;
            }

            certificates.Add(Read(
                secret.TlsCertificate
                    ?? throw new TlsConfigurationException($"the secret \"{secret.Name}\" has no tls_certificate"),
                material));
        }

        if (!TryReadValidation(material, out TlsVerification? verification))
        {
            return false;
        }

        read = new CommonTlsMaterial(certificates, verification);
        return true;
    }

    /// <summary>Puts what both sides have in common into a server's or a client's options.</summary>
    public T Apply<T>(T options, CommonTlsMaterial read)
        where T : TlsOptions => options with
        {
            VersionMin = _parameters.VersionMin,
            VersionMax = _parameters.VersionMax,
            CipherSuites = _parameters.CipherSuites,
            Groups = [.. context.TlsParams?.EcdhCurves ?? []],
            SignatureAlgorithms = [.. context.TlsParams?.SignatureAlgorithms ?? []],
            Certificates = read.Certificates,
            ApplicationProtocols = [.. context.AlpnProtocols],
            KeyLog = _keyLog,
            TimeProvider = keeper.Time,
        };

    private void CheckCertificate(Wire.TlsCertificate certificate, FieldPath certificatePath)
    {
        if (certificate.CertificateChain is null)
        {
            report.Error(certificatePath.Field("certificate_chain"), "missing: a certificate needs it");
        }

        if (certificate.PrivateKey is null)
        {
            report.Error(certificatePath.Field("private_key"), "missing: a certificate needs it");
        }
    }

    /// <summary>Checks the reference to a secret, and notes that it is waited for.</summary>
    public void CheckReference(Wire.SdsSecretConfig reference, FieldPath referencePath)
    {
        new FieldReader(report).RequireName(reference.Name, referencePath, "name");
        if (TlsMaterial.ReferenceTo(reference, keeper.Secrets) is not { } secret)
        {
            return;
        }

        FieldPath sourcePath = referencePath.Field("sds_config");
        int timeoutMs;
        if (reference.SdsConfig.ApiConfigSource is null)
        {
            timeoutMs = ConfigSourceReader.Read(reference.SdsConfig, sourcePath, report);
        }
        else
        {
            timeoutMs = new FieldReader(report).Milliseconds(
                reference.SdsConfig.InitialFetchTimeout, ConfigSourceReader.FetchTimeoutDefaultMs, sourcePath,
                "initial_fetch_timeout");
            CheckServer(secret, sourcePath.Field("api_config_source"), referencePath);
        }

        _awaited.Add(new AwaitedSecret(secret, timeoutMs));
    }

    private void CheckServer(SecretReference secret, FieldPath sourcePath, FieldPath referencePath)
    {
        if (secret.Source == SecretSource.ManagementServer)
        {
            // An agent beside the proxy, as Istio has it, is a server of its own.
            report.Warning(sourcePath, "not implemented, the management server is asked");
        }
        else if (secret.Name is not (SecretReference.OwnCertificate or SecretReference.TrustedRoots))
        {
            report.Error(
                referencePath.Field("name"),
                $"found \"{secret.Name}\", expected {SecretReference.OwnCertificate} or "
                + $"{SecretReference.TrustedRoots}: the workload's identity has no other secrets");
        }
    }

    private void CheckValidation()
    {
        switch (context.ValidationContextTypeCase)
        {
            case Wire.CommonTlsContext.ValidationContextTypeOneofCase.ValidationContext:
                _validation.Compile(context.ValidationContext, path.Field("validation_context"));
                break;
            case Wire.CommonTlsContext.ValidationContextTypeOneofCase.ValidationContextSdsSecretConfig:
                CheckReference(
                    context.ValidationContextSdsSecretConfig, path.Field("validation_context_sds_secret_config"));
                break;
            case Wire.CommonTlsContext.ValidationContextTypeOneofCase.CombinedValidationContext:
                FieldPath combinedPath = path.Field("combined_validation_context");
                _validation.Compile(
                    context.CombinedValidationContext.DefaultValidationContext ?? new(),
                    combinedPath.Field("default_validation_context"));
                CheckReference(
                    context.CombinedValidationContext.ValidationContextSdsSecretConfig ?? new(),
                    combinedPath.Field("validation_context_sds_secret_config"));
                break;
            default:
                break;
        }
    }

    private bool TryReadValidation(TlsMaterial material, out TlsVerification? verification)
    {
        verification = null;
        Wire.CertificateValidationContext? demands = context.ValidationContext;
        Wire.SdsSecretConfig? reference = context.ValidationContextSdsSecretConfig;
        if (context.CombinedValidationContext is { } combined)
        {
            demands = combined.DefaultValidationContext ?? new();
            reference = combined.ValidationContextSdsSecretConfig;
        }

        if (reference is not null)
        {
            if (material.Find(reference) is not { } secret)
            {
                return false;
            }

            Wire.CertificateValidationContext discovered = secret.ValidationContext
                ?? throw new TlsConfigurationException($"the secret \"{secret.Name}\" has no validation_context");
            byte[] configuredRoots = AddsRoots ? material.Read(demands?.TrustedCa) : [];
            verification = TlsValidationCompiler.Read(TlsValidationCompiler.Combine(demands, discovered), material);
            if (configuredRoots.Length > 0)
            {
                byte[] roots = [.. configuredRoots, (byte)'\n', .. verification.RootsPem.Span];
                verification = verification with { RootsPem = roots };
            }

            return true;
        }

        verification = demands is null ? null : TlsValidationCompiler.Read(demands, material);
        return true;
    }

    private static TlsCertificate Read(Wire.TlsCertificate certificate, TlsMaterial material) => new(
        material.Read(certificate.CertificateChain), material.Read(certificate.PrivateKey))
    {
        Password = System.Text.Encoding.UTF8.GetString(material.Read(certificate.Password)).TrimEnd('\n'),
        OcspResponse = material.Read(certificate.OcspStaple),
    };
}
