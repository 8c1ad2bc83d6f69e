using System.Diagnostics.CodeAnalysis;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Jwt;

/// <summary>
/// A JSON Web Signature in its compact form (RFC 7515 section 7.1), taken apart and not verified yet. Only what
/// is beyond doubt is read: one spelling of base64url, one reading of JSON, an algorithm with public keys. Keys
/// inside the header (<c>jwk</c>, <c>x5c</c>) and addresses of keys (<c>jku</c>, <c>x5u</c>) are never looked
/// at: they are the sender's own words.
/// </summary>
public sealed class JsonWebSignature
{
    /// <summary>Bytes that a token may have.</summary>
    public const int TokenBytesMax = 32 * 1024;

    private readonly byte[] _token;
    private readonly int _headerLength;
    private readonly int _signedLength;
    private readonly byte[] _payload;
    private readonly byte[] _signature;

    private JsonWebSignature(byte[] token, int headerLength, int signedLength, Parts parts)
    {
        _token = token;
        _headerLength = headerLength;
        _signedLength = signedLength;
        _payload = parts.Payload;
        _signature = parts.Signature;
        Header = parts.Header;
        Algorithm = parts.Algorithm;
    }

    /// <summary>The header's members.</summary>
    public MetadataValue Header { get; }

    /// <summary>The algorithm that the header names.</summary>
    public JwtAlgorithm Algorithm { get; }

    /// <summary>The name of the key; empty when the header has none.</summary>
    public ReadOnlySpan<byte> KeyId => Header.Find("kid"u8) is { } keyId ? keyId.Utf8 : default;

    /// <summary>The whole token.</summary>
    public ReadOnlySpan<byte> Token => _token;

    /// <summary>What the signature is of: header and payload as they were sent.</summary>
    public ReadOnlySpan<byte> SignedData => _token.AsSpan(0, _signedLength);

    /// <summary>The payload as it was sent.</summary>
    public ReadOnlySpan<byte> EncodedPayload => _token.AsSpan(_headerLength + 1, _signedLength - _headerLength - 1);

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Payload => _payload;

    /// <summary>The signature.</summary>
    public ReadOnlySpan<byte> Signature => _signature;

    /// <summary>Takes a token apart.</summary>
    /// <param name="token">The token; copied.</param>
    /// <param name="signature">Its parts; null when it is refused.</param>
    /// <returns>Why it is refused, or <see cref="JwtStatus.Ok"/>.</returns>
    public static JwtStatus TryParse(ReadOnlySpan<byte> token, [MaybeNull] out JsonWebSignature signature)
    {
        signature = null;
        if (token.Length > TokenBytesMax)
        {
            return JwtStatus.TooLarge;
        }

        int firstDot = token.IndexOf((byte)'.');
        int lastDot = token.LastIndexOf((byte)'.');
        if (firstDot < 0 || firstDot == lastDot || token[(firstDot + 1)..lastDot].Contains((byte)'.'))
        {
            return JwtStatus.BadFormat;
        }

        JwtStatus status = ReadHeader(token[..firstDot], out MetadataValue? header, out JwtAlgorithm algorithm);
        if (status != JwtStatus.Ok)
        {
            return status;
        }

        if (!Base64UrlText.TryDecode(token[(firstDot + 1)..lastDot], out byte[]? payload))
        {
            return JwtStatus.PayloadBadBase64;
        }

        if (!Base64UrlText.TryDecode(token[(lastDot + 1)..], out byte[]? value))
        {
            return JwtStatus.SignatureBadBase64;
        }

        signature = new(token.ToArray(), firstDot, lastDot, new Parts(header!, algorithm, payload, value));
        return JwtStatus.Ok;
    }

    private static JwtStatus ReadHeader(
        ReadOnlySpan<byte> encoded, out MetadataValue? header, out JwtAlgorithm algorithm)
    {
        header = null;
        algorithm = default;
        if (!Base64UrlText.TryDecode(encoded, out byte[]? json))
        {
            return JwtStatus.HeaderBadBase64;
        }

        if (!MetadataJson.TryParse(json, out header) || header.Kind != MetadataKind.Struct)
        {
            return JwtStatus.HeaderBadJson;
        }

        if (header.Find("alg"u8) is not { Kind: MetadataKind.Text } name)
        {
            return JwtStatus.HeaderBadAlgorithm;
        }

        if (!JwtAlgorithmNames.TryParse(name.Utf8, out algorithm))
        {
            return JwtStatus.AlgorithmNotSupported;
        }

        if (header.Find("crit"u8) is not null || header.Find("b64"u8) is not null)
        {
            return JwtStatus.HeaderCritical;
        }

        return header.Find("kid"u8) is null or { Kind: MetadataKind.Text } ? JwtStatus.Ok : JwtStatus.HeaderBadKeyId;
    }

    private readonly record struct Parts(
        MetadataValue Header, JwtAlgorithm Algorithm, byte[] Payload, byte[] Signature);
}
