using Outrigger.Testing.Authorization;

namespace Outrigger.Discovery.Tests.Security.Authorization;

/// <summary>
/// Policies as users write them, with requests and what is expected of each: decided by the generated rules alone. The
/// same suite runs against a live proxy.
/// </summary>
public sealed class AuthorizationSuiteTests
{
    public static TheoryData<string> Files() => [.. AuthorizationSuite.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Rules_decide_as_expected(string file)
    {
        var failures = new List<string>();
        foreach (var group in AuthorizationSuite.Read(file))
        {
            var filters = group.Generate();
            foreach (var each in group.Cases)
            {
                var actual = AuthorizationVerdict.Of(filters.RulesOf(group.IsTcp), each.Request, group.IsTcp);
                if (actual != each.Expected) failures.Add($"{group}: {each.Text}: found {actual}");
            }
        }
        Assert.Empty(failures);
    }

    [Fact]
    public void The_suite_is_large() =>
        Assert.InRange(AuthorizationSuite.Files.SelectMany(AuthorizationSuite.Read).Sum(group => group.Cases.Count), 300, 10_000);
}
