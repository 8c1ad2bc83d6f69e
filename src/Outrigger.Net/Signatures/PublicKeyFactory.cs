using System.Numerics;
using Outrigger.Net.Signatures.Native;
using Outrigger.Net.Tls;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Signatures;

/// <summary>
/// Makes public keys of their numbers, and refuses what is none or weak. Runs on control threads: testing an
/// RSA modulus takes milliseconds.
/// </summary>
internal static unsafe class PublicKeyFactory
{
    /// <summary>RFC 7518 sections 3.3 and 3.5 ask for 2048 bits at least; less can be factored by the able.</summary>
    private const int RsaBitsMin = 2048;

    /// <summary>Larger ones would let the owner of a key make each verification as slow as he likes.</summary>
    private const int RsaBitsMax = 8192;

    private const ulong ExponentMin = 3;
    private const ulong ExponentMax = 1UL << 33;

    /// <inheritdoc cref="PublicKey.CreateRsa"/>
    internal static PublicKey CreateRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        TlsLibrary.Require();
        modulus = modulus.TrimStart((byte)0);
        exponent = exponent.TrimStart((byte)0);
        var bits = modulus.IsEmpty ? 0 : (modulus.Length * 8) - BitOperations.LeadingZeroCount((uint)modulus[0]) + 24;
        if (bits is < RsaBitsMin or > RsaBitsMax)
            throw new PublicKeyException($"the RSA key has {bits} bits, expected {RsaBitsMin} to {RsaBitsMax}");
        if (ReadExponent(exponent) is < ExponentMin or > ExponentMax || (exponent[^1] & 1) == 0)
            throw new PublicKeyException("the RSA exponent is not an odd number from 3 to 2^33");
        if (RocaFingerprint.Matches(modulus))
            throw new PublicKeyException("the RSA key was made by a library with the flaw ROCA (CVE-2017-15361)");
        Span<byte> nativeModulus = stackalloc byte[modulus.Length];
        Span<byte> nativeExponent = stackalloc byte[exponent.Length];
        CopyReversed(modulus, nativeModulus);
        CopyReversed(exponent, nativeExponent);
        var parameters = stackalloc OpenSslParameter[3];
        fixed (byte* type = "RSA\0"u8)
        fixed (byte* modulusName = "n\0"u8)
        fixed (byte* exponentName = "e\0"u8)
        fixed (byte* modulusStart = nativeModulus)
        fixed (byte* exponentStart = nativeExponent)
        {
            parameters[0] = Parameter(
                modulusName, LibSignature.ParameterUnsignedInteger, modulusStart, modulus.Length);
            parameters[1] = Parameter(
                exponentName, LibSignature.ParameterUnsignedInteger, exponentStart, exponent.Length);
            parameters[2] = default;
            return new PublicKey(Create(type, parameters), PublicKeyKind.Rsa, modulus.Length);
        }
    }

    /// <inheritdoc cref="PublicKey.CreateEllipticCurve"/>
    internal static PublicKey CreateEllipticCurve(KeyCurve curve, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        TlsLibrary.Require();
        var (kind, fieldBytes) = curve switch
        {
            KeyCurve.P256 => (PublicKeyKind.P256, 32),
            KeyCurve.P384 => (PublicKeyKind.P384, 48),
            KeyCurve.P521 => (PublicKeyKind.P521, 66),
            _ => throw new PublicKeyException($"{curve} is not a curve of ECDSA"),
        };
        if (x.Length != fieldBytes || y.Length != fieldBytes)
        {
            throw new PublicKeyException(
                $"the point has coordinates of {x.Length} and {y.Length} bytes, expected {fieldBytes} each");
        }

        const byte Uncompressed = 4;
        Span<byte> point = stackalloc byte[1 + (2 * fieldBytes)];
        point[0] = Uncompressed;
        x.CopyTo(point[1..]);
        y.CopyTo(point[(1 + fieldBytes)..]);
        var group = kind switch
        {
            PublicKeyKind.P256 => "P-256\0"u8,
            PublicKeyKind.P384 => "P-384\0"u8,
            _ => "P-521\0"u8,
        };
        var parameters = stackalloc OpenSslParameter[3];
        fixed (byte* type = "EC\0"u8)
        fixed (byte* groupName = "group\0"u8)
        fixed (byte* pointName = "pub\0"u8)
        fixed (byte* groupText = group)
        fixed (byte* pointStart = point)
        {
            parameters[0] = Parameter(groupName, OpenSslConstants.ParameterUtf8, groupText, group.Length - 1);
            parameters[1] = Parameter(pointName, OpenSslConstants.ParameterOctets, pointStart, point.Length);
            parameters[2] = default;
            return new PublicKey(Create(type, parameters), kind, 2 * fieldBytes);
        }
    }

    /// <inheritdoc cref="PublicKey.CreateEdwards"/>
    internal static PublicKey CreateEdwards(KeyCurve curve, ReadOnlySpan<byte> point)
    {
        TlsLibrary.Require();
        var (kind, pointBytes) = curve switch
        {
            KeyCurve.Ed25519 => (PublicKeyKind.Ed25519, 32),
            KeyCurve.Ed448 => (PublicKeyKind.Ed448, 57),
            _ => throw new PublicKeyException($"{curve} is not a curve of EdDSA"),
        };
        if (point.Length != pointBytes)
            throw new PublicKeyException($"the point has {point.Length} bytes, expected {pointBytes}");
        nint key;
        fixed (byte* type = kind == PublicKeyKind.Ed25519 ? "ED25519\0"u8 : "ED448\0"u8)
        fixed (byte* start = point)
            key = LibSignature.NewRawPublicKey(0, type, null, start, (nuint)point.Length);
        if (key == 0)
            throw new PublicKeyException($"OpenSSL refuses the key: {OpenSslErrors.Drain()}");
        return new PublicKey(key, kind, 2 * pointBytes);
    }

    private static nint Create(byte* type, OpenSslParameter* parameters)
    {
        nint key = 0;
        var context = LibSignature.ContextNewFromName(0, type, null);
        var isMade = LibSignature.FromDataInitialize(context) == 1
            && LibSignature.FromData(context, &key, LibSignature.SelectPublicKey, parameters) == 1;
        LibSignature.ContextFree(context);
        if (!isMade)
            throw new PublicKeyException($"OpenSSL refuses the key: {OpenSslErrors.Drain()}");
        var check = LibSignature.ContextNewFromKey(0, key, null);
        var isGood = LibSignature.PublicCheck(check) == 1;
        LibSignature.ContextFree(check);
        if (isGood)
            return key;
        LibCrypto.KeyFree(key);
        throw new PublicKeyException($"the key does not hold: {OpenSslErrors.Drain()}");
    }

    private static ulong ReadExponent(ReadOnlySpan<byte> exponent)
    {
        if (exponent.Length is 0 or > sizeof(ulong))
            return 0;
        ulong value = 0;
        foreach (var digit in exponent)
            value = (value << 8) | digit;
        return value;
    }

    /// <summary>OpenSSL takes numbers in the processor's order of bytes, which is little-endian here.</summary>
    private static void CopyReversed(ReadOnlySpan<byte> bigEndian, Span<byte> native)
    {
        bigEndian.CopyTo(native);
        if (BitConverter.IsLittleEndian)
            native.Reverse();
    }

    private static OpenSslParameter Parameter(byte* name, uint type, byte* data, int length) => new()
    {
        Key = name, Type = type, Data = data, DataBytes = (nuint)length,
    };
}
