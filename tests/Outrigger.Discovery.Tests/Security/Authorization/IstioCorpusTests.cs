using Envoy.Config.Rbac.V3;
using Envoy.Extensions.Filters.Network.HttpConnectionManager.V3;
using Google.Protobuf;
using Outrigger.Routing.Authorization;
using Outrigger.Testing.Authorization;
using Outrigger.Xds.Contract.Json;
using HttpRbac = Envoy.Extensions.Filters.Http.Rbac.V3.RBAC;
using NetworkFilter = Envoy.Config.Listener.V3.Filter;
using NetworkRbac = Envoy.Extensions.Filters.Network.Rbac.V3.RBAC;

namespace Outrigger.Discovery.Tests.Security.Authorization;

/// <summary>
/// Istio's own cases: its policies, and the RBAC that it generates of them. Ours must decide the same, whatever the
/// request; where Istio's present form is expected, it is even the same message.
/// </summary>
public sealed class IstioCorpusTests
{
    private static readonly string[] s_domainsOfOne = ["td1", "cluster.local"];

    /// <summary>The trust domains that Istio's tests run some of their cases with.</summary>
    private static readonly Dictionary<string, string[]> s_trustDomains = new(StringComparer.Ordinal)
    {
        ["simple-policy-td-aliases"] = s_domainsOfOne,
        ["simple-policy-multiple-td-aliases"] = [.. s_domainsOfOne, "some-td"],
        ["simple-policy-principal-with-wildcard"] = ["td1", "foobar"],
        ["td-aliases-source-principal"] = ["new-td", "old-td", "some-trustdomain"],
    };

    public static TheoryData<string> Cases() =>
    [
        "http/allow-empty-rule", "http/allow-full-rule", "http/allow-host-before-111", "http/allow-nil-rule",
        "http/allow-path", "http/audit-full-rule", "http/deny-and-allow", "http/deny-empty-rule",
        "http/dry-run-allow", "http/dry-run-allow-and-deny", "http/dry-run-mix", "http/multiple-policies",
        "http/simple-policy-multiple-td-aliases", "http/simple-policy-principal-with-wildcard",
        "http/simple-policy-td-aliases", "http/single-policy", "http/td-aliases-source-principal",
        "http/trust-domains", "tcp/allow-both-http-tcp", "tcp/allow-only-http", "tcp/audit-both-http-tcp",
        "tcp/deny-both-http-tcp", "tcp/dry-run-mix",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Policies_decide_as_in_Istio(string name)
    {
        bool isTcp = name.StartsWith("tcp/", StringComparison.Ordinal);
        var ours = OursOf(name);
        var theirs = TheirsOf(name);
        Assert.Equal(theirs.Count, ours.Count);
        var requests = new RandomRequests(theirs.Concat(ours).SelectMany(rules => rules), seed: 1);
        int decisions = 0;
        for (int index = 0; index < theirs.Count; index++)
        {
            foreach (var (our, their) in ours[index].Zip(theirs[index]))
            {
                Assert.Equal(their is null, our is null);
                if (our is null || their is null) continue;
                if (!name.EndsWith("before-111", StringComparison.Ordinal)) Assert.Equal(their, our);
                CompareDecisions(Compile(our), Compile(their), requests, isTcp);
                decisions++;
            }
        }
        Assert.NotEqual(0, decisions);
    }

    private static void CompareDecisions(
        AuthorizationEngine ours, AuthorizationEngine theirs, RandomRequests requests, bool isTcp)
    {
        var scratch = new AuthorizationScratch();
        for (int round = 0; round < 3000; round++)
        {
            var request = requests.Next();
            var expected = request.DecideBy(theirs, isTcp, scratch);
            var actual = request.DecideBy(ours, isTcp, scratch);
            Assert.True(
                expected.Policy?.Name == actual.Policy?.Name && expected.IsAllowed == actual.IsAllowed,
                $"{request}: Istio's {expected.Policy?.Name ?? "none"}, ours {actual.Policy?.Name ?? "none"}");
        }
    }

    /// <summary>For each filter the rules and the shadow rules.</summary>
    private static List<RBAC?[]> OursOf(string name)
    {
        string policies = WithoutExperiments(Read($"{name}-in.yaml"));
        var domains = s_trustDomains.GetValueOrDefault(name[(name.IndexOf('/') + 1)..], ["cluster.local"]);
        var options = new MeshOptions { TrustDomain = domains[0], TrustDomainAliases = domains[1..] };
        var labels = new Dictionary<string, string> { ["app"] = "httpbin", ["version"] = "v1" };
        var filters = GeneratedFilters.Of(policies, "foo", labels, isGateway: false, options);
        return name.StartsWith("tcp/", StringComparison.Ordinal)
            ? [.. filters.Network.Select(filter => new[] { filter.Rules, filter.ShadowRules })]
            : [.. filters.Http.Select(filter => new[] { filter.Rules, filter.ShadowRules })];
    }

    private static List<RBAC?[]> TheirsOf(string name)
    {
        var rules = new List<RBAC?[]>();
        foreach (string file in FilesOf(name))
        {
            string text = Read(file);
            RBAC?[] pair;
            if (name.StartsWith("tcp/", StringComparison.Ordinal))
            {
                var filter = Parse<NetworkFilter>(text, file).TypedConfig.Unpack<NetworkRbac>();
                pair = [filter.Rules, filter.ShadowRules];
            }
            else
            {
                var filter = Parse<HttpFilter>(text, file).TypedConfig.Unpack<HttpRbac>();
                pair = [filter.Rules, filter.ShadowRules];
            }
            foreach (var each in pair.OfType<RBAC>()) RemoveExperiments(each);
            rules.Add(pair);
        }
        return rules;
    }

    private static IEnumerable<string> FilesOf(string name) => File.Exists(PathOf($"{name}-out.yaml"))
        ? [$"{name}-out.yaml"]
        : [$"{name}-out1.yaml", $"{name}-out2.yaml"];

    private static T Parse<T>(string text, string file)
        where T : IMessage<T>, new()
    {
        var document = ProtoDocumentReader.Read<T>(text, file);
        Assert.Empty(document.Errors);
        return document.Message;
    }

    private static AuthorizationEngine Compile(RBAC rules)
    {
        var result = AuthorizationEngine.Compile(rules);
        Assert.Empty(result.Errors);
        return result.Engine!;
    }

    /// <summary>Conditions on the metadata of any filter are refused here, so that they are compared with nothing.</summary>
    private static string WithoutExperiments(string policies)
    {
        var lines = policies.Split('\n').ToList();
        for (int start; (start = lines.FindIndex(line => line.Contains("\"experimental.", StringComparison.Ordinal))) >= 0;)
            lines.RemoveRange(start, 3);
        return string.Join('\n', lines);
    }

    private static void RemoveExperiments(RBAC rules)
    {
        foreach (var set in rules.Policies.Values.SelectMany(policy => policy.Permissions)
            .Select(permission => permission.AndRules).OfType<Permission.Types.Set>())
        {
            foreach (var rule in set.Rules.Where(rule => rule.Metadata is not null || rule.NotRule?.Metadata is not null).ToList())
                set.Rules.Remove(rule);
        }
    }

    private static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string PathOf(string file)
    {
        Assert.SkipWhen(TestFolders.Shared is null, "the published data is missing: Istio's cases are not of this repository");
        return Path.Combine(TestFolders.Shared!, "corpora", "istio-authz", file);
    }
}
