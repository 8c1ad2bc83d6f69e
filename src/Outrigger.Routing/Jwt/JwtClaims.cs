using System.Diagnostics.CodeAnalysis;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Jwt;

/// <summary>
/// The claims of a token, the registered ones checked to be of their types (RFC 7519 section 4.1). Immutable.
/// </summary>
public sealed class JwtClaims
{
    private readonly MetadataValue _audience;

    private JwtClaims(MetadataValue all)
    {
        All = all;
        _audience = all.Find("aud"u8) ?? MetadataValue.Null;
    }

    /// <summary>All claims.</summary>
    public MetadataValue All { get; }

    /// <summary>Who made the token; empty when it does not say.</summary>
    public ReadOnlySpan<byte> Issuer => TextOf("iss"u8);

    /// <summary>Whom it is about; empty when it does not say.</summary>
    public ReadOnlySpan<byte> Subject => TextOf("sub"u8);

    /// <summary>When it ends, in seconds since 1970-01-01 UTC; null when it does not say.</summary>
    public double? ExpiresAt { get; private init; }

    /// <summary>When it begins, likewise.</summary>
    public double? NotBefore { get; private init; }

    /// <summary>Whether it names one of the audiences.</summary>
    /// <param name="audiences">The audiences, as <see cref="NormalizeAudience"/> makes them.</param>
    public bool HasAudienceOf(ReadOnlySpan<byte[]> audiences)
    {
        if (_audience.Kind == MetadataKind.Text)
        {
            return Contains(audiences, _audience.Utf8);
        }

        foreach (MetadataValue each in _audience.Items)
        {
            if (Contains(audiences, each.Utf8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// An audience as it is compared: without <c>http://</c> or <c>https://</c> before it and a slash behind
    /// it, since Envoy takes those for equal.
    /// </summary>
    /// <param name="audience">The audience.</param>
    public static ReadOnlySpan<byte> NormalizeAudience(ReadOnlySpan<byte> audience)
    {
        ReadOnlySpan<byte> scheme = audience.StartsWith("https://"u8) ? "https://"u8
            : audience.StartsWith("http://"u8) ? "http://"u8 : default;
        audience = audience[scheme.Length..];
        return audience.EndsWith("/"u8) ? audience[..^1] : audience;
    }

    /// <summary>Reads the claims of a payload.</summary>
    /// <param name="payload">The payload, JSON.</param>
    /// <param name="claims">The claims; null when they are refused.</param>
    /// <returns>Why they are refused, or <see cref="JwtStatus.Ok"/>.</returns>
    public static JwtStatus TryRead(ReadOnlySpan<byte> payload, [MaybeNull] out JwtClaims claims)
    {
        claims = null;
        if (!MetadataJson.TryParse(payload, out MetadataValue? all) || all.Kind != MetadataKind.Struct)
        {
            return JwtStatus.PayloadBadJson;
        }

        JwtStatus status = CheckTexts(all);
        if (status == JwtStatus.Ok)
        {
            status = CheckTime(
                all, "iat"u8, JwtStatus.IssuedAtNotNumber, JwtStatus.IssuedAtOutOfRange, out _);
        }

        double? notBefore = null;
        if (status == JwtStatus.Ok)
        {
            status = CheckTime(
                all, "nbf"u8, JwtStatus.NotBeforeNotNumber, JwtStatus.NotBeforeOutOfRange, out notBefore);
        }

        double? expiresAt = null;
        if (status == JwtStatus.Ok)
        {
            status = CheckTime(
                all, "exp"u8, JwtStatus.ExpirationNotNumber, JwtStatus.ExpirationOutOfRange, out expiresAt);
        }

        if (status == JwtStatus.Ok && !IsAudience(all.Find("aud"u8)))
        {
            status = JwtStatus.AudienceNotString;
        }

        if (status == JwtStatus.Ok)
        {
            claims = new(all) { NotBefore = notBefore, ExpiresAt = expiresAt };
        }

        return status;
    }

    private static JwtStatus CheckTexts(MetadataValue all)
    {
        if (!IsTextOrMissing(all.Find("iss"u8)))
        {
            return JwtStatus.IssuerNotString;
        }

        if (!IsTextOrMissing(all.Find("sub"u8)))
        {
            return JwtStatus.SubjectNotString;
        }

        return IsTextOrMissing(all.Find("jti"u8)) ? JwtStatus.Ok : JwtStatus.IdentifierNotString;
    }

    private static JwtStatus CheckTime(
        MetadataValue all, ReadOnlySpan<byte> name, JwtStatus notNumber, JwtStatus outOfRange, out double? time)
    {
        time = null;
        MetadataValue? value = all.Find(name);
        if (value is null)
        {
            return JwtStatus.Ok;
        }

        if (value.Kind != MetadataKind.Number)
        {
            return notNumber;
        }

        time = value.Number;
        return value.Number is >= 0 and < ulong.MaxValue ? JwtStatus.Ok : outOfRange;
    }

    private static bool IsTextOrMissing(MetadataValue? value) => value is null or { Kind: MetadataKind.Text };

    private static bool IsAudience(MetadataValue? value)
    {
        if (value is { Kind: MetadataKind.List })
        {
            foreach (MetadataValue item in value.Items)
            {
                if (item.Kind != MetadataKind.Text)
                {
                    return false;
                }
            }

            return true;
        }

        return IsTextOrMissing(value);
    }

    private static bool Contains(ReadOnlySpan<byte[]> audiences, ReadOnlySpan<byte> audience)
    {
        ReadOnlySpan<byte> normalized = NormalizeAudience(audience);
        foreach (byte[] each in audiences)
        {
            if (normalized.SequenceEqual(each))
            {
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> name) => All.Find(name) is { } claim ? claim.Utf8 : default;
}
