using System.Buffers;
using Envoy.Config.Cluster.V3;
using Envoy.Config.Core.V3;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Identity;
using BootstrapMessage = Envoy.Config.Bootstrap.V3.Bootstrap;
using KeyType = Outrigger.Extensions.WorkloadIdentity.V1.WorkloadIdentity.Types.KeyType;
using Wire = Outrigger.Extensions.WorkloadIdentity.V1.WorkloadIdentity;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>
/// Compiles the extensions of the bootstrap. The one that is known is
/// <c>outrigger.extensions.workload_identity.v1.WorkloadIdentity</c>.
/// </summary>
internal sealed class WorkloadIdentityCompiler(BootstrapMessage bootstrap, CompileReport report)
{
    private const int LifetimeDefaultMs = 24 * 3600 * 1000;
    private const int SocketPathBytesMax = 107;

    // What a SPIFFE ID may have between its slashes (SPIFFE-ID, sections 2.1 and 2.2).
    private static readonly SearchValues<char> SegmentCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    private readonly FieldReader _fields = new(report);

    /// <summary>The workload's identity; null when the bootstrap gives none, and after mistakes.</summary>
    public WorkloadIdentityOptions? Compile()
    {
        WorkloadIdentityOptions? options = null;
        bool isFound = false;
        for (int i = 0; i < bootstrap.BootstrapExtensions.Count; i++)
        {
            TypedExtensionConfig extension = bootstrap.BootstrapExtensions[i];
            FieldPath path = FieldPath.Root.Item("bootstrap_extensions", i);
            if (ExtensionType.NameOf(extension.TypedConfig) != MessageNames.WorkloadIdentity)
            {
                report.Warning(path, $"the extension {extension.Name} is not implemented, it has no effect");
                continue;
            }

            path = path.Field("typed_config");
            if (isFound)
            {
                report.Error(path, "found a second identity, expected one");
                continue;
            }

            isFound = true;
            options = ExtensionType.Unpack(extension.TypedConfig, Wire.Parser, path, report) is { } config
                ? Compile(config, path)
                : null;
        }

        return options;
    }

    private WorkloadIdentityOptions Compile(Wire config, FieldPath path)
    {
        CheckCluster(config.CertificateAuthorityCluster, path.Field("certificate_authority_cluster"));
        _fields.RequireName(config.TokenFile, path, "token_file");
        _fields.RequireName(config.TrustBundleFile, path, "trust_bundle_file");
        CheckSegment(config.TrustDomain, path, "trust_domain");
        CheckSegment(config.Namespace, path, "namespace");
        CheckSegment(config.ServiceAccount, path, "service_account");
        if (System.Text.Encoding.UTF8.GetByteCount(config.SdsSocketPath) > SocketPathBytesMax)
        {
            report.Error(path.Field("sds_socket_path"), $"expected {SocketPathBytesMax} bytes at most");
        }

        int lifetimeMs = _fields.PositiveMilliseconds(
            config.CertificateLifetime, LifetimeDefaultMs, path, "certificate_lifetime");
        if (config.CertificateLifetime is not null && lifetimeMs < 1000)
        {
            report.Error(path.Field("certificate_lifetime"), "expected 1s at least");
        }

        return new WorkloadIdentityOptions
        {
            SpiffeId = $"spiffe://{config.TrustDomain}/ns/{config.Namespace}/sa/{config.ServiceAccount}",
            AuthorityCluster = config.CertificateAuthorityCluster,
            TokenFile = config.TokenFile,
            TrustBundleFile = config.TrustBundleFile,
            CertificateLifetime = TimeSpan.FromMilliseconds(lifetimeMs),
            KeyType = ReadKeyType(config.KeyType, path.Field("key_type")),
            SecretSocketPath = config.SdsSocketPath.Length > 0 ? config.SdsSocketPath : null,
        };
    }

    /// <summary>A token goes to the authority, so it must be known who that is.</summary>
    private void CheckCluster(string name, FieldPath path)
    {
        Cluster? cluster = bootstrap.StaticResources?.Clusters.FirstOrDefault(each => each.Name == name);
        if (cluster is null)
        {
            report.Error(path, name.Length == 0
                ? "found nothing, expected the name of a static cluster"
                : $"no static cluster is named \"{name}\"");
        }
        else if (ExtensionType.NameOf(cluster.TransportSocket?.TypedConfig) != MessageNames.UpstreamTlsContext)
        {
            report.Error(path, $"the cluster \"{name}\" has no TLS: a token would go to anybody");
        }
        else
        {
            _ = new ManagementServerCompiler(bootstrap, report).FindCluster(name, path);
        }
    }

    private void CheckSegment(string value, FieldPath path, string field)
    {
        _fields.RequireName(value, path, field);
        if (value.AsSpan().ContainsAnyExcept(SegmentCharacters) || value is "." or "..")
        {
            report.Error(path.Field(field), $"found \"{value}\", expected letters, digits, '.', '-' and '_' only");
        }
    }

    private TlsKeyType ReadKeyType(KeyType type, FieldPath path)
    {
        switch (type)
        {
            case KeyType.P256:
                return TlsKeyType.P256;
            case KeyType.P384:
                return TlsKeyType.P384;
            case KeyType.Rsa2048:
                return TlsKeyType.Rsa2048;
            default:
                report.Error(path, $"found {(int)type}, expected P256, P384 or RSA2048");
                return TlsKeyType.P256;
        }
    }
}
