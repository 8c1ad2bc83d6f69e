using Envoy.Config.Core.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Config;
using Outrigger.Discovery.Proxies;
using Outrigger.Identity;
using Outrigger.Resources;

namespace Outrigger.Discovery.Tests;

/// <summary>Builds snapshots and nodes for tests.</summary>
internal static class Mesh
{
    public static MeshSnapshot Of(string yaml, MeshOptions? options = null) =>
        MeshSnapshot.Build(Configuration(yaml), options ?? new MeshOptions());

    public static ConfigSnapshot Configuration(string yaml, long version = 1)
    {
        var read = ResourceReader.Read(yaml, "input.yaml");
        Assert.DoesNotContain(read.Diagnostics, diagnostic => diagnostic.Severity == Severity.Error);
        return new ConfigSnapshot(version, read.Objects);
    }

    public static ProxyNode Sidecar(
        string name = "client", string ns = "default", string ip = "10.0.0.1",
        InterceptionMode mode = InterceptionMode.Redirect, string? account = null, params ReadOnlySpan<(string Key, string Value)> labels)
    {
        var metadata = new Struct
        {
            Fields =
            {
                ["INTERCEPTION_MODE"] = Value.ForString(mode == InterceptionMode.None ? "NONE" : "REDIRECT"),
                ["LABELS"] = Value.ForStruct(new Struct()),
            },
        };
        if (account is not null) metadata.Fields["SERVICE_ACCOUNT"] = Value.ForString(account);
        foreach (var (key, value) in labels)
            metadata.Fields["LABELS"].StructValue.Fields[key] = Value.ForString(value);
        return Parse(new Node { Id = $"sidecar~{ip}~{name}.{ns}~{ns}.svc.cluster.local", Metadata = metadata });
    }

    /// <summary>A node; whoever names a service account has proved to be it.</summary>
    public static ProxyNode Parse(Node node)
    {
        Assert.True(ProxyNode.TryParse(node, out var proxy, out var error), error);
        if (proxy!.ServiceAccount.Length == 0) return proxy;
        var identity = new SpiffeId(TrustDomain.Default, proxy.Namespace, proxy.ServiceAccount);
        Assert.True(ProxyNode.TryParse(node, out var verified, out error, identity), error);
        return verified!;
    }
}
