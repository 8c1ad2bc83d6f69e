using Outrigger.Discovery.Naming;

namespace Outrigger.Discovery.Tests.Naming;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("reviews", "default", "reviews.default.svc.cluster.local")]
    [InlineData("Reviews", "prod", "reviews.prod.svc.cluster.local")]
    [InlineData("reviews.prod", "default", "reviews.prod")]
    [InlineData("*", "default", "*")]
    [InlineData("*.example.com", "default", "*.example.com")]
    [InlineData("10.0.0.1", "default", "10.0.0.1")]
    [InlineData("fd00::1", "default", "fd00::1")]
    public void Short_names_belong_to_the_namespace_of_their_object(string host, string ns, string expected) =>
        Assert.Equal(expected, HostName.Resolve(host, ns, "cluster.local"));

    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("*", "*.example.com", true)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "*.b.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "*", false)]
    [InlineData("*.b.example.com", "*.example.com", false)]
    [InlineData("a.example.com", "A.Example.Com", true)]
    [InlineData("a.example.com", "*.example.com", false)]
    public void A_wildcard_covers_what_it_stands_for(string pattern, string host, bool expected) =>
        Assert.Equal(expected, HostName.Covers(pattern, host));

    [Theory]
    [InlineData("*", "a.test", "a.test")]
    [InlineData("a.test", "*", "a.test")]
    [InlineData("*.test", "*.a.test", "*.a.test")]
    [InlineData("*.a.test", "*.b.test", null)]
    [InlineData("a.test", "b.test", null)]
    public void Two_hosts_share_the_narrower_one(string left, string right, string? expected) =>
        Assert.Equal(expected, HostName.Intersect(left, right));
}
