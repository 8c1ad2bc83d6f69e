using Envoy.Config.Route.V3;
using Outrigger.Routing.Routes;

namespace Outrigger.Routing.Tests.Routes;

public sealed class VirtualHostTests
{
    private static readonly string[] Domains =
    [
        "www.example.com", "*.example.com", "*-live.example.com", "*.com", "www.*", "www.example.*", "*",
        "ported.com:8080", "[::1]", "xn--mnchen-3ya.de",
    ];

    [Theory]
    [InlineData("www.example.com", "www.example.com")]
    [InlineData("WWW.Example.COM", "www.example.com")]
    [InlineData("api.example.com", "*.example.com")]
    [InlineData("a.b.example.com", "*.example.com")]
    [InlineData("shop-live.example.com", "*-live.example.com")]
    [InlineData("-live.example.com", "*.example.com")]
    [InlineData("example.com", "*.com")]
    [InlineData(".example.com", "*.com")]
    [InlineData("www.example.org", "www.example.*")]
    [InlineData("www.other.org", "www.*")]
    [InlineData("www.", "*")]
    [InlineData("www.x.com", "*.com")]
    [InlineData("ported.com:8080", "ported.com:8080")]
    [InlineData("ported.com", "*.com")]
    [InlineData("ported.com:9090", "*")]
    [InlineData("www.example.com:80", "www.example.*")]
    [InlineData("", "*")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("[::1]:80", "*")]
    public void The_most_specific_domain_wins(string host, string expectedDomain) =>
        Assert.Equal(expectedDomain, Find(Compile(Domains), host));

    [Theory]
    [InlineData("www.example.com:80", "www.example.com")]
    [InlineData("www.example.com:", "www.example.com")]
    [InlineData("api.example.com:8080", "*.example.com")]
    [InlineData("[::1]:80", "[::1]")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("ported.com:8080", "*.com")]
    public void A_port_is_ignored_where_the_table_says_so(string host, string expectedDomain) =>
        Assert.Equal(expectedDomain, Find(Compile(Domains, ignorePort: true), host));

    [Fact]
    public void Without_a_matching_domain_there_is_no_virtual_host()
    {
        RouteDecision decision =
            Tables.Decide(Compile(["a.com", "*.b.com"]), TestRequest.Get("http://c.com/"));
        Assert.Equal(RouteDecisionKind.NoVirtualHost, decision.Kind);
        Assert.Null(decision.VirtualHost);
    }

    [Fact]
    public void A_random_table_finds_what_a_walk_over_all_domains_finds()
    {
        var random = new Random(7);
        for (int round = 0; round < 60; round++)
        {
            string[] domains =
                [.. Enumerable.Range(0, random.Next(1, 80)).Select(_ => RandomDomain(random)).Distinct()];
            RouteTable table = Compile(domains);
            for (int i = 0; i < 200; i++)
            {
                string host = RandomLabel(random, 6);
                Assert.Equal(FindNaively(domains, host), Find(table, host));
            }
        }
    }

    [Fact]
    public void Thousands_of_virtual_hosts_are_all_found()
    {
        string[] domains =
            [.. Enumerable.Range(0, 5000).Select(i => $"service-{i}.ns-{i % 17}.svc.cluster.local")];
        RouteTable table = Compile(domains);
        foreach (string domain in domains)
        {
            Assert.Equal(domain, Find(table, domain.ToUpperInvariant()));
        }

        Assert.Null(Find(table, "service-5000.ns-0.svc.cluster.local"));
    }

    private static string RandomDomain(Random random) => random.Next(10) switch
    {
        < 3 => "*" + RandomLabel(random, 4),
        < 6 => RandomLabel(random, 4) + "*",
        6 => "*",
        _ => RandomLabel(random, 5),
    };

    private static string RandomLabel(Random random, int lengthMax) =>
        string.Concat(
            Enumerable.Range(0, random.Next(1, lengthMax + 1)).Select(_ => "abc.-"[random.Next(5)]));

    private static string? FindNaively(string[] domains, string host)
    {
        bool IsSuffix(string domain) => domain.StartsWith('*') && domain.Length > 1
            && host.Length > domain.Length - 1 && host.EndsWith(domain[1..], StringComparison.Ordinal);
        bool IsPrefix(string domain) => domain.EndsWith('*') && !domain.StartsWith('*')
            && host.Length > domain.Length - 1 && host.StartsWith(domain[..^1], StringComparison.Ordinal);
        return domains.FirstOrDefault(domain => domain == host)
            ?? domains.Where(IsSuffix).MaxBy(domain => domain.Length)
            ?? domains.Where(IsPrefix).MaxBy(domain => domain.Length)
            ?? domains.FirstOrDefault(domain => domain == "*");
    }

    /// <summary>One virtual host for each domain, named after it.</summary>
    private static RouteTable Compile(string[] domains, bool ignorePort = false)
    {
        var configuration = new RouteConfiguration { IgnorePortInHostMatching = ignorePort };
        foreach (string domain in domains)
        {
            configuration.VirtualHosts.Add(new VirtualHost { Name = domain, Domains = { domain } });
        }

        RouteTableResult result = RouteTable.Compile(configuration);
        Assert.Empty(result.Errors);
        return result.Table!;
    }

    private static string? Find(RouteTable table, string host) =>
        Tables.Decide(table, TestRequest.Get($"http://{host}/")).VirtualHost?.Name;
}
