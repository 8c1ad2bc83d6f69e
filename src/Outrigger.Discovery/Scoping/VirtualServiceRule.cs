using Outrigger.Discovery.Naming;
using Outrigger.Discovery.Registry;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Discovery.Scoping;

/// <summary>
/// A VirtualService with its names resolved: the hosts it rules and the gateways on which it does.
/// </summary>
internal sealed class VirtualServiceRule
{
    /// <summary>Istio's word for "on all sidecars".</summary>
    public const string Mesh = "mesh";

    private readonly HashSet<string> _gateways;

    public VirtualServiceRule(ConfigItem<VirtualServiceSpec> item, string domain)
    {
        Item = item;
        var ownNamespace = item.Key.Namespace;
        Hosts = item.Spec.Hosts.Select(host => HostName.Resolve(host, ownNamespace, domain)).ToList();
        _gateways = item.Spec.Gateways.Select(name => ResolveGateway(name, ownNamespace)).ToHashSet();
        if (_gateways.Count == 0) _gateways.Add(Mesh);
        Visibility = Visibility.Parse(item.Spec.ExportTo, ownNamespace);
    }

    public ConfigItem<VirtualServiceSpec> Item { get; }

    public string Namespace => Item.Key.Namespace;

    /// <summary>The labels of clients that its matches ask for.</summary>
    public IEnumerable<string> SourceLabels => Item.Spec.Http
        .SelectMany(route => route.Match).SelectMany(match => match.SourceLabels.Keys)
        .Concat(Item.Spec.Tcp
            .SelectMany(route => route.Match).SelectMany(match => match.SourceLabels.Keys))
        .Concat(Item.Spec.Tls
            .SelectMany(route => route.Match).SelectMany(match => match.SourceLabels.Keys));

    /// <summary>Whether it has rules for HTTP requests.</summary>
    public bool RulesHttp => Item.Spec.Http.Count > 0;

    /// <summary>Whether it has rules for TCP connections.</summary>
    public bool RulesTcp => Item.Spec.Tcp.Count > 0;

    /// <summary>Whether it has rules for TLS that is passed on.</summary>
    public bool RulesTls => Item.Spec.Tls.Count > 0;

    /// <summary>The hosts, short names made full.</summary>
    public IReadOnlyList<string> Hosts { get; }

    public Visibility Visibility { get; }

    /// <summary>
    /// Whether the rule holds on a gateway (<c>namespace/name</c>) or on <see cref="Mesh"/>.
    /// </summary>
    public bool AppliesOn(string gateway) => _gateways.Contains(gateway);

    /// <summary>A gateway's name as written in a VirtualService, made full.</summary>
    public static string ResolveGateway(string name, string ownNamespace)
    {
        if (name == Mesh || name.Contains('/'))
            return name.StartsWith("./", StringComparison.Ordinal) ? $"{ownNamespace}/{name[2..]}" : name;
        return $"{ownNamespace}/{name}";
    }
}
