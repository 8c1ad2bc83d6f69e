using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Discovery;
using YamlDotNet.RepresentationModel;

namespace Outrigger.Testing.Authorization;

/// <summary>Policies, and what they make of some requests.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Policies">The policies in YAML.</param>
/// <param name="IsTcp">Whether connections are decided about, and not requests.</param>
/// <param name="IsGateway">Whether the workload is a gateway.</param>
/// <param name="Labels">The workload's labels.</param>
/// <param name="Options">What the mesh has in common.</param>
/// <param name="Cases">The requests with what is expected.</param>
public sealed record AuthorizationGroup(
    string Name,
    string Policies,
    bool IsTcp,
    bool IsGateway,
    IReadOnlyDictionary<string, string> Labels,
    MeshOptions Options,
    IReadOnlyList<AuthorizationCase> Cases)
{
    /// <summary>The namespace of all workloads of the suite.</summary>
    public const string Namespace = "shop";

    /// <summary>The filters that the policies become.</summary>
    public GeneratedFilters Generate() => GeneratedFilters.Of(Policies, Namespace, Labels, IsGateway, Options);

    public override string ToString() => Name;
}

/// <summary>A request with what is expected.</summary>
/// <param name="Text">The case as it stands in its file.</param>
/// <param name="Request">The request.</param>
/// <param name="Expected">What is expected.</param>
public sealed record AuthorizationCase(string Text, AuthorizationRequest Request, AuthorizationVerdict Expected);

/// <summary>Reads the suite: one file for each topic, groups of cases in it.</summary>
public static class AuthorizationSuite
{
    /// <summary>The files of the suite.</summary>
    public static IReadOnlyList<string> Files =>
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "AuthorizationCases"), "*.yaml")
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The groups of a file.</summary>
    public static IReadOnlyList<AuthorizationGroup> Read(string file)
    {
        using var reader = new StreamReader(Path.Combine(AppContext.BaseDirectory, "AuthorizationCases", $"{file}.yaml"));
        var stream = new YamlStream();
        stream.Load(reader);
        var groups = (YamlSequenceNode)stream.Documents[0].RootNode;
        return [.. groups.Cast<YamlMappingNode>().Select(ReadGroup)];
    }

    private static AuthorizationGroup ReadGroup(YamlMappingNode node)
    {
        bool isTcp = Text(node, "protocol") == "tcp";
        return new AuthorizationGroup(
            Text(node, "name")!,
            Text(node, "policies") ?? "",
            isTcp,
            Text(node, "workload") == "gateway",
            Child(node, "labels") is YamlMappingNode labels
                ? Map(labels)
                : new Dictionary<string, string> { ["app"] = "orders", ["version"] = "v1" },
            OptionsOf(node),
            [.. ((YamlSequenceNode)Child(node, "cases")!).Cast<YamlMappingNode>().Select(each => ReadCase(each, isTcp))]);
    }

    private static MeshOptions OptionsOf(YamlMappingNode node) => Child(node, "trustDomains") is not YamlSequenceNode domains
        ? new MeshOptions()
        : new MeshOptions
        {
            TrustDomain = domains[0].ToString(),
            TrustDomainAliases = [.. domains.Skip(1).Select(each => each.ToString())],
        };

    private static AuthorizationCase ReadCase(YamlMappingNode node, bool isTcp)
    {
        string port = isTcp ? "9000" : "8080";
        var request = new AuthorizationRequest
        {
            Method = Text(node, "method") ?? "GET",
            Path = Text(node, "path") ?? "/",
            Host = Text(node, "host") ?? "orders.shop",
            Headers = Child(node, "headers") is YamlMappingNode headers ? Map(headers) : new Dictionary<string, string>(),
            Peer = Text(node, "as") is { } name ? PeerOf(name) : null,
            ServerName = Text(node, "sni") ?? "",
            Address = Text(node, "ip") ?? "127.0.0.1",
            Source = Text(node, "source"),
            Forwarded = Text(node, "forwarded") ?? "",
            Destination = Text(node, "to") ?? $"10.0.0.9:{port}",
            Claims = Text(node, "claims") is { } claims ? Struct.Parser.ParseJson(claims) : new Struct(),
        };
        bool isAllowed = Child(node, "allow") is not null;
        return new AuthorizationCase(
            JsonSerializer.Serialize(node.ToString()),
            request,
            new AuthorizationVerdict(
                isAllowed,
                PolicyOf(Text(node, isAllowed ? "allow" : "deny")!)!,
                PolicyOf(Text(node, "shadow") ?? "none"),
                PolicyOf(Text(node, "audit") ?? "none")));
    }

    /// <summary>A rule as <c>policy[0]</c>, or <c>namespace/policy[0]</c> of another namespace.</summary>
    private static string PolicyOf(string text)
    {
        if (text == "none")
            return text;
        int slash = text.IndexOf('/');
        int bracket = text.IndexOf('[');
        string policyNamespace = slash < 0 ? AuthorizationGroup.Namespace : text[..slash];
        return $"ns[{policyNamespace}]-policy[{text[(slash + 1)..bracket]}]-rule{text[bracket..]}";
    }

    /// <summary>Whoever it is: <c>namespace/account</c>, an identity, or <c>nobody</c> over TLS without a certificate.</summary>
    private static string PeerOf(string name) => name switch
    {
        "nobody" => "",
        _ when name.Contains("://", StringComparison.Ordinal) => name,
        _ => $"spiffe://cluster.local/ns/{name.Replace("/", "/sa/", StringComparison.Ordinal)}",
    };

    private static Dictionary<string, string> Map(YamlMappingNode node) =>
        node.Children.ToDictionary(each => each.Key.ToString(), each => each.Value.ToString());

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static string? Text(YamlMappingNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;
}
