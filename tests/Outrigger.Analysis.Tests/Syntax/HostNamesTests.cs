using Outrigger.Analysis.Syntax;

namespace Outrigger.Analysis.Tests.Syntax;

public class HostNamesTests
{
    [Theory]
    [InlineData("reviews", "reviews.prod.svc.cluster.local")]
    [InlineData("reviews.test", "reviews.test")]
    [InlineData("*.example.com", "*.example.com")]
    [InlineData("*", "*")]
    [InlineData("::1", "::1")]
    public void A_name_without_dots_is_a_service_of_the_namespace(string host, string resolved) =>
        Assert.Equal(resolved, HostNames.Resolve(host, "prod", "cluster.local"));

    [Theory]
    [InlineData("a.example.com", "*.example.com", true)]
    [InlineData("A.Example.com", "*.example.COM", true)]
    [InlineData("a.b.example.com", "*.example.com", true)]
    [InlineData("example.com", "*.example.com", false)]
    [InlineData("badexample.com", "*.example.com", false)]
    [InlineData("anything", "*", true)]
    [InlineData("*.a.example.com", "*.example.com", true)]
    [InlineData("*.example.com", "*.a.example.com", false)]
    public void A_host_falls_under_a_wildcard(string host, string pattern, bool expected) =>
        Assert.Equal(expected, HostNames.IsWithin(host, pattern));

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.0.0.0/8", true)]
    [InlineData("10.0.0.7/8", true)]
    [InlineData("fe80::/64", true)]
    [InlineData("10.0.0.0/33", false)]
    [InlineData("10", false)]
    [InlineData("0x7f.1", false)]
    [InlineData("10.0.0.1/", false)]
    [InlineData("", false)]
    public void Addresses_and_ranges_are_told_from_other_texts(string text, bool expected) =>
        Assert.Equal(expected, Addresses.IsAddressOrRange(text));
}
