using Google.Protobuf.Collections;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Tls;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;
using SanType = Envoy.Extensions.TransportSockets.Tls.V3.SubjectAltNameMatcher.Types.SanType;
using StringMatcher = Envoy.Type.Matcher.V3.StringMatcher;
using Verification = Envoy.Extensions.TransportSockets.Tls.V3.CertificateValidationContext.Types.TrustChainVerification;
using Wire = Envoy.Extensions.TransportSockets.Tls.V3;

namespace Outrigger.Proxy.Configuration.Tls;

/// <summary>
/// Compiles <c>envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext</c>. It is checked when
/// the resource comes, and read again with every new version of its files.
/// </summary>
internal sealed class TlsValidationCompiler(CompileReport report)
{
    private const int DigestBytes = 32;
    private const int DepthUnset = -1;

    /// <summary>Reports every mistake.</summary>
    public void Compile(Wire.CertificateValidationContext context, FieldPath path)
    {
        if (context.CustomValidatorConfig is not null)
        {
            report.Error(path.Field("custom_validator_config"), "custom validators are not implemented");
        }

        if (context.CaCertificateProviderInstance is not null)
        {
            report.Error(
                path.Field("ca_certificate_provider_instance"), "certificate providers are not implemented");
        }

        List<ConfigurationError> errors = [];
        _ = ReadMatchers(context, path.ToString(), errors);
        foreach (ConfigurationError error in errors)
        {
            report.Error(FieldPath.Root.Field(error.FieldPath), error.Message);
        }

        CheckDigests(context.VerifyCertificateHash, ReadHash, path, "verify_certificate_hash", "hexadecimal digits");
        CheckDigests(context.VerifyCertificateSpki, ReadPin, path, "verify_certificate_spki", "base64");
    }

    /// <summary>
    /// The demands of the configuration together with those that were discovered: what the discovered ones set
    /// counts, and repeated ones add up, as protobuf merges messages.
    /// </summary>
    public static Wire.CertificateValidationContext Combine(
        Wire.CertificateValidationContext? configured, Wire.CertificateValidationContext discovered)
    {
        Wire.CertificateValidationContext combined = configured?.Clone() ?? new();
        combined.MergeFrom(discovered);
        return combined;
    }

    /// <summary>Reads the demands.</summary>
    /// <exception cref="TlsConfigurationException">Something of it cannot be read.</exception>
    public static TlsVerification Read(Wire.CertificateValidationContext context, TlsMaterial material)
    {
        List<ConfigurationError> errors = [];
        IReadOnlyList<SubjectAltNameMatcher> names = ReadMatchers(context, "validation_context", errors);
        if (errors.Count > 0)
        {
            throw new TlsConfigurationException(errors[0].ToString());
        }

        if (context.CustomValidatorConfig is not null || context.CaCertificateProviderInstance is not null)
        {
            throw new TlsConfigurationException("custom validators and certificate providers are not implemented");
        }

        return new TlsVerification
        {
            RootsPem = material.Read(context.TrustedCa),
            UsesSystemRoots = context.TrustedCa is null && context.SystemRootCerts is not null,
            RevocationListsPem = material.Read(context.Crl),
            ChecksRevocationOfLeafOnly = context.OnlyVerifyLeafCertCrl,
            SubjectAltNames = names,
            CertificateHashes = ReadDigests(context.VerifyCertificateHash, ReadHash),
            PublicKeyHashes = ReadDigests(context.VerifyCertificateSpki, ReadPin),
            AcceptsUntrusted = context.TrustChainVerification == Verification.AcceptUntrusted,
            AcceptsExpired = context.AllowExpiredCertificate,
            DepthMax = FieldReader.Number(context.MaxVerifyDepth, DepthUnset),
        };
    }

    private static IReadOnlyList<SubjectAltNameMatcher> ReadMatchers(
        Wire.CertificateValidationContext context, string path, List<ConfigurationError> errors)
    {
        List<SubjectAltNameMatcher> matchers = [];
        for (int i = 0; i < context.MatchTypedSubjectAltNames.Count; i++)
        {
            Wire.SubjectAltNameMatcher source = context.MatchTypedSubjectAltNames[i];
            string sourcePath = $"{path}.match_typed_subject_alt_names[{i}]";
            if (TypeOf(source.SanType) is not { } type)
            {
                errors.Add(new ConfigurationError($"{sourcePath}.san_type", "expected EMAIL, DNS, URI or IP_ADDRESS"));
                continue;
            }

            if (ReadMatcher(type, source.Matcher, $"{sourcePath}.matcher", errors) is { } matcher)
            {
                matchers.Add(matcher);
            }
        }

        // The older field says no type: each of its conditions may be met by a name of any kind.
        for (int i = 0; i < context.MatchSubjectAltNames.Count; i++)
        {
            foreach (SubjectAltNameType type in Enum.GetValues<SubjectAltNameType>())
            {
                string sourcePath = $"{path}.match_subject_alt_names[{i}]";
                if (ReadMatcher(type, context.MatchSubjectAltNames[i], sourcePath, errors) is { } matcher)
                {
                    matchers.Add(matcher);
                }
            }
        }

        return matchers;
    }

    private static SubjectAltNameMatcher? ReadMatcher(
        SubjectAltNameType type, StringMatcher? source, string path, List<ConfigurationError> errors)
    {
        if (source is { MatchPatternCase: StringMatcher.MatchPatternOneofCase.Exact, IgnoreCase: false })
        {
            return SubjectAltNameMatcher.Exact(type, source.Exact);
        }

        if (!ByteStringMatcher.TryCompile(source ?? new(), path, errors, out ByteStringMatcher matcher))
        {
            return null;
        }

        return new SubjectAltNameMatcher(
            type, matcher.ToString(), name => matcher.IsMatch(System.Text.Encoding.UTF8.GetBytes(name)));
    }

    private static SubjectAltNameType? TypeOf(SanType type) => type switch
    {
        SanType.Dns => SubjectAltNameType.Dns,
        SanType.Uri => SubjectAltNameType.Uri,
        SanType.IpAddress => SubjectAltNameType.IpAddress,
        SanType.Email => SubjectAltNameType.Email,
        _ => null,
    };

    private void CheckDigests(
        RepeatedField<string> texts, Func<string, byte[]?> read, FieldPath path, string field, string form)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            if (read(texts[i]) is null)
            {
                report.Error(path.Item(field, i), $"expected a SHA-256 digest of 32 bytes in {form}");
            }
        }
    }

    private static ReadOnlyMemory<byte>[] ReadDigests(RepeatedField<string> texts, Func<string, byte[]?> read) =>
    [
        .. texts.Select(text => (ReadOnlyMemory<byte>)(read(text)
            ?? throw new TlsConfigurationException($"\"{text}\" is no SHA-256 digest"))),
    ];

    /// <summary>Hexadecimal digits, with or without colons between the bytes.</summary>
    private static byte[]? ReadHash(string text)
    {
        string digits = text.Replace(":", "", StringComparison.Ordinal);
        return digits.Length == DigestBytes * 2 && digits.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(digits)
            : null;
    }

    private static byte[]? ReadPin(string text)
    {
        var digest = new byte[DigestBytes];
        return Convert.TryFromBase64String(text, digest, out int count) && count == DigestBytes ? digest : null;
    }
}
