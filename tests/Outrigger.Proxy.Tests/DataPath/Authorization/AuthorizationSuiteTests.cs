using Outrigger.Testing.Authorization;

namespace Outrigger.Proxy.Tests.DataPath.Authorization;

/// <summary>
/// Policies as users write them, with requests and what is expected of each: sent to a live proxy that serves what was
/// generated. The same suite is decided by the rules alone.
/// </summary>
public sealed class AuthorizationSuiteTests
{
    public static TheoryData<string> Files() => [.. AuthorizationSuite.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_live_proxy_decides_as_expected(string file)
    {
        using var proxy = new GuardedProxy();
        var failures = new List<string>();
        foreach (var group in AuthorizationSuite.Read(file))
        {
            await proxy.ServeAsync(group);
            foreach (var each in group.Cases)
            {
                var actual = await proxy.AskAsync(each.Request);
                if (!IsSame(group, each.Expected, actual))
                    failures.Add($"{group}: {each.Text}: found {actual}");
            }
        }

        Assert.Empty(failures);
    }

    /// <summary>Of connections only denials are told with their policy: nothing asks for more.</summary>
    private static bool IsSame(AuthorizationGroup group, AuthorizationVerdict expected, AuthorizationVerdict actual) =>
        group.IsTcp
            ? expected.IsAllowed == actual.IsAllowed && (expected.IsAllowed || expected.By == actual.By)
            : expected == actual;
}
