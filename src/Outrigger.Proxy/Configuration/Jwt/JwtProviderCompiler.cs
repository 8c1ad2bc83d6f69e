using System.Collections.Immutable;
using System.Text;
using Envoy.Config.Core.V3;
using Envoy.Extensions.Filters.Http.JwtAuthn.V3;
using Outrigger.Http;
using Outrigger.Proxy.Http.Filters.Jwt;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Jwt;
using Outrigger.Routing.Matching;

namespace Outrigger.Proxy.Configuration.Jwt;

/// <summary>Compiles an issuer of tokens.</summary>
/// <param name="report">Takes what is found.</param>
internal sealed class JwtProviderCompiler(CompileReport report)
{
    /// <summary>
    /// The issuer; null with errors in the report. Keys that cannot be used are warnings: its tokens then fail,
    /// and nothing else does.
    /// </summary>
    public JwtProviderModel? Compile(string name, JwtProvider provider, FieldPath path)
    {
        if (provider.LocalJwks is null)
        {
            report.Error(path, "found no local_jwks, expected the keys (remote_jwks is not implemented)");
            return null;
        }

        return new JwtProviderModel
        {
            Name = name,
            Expectations = CompileExpectations(provider, path),
            Keys = ReadKeys(provider, path.Field("local_jwks")),
            Locations = CompileLocations(provider, path),
            ForwardsToken = provider.Forward,
            PayloadHeader = HeaderName(provider.ForwardPayloadHeader, path.Field("forward_payload_header")),
            PadsPayload = provider.PadForwardPayloadHeader,
            ClaimHeaders = CompileClaimHeaders(provider, path),
            PayloadKey = provider.PayloadInMetadata,
            HeaderKey = provider.HeaderInMetadata,
            SpaceDelimitedClaims = [.. provider.NormalizePayloadInMetadata?.SpaceDelimitedClaims ?? []],
            ClearsRoute = provider.ClearRouteCache,
            CachedTokensMax = provider.JwtCacheConfig is { JwtCacheSize: > 0 } cache
                ? (int)Math.Min(cache.JwtCacheSize, 65_536)
                : JwtProviderModel.CachedTokensDefault,
        };
    }

    private JwtExpectations CompileExpectations(JwtProvider provider, FieldPath path)
    {
        ByteStringMatcher? subjects = null;
        if (provider.Subjects is not null)
        {
            var errors = new List<ConfigurationError>();
            if (ByteStringMatcher.TryCompile(provider.Subjects, "subjects", errors, out ByteStringMatcher compiled))
            {
                subjects = compiled;
            }

            foreach (ConfigurationError error in errors)
            {
                report.Error(path.Field(error.FieldPath), error.Message);
            }
        }

        return new JwtExpectations
        {
            Issuer = Encoding.UTF8.GetBytes(provider.Issuer),
            Audiences = provider.Audiences,
            Subjects = subjects,
            ClockSkewSeconds = provider.ClockSkewSeconds == 0
                ? JwtExpectations.ClockSkewSecondsDefault
                : (int)Math.Min(provider.ClockSkewSeconds, int.MaxValue),
            RequiresExpiration = provider.RequireExpiration,
            LifetimeSecondsMax = provider.MaxLifetime?.Seconds,
        };
    }

    private JsonWebKeySet ReadKeys(JwtProvider provider, FieldPath path)
    {
        ReadOnlyMemory<byte> json = default;
        switch (provider.LocalJwks.SpecifierCase)
        {
            case DataSource.SpecifierOneofCase.InlineString:
                json = Encoding.UTF8.GetBytes(provider.LocalJwks.InlineString);
                break;
            case DataSource.SpecifierOneofCase.InlineBytes:
                json = provider.LocalJwks.InlineBytes.Memory;
                break;
            default:
                report.Error(path, "expected inline_string or inline_bytes; other sources are not implemented");
                break;
        }

        JsonWebKeySet keys = JsonWebKeySet.Read(json.Span, OpenSslKeyFactory.Instance);
        if (keys.Mistake.Length > 0)
        {
            report.Warning(path, $"{keys.Mistake}; tokens of this issuer are refused");
        }

        foreach (string leftOut in keys.LeftOut)
        {
            report.Warning(path, leftOut);
        }

        return keys;
    }

    private ImmutableArray<JwtLocation> CompileLocations(JwtProvider provider, FieldPath path)
    {
        var locations = ImmutableArray.CreateBuilder<JwtLocation>();
        for (int i = 0; i < provider.FromHeaders.Count; i++)
        {
            JwtHeader header = provider.FromHeaders[i];
            if (HeaderName(header.Name, path.Item("from_headers", i).Field("name")) is { } name)
            {
                locations.Add(new(JwtLocationKind.Header, name, Encoding.UTF8.GetBytes(header.ValuePrefix)));
            }
        }

        foreach (string parameter in provider.FromParams)
        {
            locations.Add(new(JwtLocationKind.Parameter, Encoding.UTF8.GetBytes(parameter), []));
        }

        foreach (string cookie in provider.FromCookies)
        {
            locations.Add(new(JwtLocationKind.Cookie, Encoding.UTF8.GetBytes(cookie), []));
        }

        if (provider.FromHeaders.Count + provider.FromParams.Count + provider.FromCookies.Count == 0)
        {
            locations.Add(new(JwtLocationKind.Header, "authorization"u8.ToArray(), "Bearer "u8.ToArray()));
            locations.Add(new(JwtLocationKind.Parameter, "access_token"u8.ToArray(), []));
        }

        return locations.ToImmutable();
    }

    private ImmutableArray<KeyValuePair<byte[], string>> CompileClaimHeaders(JwtProvider provider, FieldPath path)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<byte[], string>>();
        for (int i = 0; i < provider.ClaimToHeaders.Count; i++)
        {
            JwtClaimToHeader claim = provider.ClaimToHeaders[i];
            FieldPath claimPath = path.Item("claim_to_headers", i);
            if (claim.ClaimName.Length == 0 || claim.HeaderName.Length == 0)
            {
                report.Error(claimPath, "found no header_name or no claim_name, expected both");
            }
            else if (HeaderName(claim.HeaderName, claimPath.Field("header_name")) is { } name)
            {
                headers.Add(new(name, claim.ClaimName));
            }
        }

        return headers.ToImmutable();
    }

    private byte[]? HeaderName(string name, FieldPath path)
    {
        if (name.Length == 0)
        {
            return null;
        }

        byte[] lowerCase = Encoding.UTF8.GetBytes(name.ToLowerInvariant());
        if (HttpSyntax.IsToken(lowerCase))
        {
            return lowerCase;
        }

        report.Error(path, $"found \"{name}\", expected the name of a header");
        return null;
    }
}
