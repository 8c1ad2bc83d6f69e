using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Outrigger.ControlPlane.Tests.Support;

/// <summary>
/// Issues tokens as the local runtime does, or as somebody does who would like to be it. Made of nothing but the standard
/// library, so that it can forge what a proper library would not.
/// </summary>
internal sealed class TokenIssuer : IDisposable
{
    public const string KeyName = "key-1";

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Writes the public key where the control plane looks for it.</summary>
    public void Publish(string stateFolder)
    {
        var file = StateDirectory.WorkloadTokenKeysFile(stateFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file + ".new", KeySet());
        File.Move(file + ".new", file, overwrite: true);
    }

    public string KeySet()
    {
        var point = Key.ExportParameters(false).Q;
        return JsonSerializer.Serialize(new
        {
            keys = new[]
            {
                new
                {
                    kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = KeyName,
                    x = Base64Url(point.X!), y = Base64Url(point.Y!),
                },
            },
        });
    }

    /// <summary>The claims of a good token, to be changed by tests.</summary>
    public static Dictionary<string, object?> Claims(string account, DateTimeOffset now, string pod = "pod-1") => new()
    {
        ["iss"] = "outrigger-local",
        ["aud"] = "istio-ca",
        ["sub"] = $"system:serviceaccount:default:{account}",
        ["jti"] = Guid.NewGuid().ToString(),
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
        ["kubernetes.io"] = new Dictionary<string, object>
        {
            ["namespace"] = "default",
            ["pod"] = new { name = pod },
            ["serviceaccount"] = new { name = account },
        },
    };

    public string Issue(string account, DateTimeOffset now, string pod = "pod-1") => Sign(Claims(account, now, pod));

    public string Sign(object claims) => Sign(new { alg = "ES256", kid = KeyName, typ = "JWT" }, claims);

    public string Sign(object header, object claims)
    {
        var signed = Unsigned(header, claims);
        return $"{signed}.{Base64Url(Key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    public static string Unsigned(object header, object claims) =>
        $"{Base64Url(JsonSerializer.SerializeToUtf8Bytes(header))}.{Base64Url(JsonSerializer.SerializeToUtf8Bytes(claims))}";

    public void Dispose() => Key.Dispose();

    public static string Base64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
