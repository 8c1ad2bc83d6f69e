using System.Text;
using Outrigger.Proxy.Http.Filters.Jwt;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>Says what comes of a token, as the filter decides it: parts, claims, expectations, signature.</summary>
internal static class TokenJudge
{
    public const long Now = 1_700_000_000;

    public static JwtStatus Judge(string token, string keySet, JwtExpectations? expectations = null)
    {
        JwtStatus status = JsonWebSignature.TryParse(Encoding.Latin1.GetBytes(token), out JsonWebSignature? signature);
        if (status != JwtStatus.Ok)
            return status;
        status = JwtClaims.TryRead(signature!.Payload, out JwtClaims? claims);
        if (status == JwtStatus.Ok)
            status = (expectations ?? new JwtExpectations()).Check(claims!, null, Now);
        return status == JwtStatus.Ok ? Read(keySet).Verify(signature) : status;
    }

    /// <summary>Only the signature; the payload may be anything.</summary>
    public static JwtStatus JudgeSignature(string token, string keySet)
    {
        JwtStatus status = JsonWebSignature.TryParse(Encoding.Latin1.GetBytes(token), out JsonWebSignature? signature);
        return status == JwtStatus.Ok ? Read(keySet).Verify(signature!) : status;
    }

    public static JsonWebKeySet Read(string keySet) =>
        JsonWebKeySet.Read(Encoding.UTF8.GetBytes(keySet), OpenSslKeyFactory.Instance);
}
