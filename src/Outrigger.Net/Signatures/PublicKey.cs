using Outrigger.Net.Signatures.Native;
using Outrigger.Net.Tls;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Signatures;

/// <summary>
/// A public key in OpenSSL's memory, that signatures are verified with. Immutable and safe for any thread; its
/// memory is freed when nobody refers to it any more.
/// </summary>
public sealed unsafe class PublicKey
{
    private readonly nint _handle;
    private readonly int _signatureBytes;

    internal PublicKey(nint handle, PublicKeyKind kind, int signatureBytes)
    {
        _handle = handle;
        _signatureBytes = signatureBytes;
        Kind = kind;
    }

    /// <summary>Frees the key.</summary>
    ~PublicKey() => LibCrypto.KeyFree(_handle);

    /// <summary>What kind of key it is.</summary>
    internal PublicKeyKind Kind { get; }

    /// <summary>Makes an RSA key.</summary>
    /// <param name="modulus">The modulus, big-endian; 2048 to 8192 bits.</param>
    /// <param name="exponent">The public exponent, big-endian; odd, 3 to 2^33.</param>
    /// <exception cref="PublicKeyException">The key is weak or no key.</exception>
    /// <exception cref="TlsConfigurationException">OpenSSL is not installed.</exception>
    public static PublicKey CreateRsa(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent) =>
        PublicKeyFactory.CreateRsa(modulus, exponent);

    /// <summary>Makes a key on a curve of NIST's.</summary>
    /// <param name="curve">P-256, P-384 or P-521.</param>
    /// <param name="x">The point's x, big-endian, as long as the curve's field.</param>
    /// <param name="y">The point's y, likewise.</param>
    /// <exception cref="PublicKeyException">It is not a point of the curve.</exception>
    /// <exception cref="TlsConfigurationException">OpenSSL is not installed.</exception>
    public static PublicKey CreateEllipticCurve(KeyCurve curve, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) =>
        PublicKeyFactory.CreateEllipticCurve(curve, x, y);

    /// <summary>Makes an EdDSA key.</summary>
    /// <param name="curve">Ed25519 or Ed448.</param>
    /// <param name="point">The encoded point (RFC 8032).</param>
    /// <exception cref="PublicKeyException">It has another length.</exception>
    /// <exception cref="TlsConfigurationException">OpenSSL is not installed.</exception>
    public static PublicKey CreateEdwards(KeyCurve curve, ReadOnlySpan<byte> point) =>
        PublicKeyFactory.CreateEdwards(curve, point);

    /// <summary>Whether signatures of the algorithm can be verified with this key.</summary>
    /// <param name="algorithm">The algorithm.</param>
    public bool Fits(SignatureAlgorithm algorithm) => Kind == KindOf(algorithm);

    /// <summary>
    /// Verifies a signature. Allocates nothing; takes from 30 microseconds (RSA) to a millisecond (P-521).
    /// </summary>
    /// <param name="algorithm">The algorithm; false for one that does not fit the key.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">
    /// The signature as JSON Web Signatures have it: of ECDSA the two numbers, not DER.
    /// </param>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!Fits(algorithm) || signature.Length != _signatureBytes)
            return false;
        if (Kind is not (PublicKeyKind.P256 or PublicKeyKind.P384 or PublicKeyKind.P521))
            return VerifyNative(algorithm, data, signature);
        Span<byte> der = stackalloc byte[EcdsaSignature.DerBytesMax];
        var length = EcdsaSignature.WriteDer(signature, der);
        return VerifyNative(algorithm, data, der[..length]);
    }

    private static PublicKeyKind KindOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.EcdsaP256Sha256 => PublicKeyKind.P256,
        SignatureAlgorithm.EcdsaP384Sha384 => PublicKeyKind.P384,
        SignatureAlgorithm.EcdsaP521Sha512 => PublicKeyKind.P521,
        SignatureAlgorithm.Ed25519 => PublicKeyKind.Ed25519,
        SignatureAlgorithm.Ed448 => PublicKeyKind.Ed448,
        _ => PublicKeyKind.Rsa,
    };

    private static ReadOnlySpan<byte> DigestOf(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.RsaPkcs1Sha256 or SignatureAlgorithm.RsaPssSha256
            or SignatureAlgorithm.EcdsaP256Sha256 => "SHA256\0"u8,
        SignatureAlgorithm.RsaPkcs1Sha384 or SignatureAlgorithm.RsaPssSha384
            or SignatureAlgorithm.EcdsaP384Sha384 => "SHA384\0"u8,
        SignatureAlgorithm.RsaPkcs1Sha512 or SignatureAlgorithm.RsaPssSha512
            or SignatureAlgorithm.EcdsaP521Sha512 => "SHA512\0"u8,
        _ => default,
    };

    private static bool IsPss(SignatureAlgorithm algorithm) => algorithm
        is SignatureAlgorithm.RsaPssSha256 or SignatureAlgorithm.RsaPssSha384 or SignatureAlgorithm.RsaPssSha512;

    private bool VerifyNative(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var context = LibSignature.DigestContextNew();
        if (context == 0)
            return false;
        var parameters = stackalloc OpenSslParameter[3];
        bool isValid;
        fixed (byte* padding = "pad-mode\0"u8)
        fixed (byte* pss = "pss\0"u8)
        fixed (byte* saltLength = "saltlen\0"u8)
        fixed (byte* likeDigest = "digest\0"u8)
        fixed (byte* digest = DigestOf(algorithm))
        fixed (byte* dataStart = data)
        fixed (byte* signatureStart = signature)
        {
            parameters[0] = Text(padding, pss, 3);
            parameters[1] = Text(saltLength, likeDigest, 6);
            parameters[2] = default;
            var options = IsPss(algorithm) ? parameters : null;
            isValid = LibSignature.VerifyInitialize(context, null, digest, 0, null, _handle, options) == 1
                && LibSignature.Verify(
                    context, signatureStart, (nuint)signature.Length, dataStart, (nuint)data.Length) == 1;
        }

        LibSignature.DigestContextFree(context);
        // The queue of errors is the thread's and must be empty for whoever calls next.
        if (!isValid)
            LibCrypto.ClearErrors();
        GC.KeepAlive(this);
        return isValid;
    }

    private static OpenSslParameter Text(byte* key, byte* text, int length) => new()
    {
        Key = key, Type = OpenSslConstants.ParameterUtf8, Data = text, DataBytes = (nuint)length,
    };
}
