using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Outrigger.Local.Pods;

namespace Outrigger.Local.Identity;

/// <summary>
/// Issues the tokens by which the workloads of this machine prove themselves to the certificate authority, in the
/// form of Kubernetes' projected service-account tokens (RFC 7519, ES256). The key lives as long as this object and
/// is written nowhere.
/// </summary>
internal sealed class WorkloadTokenIssuer : IDisposable
{
    /// <summary>How long a token is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    // The control plane takes tokens of this issuer for this audience only.
    private const string Issuer = "outrigger-local";
    private const string Audience = "istio-ca";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _time;
    private readonly string _keyId;

    /// <summary>Makes the issuer and its key.</summary>
    public WorkloadTokenIssuer(TimeProvider time)
    {
        _time = time;
        _keyId = Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()))[..16];
    }

    /// <summary>The public key as a JSON Web Key Set (RFC 7517).</summary>
    public string PublicKeys
    {
        get
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            return new JsonObject
            {
                ["keys"] = new JsonArray(new JsonObject
                {
                    ["kty"] = "EC",
                    ["crv"] = "P-256",
                    ["use"] = "sig",
                    ["alg"] = "ES256",
                    ["kid"] = _keyId,
                    ["x"] = Base64Url.EncodeToString(point.X!),
                    ["y"] = Base64Url.EncodeToString(point.Y!),
                }),
            }.ToJsonString();
        }
    }

    /// <summary>Issues a new token to a pod.</summary>
    public string Issue(PodPlan plan)
    {
        var now = _time.GetUtcNow();
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = _keyId, ["typ"] = "JWT" };
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = new JsonArray(Audience),
            ["sub"] = $"system:serviceaccount:{plan.Namespace}:{plan.ServiceAccount}",
            ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
            ["kubernetes.io"] = new JsonObject
            {
                ["namespace"] = plan.Namespace,
                ["pod"] = new JsonObject { ["name"] = plan.Name },
                ["serviceaccount"] = new JsonObject { ["name"] = plan.ServiceAccount },
            },
        };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        // RFC 7518 section 3.4: both numbers one after the other, not ASN.1.
        var signature = _key.SignData(
            Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _key.Dispose();

    private static string Encode(JsonObject value) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(value.ToJsonString()));
}
