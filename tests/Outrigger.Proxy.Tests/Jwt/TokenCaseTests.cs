using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Tests.Jwt;

/// <summary>Tokens good and bad, and every way of forging one that RFC 8725 warns of.</summary>
public sealed class TokenCaseTests
{
    private static readonly TokenCase[] s_cases =
        [.. FormatCases.All, .. ForgeryCases.All, .. ClaimCases.All, .. KeySetCases.All];

    public static TheoryData<string> Names => [.. s_cases.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokens_are_judged(string name)
    {
        TokenCase tried = s_cases.Single(each => each.Name == name);
        Assert.Equal(tried.Expected, TokenJudge.Judge(tried.Token(), tried.KeySet(), tried.Expectations));
    }

    [Fact]
    public void There_are_many() => Assert.True(s_cases.Length >= 80, $"{s_cases.Length} cases");

    [Fact]
    public void Every_status_has_a_sentence() =>
        Assert.All(Enum.GetValues<JwtStatus>(), status => Assert.NotEmpty(JwtStatusText.Of(status)));
}
