using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>A key of an issuer in tests: signs tokens, and shows its public half as a JSON Web Key.</summary>
internal sealed class TokenKey
{
    private readonly Func<byte[], byte[]> _sign;

    private TokenKey(string algorithm, string keyId, string parameters, Func<byte[], byte[]> sign)
    {
        Algorithm = algorithm;
        KeyId = keyId;
        Parameters = parameters;
        _sign = sign;
    }

    public static TokenKey Rs256 { get; } = CreateRsa("RS256", "rsa");

    public static TokenKey Es256 { get; } = CreateEcdsa("ES256", "ec", ECCurve.NamedCurves.nistP256, "P-256");

    public string Algorithm { get; }

    public string KeyId { get; }

    /// <summary>The members of the public key, without name, use and algorithm.</summary>
    public string Parameters { get; }

    /// <summary>The public key with its name.</summary>
    public string Jwk => $$"""{{{Parameters}},"kid":"{{KeyId}}"}""";

    public string KeySet => SetOf(Jwk);

    public static string SetOf(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    public static TokenKey CreateRsa(string algorithm, string keyId, int bits = 2048)
    {
        var key = RSA.Create(bits);
        RSAParameters numbers = key.ExportParameters(includePrivateParameters: false);
        HashAlgorithmName hash = HashOf(algorithm);
        RSASignaturePadding padding =
            algorithm.StartsWith('P') ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return new(
            algorithm,
            keyId,
            $"\"kty\":\"RSA\",\"n\":\"{Encode(numbers.Modulus)}\",\"e\":\"{Encode(numbers.Exponent)}\"",
            data => key.SignData(data, hash, padding));
    }

    public static TokenKey CreateEcdsa(string algorithm, string keyId, ECCurve curve, string curveName)
    {
        var key = ECDsa.Create(curve);
        ECParameters numbers = key.ExportParameters(includePrivateParameters: false);
        HashAlgorithmName hash = HashOf(algorithm);
        return new(
            algorithm,
            keyId,
            $"\"kty\":\"EC\",\"crv\":\"{curveName}\",\"x\":\"{Encode(numbers.Q.X)}\",\"y\":\"{Encode(numbers.Q.Y)}\"",
            data => key.SignData(data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>A token with these claims, in JSON.</summary>
    public string Token(string claims) =>
        TokenOf($$"""{"alg":"{{Algorithm}}","kid":"{{KeyId}}"}""", claims);

    /// <summary>A token of any header, whatever it says, signed with this key.</summary>
    public string TokenOf(string header, string payload) => SignParts(Encode(header), Encode(payload));

    /// <summary>A token of parts that are encoded already.</summary>
    public string SignParts(string header, string payload) =>
        $"{header}.{payload}.{Encode(Sign($"{header}.{payload}"))}";

    public byte[] Sign(string signed) => _sign(Encoding.ASCII.GetBytes(signed));

    private static HashAlgorithmName HashOf(string algorithm) => new("SHA" + algorithm[2..]);
}
