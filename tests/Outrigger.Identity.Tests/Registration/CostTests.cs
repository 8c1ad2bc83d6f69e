using System.Diagnostics;
using System.Security.Cryptography;
using Outrigger.Identity.Tests.Support;

namespace Outrigger.Identity.Tests.Registration;

/// <summary>What a certificate costs the authority, without the connection that it is asked for over.</summary>
public sealed class CostTests(ITestOutputHelper output)
{
    private const int WarmUp = 1000;
    private const int Requests = 1000;
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(2);

    [Theory]
    [InlineData("P-256")]
    [InlineData("RSA 2048")]
    public void A_request_costs_at_most_two_milliseconds(string kind)
    {
        using var test = new TestAuthority();
        using var rsa = RSA.Create(2048);
        var request = kind == "P-256" ? SigningRequests.OfNew() : SigningRequests.Of(rsa);
        Issue(test, request, 0, WarmUp);
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        Issue(test, request, WarmUp, Requests);
        var each = (Process.GetCurrentProcess().TotalProcessorTime - before) / Requests;
        output.WriteLine($"{kind}: {each.TotalMicroseconds:0} µs of CPU for each certificate");
        // Other tests run in the same process at the same time, and what they cost is counted as well.
        Assert.True(each < Budget * 4, $"{each.TotalMicroseconds:0} µs");
    }

    private static void Issue(TestAuthority test, string request, int first, int count)
    {
        for (var pod = first; pod < first + count; pod++)
        {
            var caller = TestAuthority.ByToken($"p{pod}", TestAuthority.Reviews, $"t{pod}", test.Now.AddMinutes(10));
            Assert.NotNull(test.Issue(caller, request).Certificate);
        }
    }
}
