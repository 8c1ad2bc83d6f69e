using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Outrigger.Proxy.Http.Filters.Jwt;
using Outrigger.Routing.Jwt;

namespace Outrigger.Routing.Benchmarks;

/// <summary>What a token costs: when it is new, with each kind of key, and when it was verified before.</summary>
[MemoryDiagnoser]
public class JwtBenchmarks
{
    private const string Claims =
        """{"iss":"https://issuer.example","sub":"ann","aud":["shop","stock"],"scope":"read write","exp":9000000000}""";

    private readonly VerifiedTokenCache _cache = new(512, hashKey: 4711);
    private byte[] _token = [];
    private JsonWebKeySet _keys = null!;
    private JwtExpectations _expectations = null!;

    /// <summary>The algorithm of the token.</summary>
    [Params("RS256", "PS256", "ES256", "ES384", "ES512")]
    public string Algorithm { get; set; } = "";

    /// <summary>Makes a token and remembers it.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var (parameters, sign) = Algorithm[0] == 'E' ? EcdsaKey() : RsaKey();
        string signed = $"{Encode($$"""{"alg":"{{Algorithm}}","kid":"one"}""")}.{Encode(Claims)}";
        _token = Encoding.ASCII.GetBytes(
            $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}");
        _keys = JsonWebKeySet.Read(
            Encoding.ASCII.GetBytes($$"""{"keys":[{"kid":"one",{{parameters}}}]}"""), OpenSslKeyFactory.Instance);
        _expectations = new JwtExpectations
        {
            Issuer = "https://issuer.example"u8.ToArray(), Audiences = ["shop"],
        };
        var provider = new JwtProviderModel
        {
            Name = "one", Expectations = _expectations, Keys = _keys, Locations = [], PayloadKey = "payload",
        };
        JsonWebSignature.TryParse(_token, out JsonWebSignature? signature);
        JwtClaims.TryRead(signature!.Payload, out JwtClaims? claims);
        _cache.Add(new VerifiedToken(provider, signature, claims!));
        if (New() != JwtStatus.Ok || Known() != JwtStatus.Ok)
        {
            throw new InvalidOperationException("The token is not good.");
        }
    }

    /// <summary>Takes a token apart, checks its claims and verifies its signature.</summary>
    [Benchmark]
    public JwtStatus New()
    {
        JsonWebSignature.TryParse(_token, out JsonWebSignature? signature);
        JwtClaims.TryRead(signature!.Payload, out JwtClaims? claims);
        JwtStatus status = _expectations.Check(claims!, null, 1_700_000_000);
        return status == JwtStatus.Ok ? _keys.Verify(signature) : status;
    }

    /// <summary>Finds a token that was verified before, and checks its claims.</summary>
    [Benchmark]
    public JwtStatus Known() => _expectations.Check(_cache.Find(_token)!.Claims, null, 1_700_000_000);

    private (string Parameters, Func<byte[], byte[]> Sign) RsaKey()
    {
        var key = RSA.Create(2048);
        RSAParameters numbers = key.ExportParameters(includePrivateParameters: false);
        RSASignaturePadding padding = Algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return (
            $"\"kty\":\"RSA\",\"n\":\"{Base64Url.EncodeToString(numbers.Modulus)}\",\"e\":\"AQAB\"",
            data => key.SignData(data, HashAlgorithmName.SHA256, padding));
    }

    private (string Parameters, Func<byte[], byte[]> Sign) EcdsaKey()
    {
        var (curve, name) = Algorithm switch
        {
            "ES256" => (ECCurve.NamedCurves.nistP256, "P-256"),
            "ES384" => (ECCurve.NamedCurves.nistP384, "P-384"),
            _ => (ECCurve.NamedCurves.nistP521, "P-521"),
        };
        var key = ECDsa.Create(curve);
        ECParameters numbers = key.ExportParameters(includePrivateParameters: false);
        string x = Base64Url.EncodeToString(numbers.Q.X);
        string y = Base64Url.EncodeToString(numbers.Q.Y);
        return (
            $"\"kty\":\"EC\",\"crv\":\"{name}\",\"x\":\"{x}\",\"y\":\"{y}\"",
            data => key.SignData(
                data,
                new HashAlgorithmName("SHA" + Algorithm[2..]),
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
