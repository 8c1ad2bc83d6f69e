using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Jwt;
using Outrigger.Routing.Matching;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>What the claims say, and what is expected of them. Now is 1,700,000,000.</summary>
internal static class ClaimCases
{
    public static TokenCase[] All { get; } =
    [
        Case("another issuer", JwtStatus.UnknownIssuer, """{"iss":"you"}"""),
        Case("an issuer with a slash more", JwtStatus.UnknownIssuer, """{"iss":"me/"}"""),
        Case("no issuer", JwtStatus.UnknownIssuer, "{}"),
        Case("an issuer that is a number", JwtStatus.IssuerNotString, """{"iss":1}"""),
        Case("an issuer that is a list", JwtStatus.IssuerNotString, """{"iss":["me"]}"""),
        Case("a subject that is an object", JwtStatus.SubjectNotString, """{"iss":"me","sub":{}}"""),
        Case("an identifier that is a number", JwtStatus.IdentifierNotString, """{"iss":"me","jti":1}"""),
        Case("it ended long ago", JwtStatus.Expired, """{"iss":"me","exp":1}"""),
        Case("it ended at zero", JwtStatus.Expired, """{"iss":"me","exp":0}"""),
        Case("it ended just within the clocks' difference", JwtStatus.Ok, """{"iss":"me","exp":1699999940}"""),
        Case("it ended just beyond the clocks' difference", JwtStatus.Expired, """{"iss":"me","exp":1699999939}"""),
        Case("it ends in the far future", JwtStatus.Ok, """{"iss":"me","exp":9007199254740993}"""),
        Case("it ends at a fraction", JwtStatus.Ok, """{"iss":"me","exp":1700000000.5}"""),
        Case("its end is a string", JwtStatus.ExpirationNotNumber, """{"iss":"me","exp":"1900000000"}"""),
        Case("its end is null", JwtStatus.ExpirationNotNumber, """{"iss":"me","exp":null}"""),
        Case("its end is negative", JwtStatus.ExpirationOutOfRange, """{"iss":"me","exp":-1}"""),
        Case("its end is beyond 64 bits", JwtStatus.ExpirationOutOfRange, """{"iss":"me","exp":1e300}"""),
        Case("it begins just within the clocks' difference", JwtStatus.Ok, """{"iss":"me","nbf":1700000060}"""),
        Case("it begins just beyond the clocks' difference", JwtStatus.NotYetValid, """{"iss":"me","nbf":1700000061}"""),
        Case("its begin is a boolean", JwtStatus.NotBeforeNotNumber, """{"iss":"me","nbf":true}"""),
        Case("its begin is negative", JwtStatus.NotBeforeOutOfRange, """{"iss":"me","nbf":-5}"""),
        Case("its issue is a string", JwtStatus.IssuedAtNotNumber, """{"iss":"me","iat":"now"}"""),
        Case("its issue is negative", JwtStatus.IssuedAtOutOfRange, """{"iss":"me","iat":-5}"""),
        Case("clocks that must not differ", JwtStatus.Expired, """{"iss":"me","exp":1699999999}""", StrictClock),
        Case("no end where one is required", JwtStatus.ExpirationMissing, """{"iss":"me"}""", EndsSoon),
        Case("an end as soon as required", JwtStatus.Ok, """{"iss":"me","exp":1700003600}""", EndsSoon),
        Case("an end later than allowed", JwtStatus.LifetimeTooLong, """{"iss":"me","exp":1700003601}""", EndsSoon),
        Case("the audience", JwtStatus.Ok, """{"iss":"me","aud":"shop"}""", Audience),
        Case("the audience among others", JwtStatus.Ok, """{"iss":"me","aud":["x","shop"]}""", Audience),
        Case("the other audience", JwtStatus.Ok, """{"iss":"me","aud":"stock.example"}""", Audience),
        Case("an audience as an address", JwtStatus.Ok, """{"iss":"me","aud":"https://stock.example/"}""", Audience),
        Case("no audience", JwtStatus.AudienceNotAllowed, """{"iss":"me"}""", Audience),
        Case("an empty list of audiences", JwtStatus.AudienceNotAllowed, """{"iss":"me","aud":[]}""", Audience),
        Case("another's audience", JwtStatus.AudienceNotAllowed, """{"iss":"me","aud":"bank"}""", Audience),
        Case("a part of the audience", JwtStatus.AudienceNotAllowed, """{"iss":"me","aud":"sho"}""", Audience),
        Case("audiences in one text", JwtStatus.AudienceNotAllowed, """{"iss":"me","aud":"shop bank"}""", Audience),
        Case("an audience that is a number", JwtStatus.AudienceNotString, """{"iss":"me","aud":7}""", Audience),
        Case("an audience in a list that is a number", JwtStatus.AudienceNotString, """{"iss":"me","aud":["shop",7]}""", Audience),
        Case("a subject as expected", JwtStatus.Ok, """{"iss":"me","sub":"spiffe://mesh/x"}""", Subject),
        Case("another subject", JwtStatus.SubjectNotAllowed, """{"iss":"me","sub":"http://mesh/x"}""", Subject),
        Case("no subject", JwtStatus.SubjectNotAllowed, """{"iss":"me"}""", Subject),
        Case("any issuer", JwtStatus.Ok, """{"iss":"anybody"}""", () => new JwtExpectations()),
    ];

    private static JwtExpectations StrictClock() =>
        new() { Issuer = "me"u8.ToArray(), ClockSkewSeconds = 0 };

    private static JwtExpectations EndsSoon() =>
        new() { Issuer = "me"u8.ToArray(), LifetimeSecondsMax = 3600 };

    private static JwtExpectations Audience() =>
        new() { Issuer = "me"u8.ToArray(), Audiences = ["shop", "http://stock.example"] };

    private static JwtExpectations Subject()
    {
        var errors = new List<ConfigurationError>();
        Assert.True(ByteStringMatcher.TryCompile(
            new StringMatcher { Prefix = "spiffe://mesh/" }, "subjects", errors, out ByteStringMatcher subjects));
        return new() { Issuer = "me"u8.ToArray(), Subjects = subjects };
    }

    private static TokenCase Case(
        string name, JwtStatus expected, string claims, Func<JwtExpectations>? expectations = null)
    {
        var tried = new TokenCase(name, expected, () => TokenKey.Es256.Token(claims));
        return expectations is null ? tried : tried with { Expectations = expectations() };
    }
}
