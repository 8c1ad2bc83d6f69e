using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Identity;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Hosting;

/// <summary>Puts the workload's identity together, as the bootstrap asks for it.</summary>
internal static class IdentitySetup
{
    /// <summary>The identity, not yet started; null when the bootstrap gives the workload none.</summary>
    public static WorkloadIdentity? Create(ProxySetup setup, ProxyWorld world)
    {
        if (setup.Config.WorkloadIdentity is not { } options)
        {
            return null;
        }

        // That the cluster is there and has TLS was checked with the bootstrap.
        ConfigurationManager manager = setup.Manager;
        UpstreamTlsModel anonymous = manager.CompileControlTls(options.AuthorityCluster, showsCertificate: false)!;
        UpstreamTlsModel certified = manager.CompileControlTls(options.AuthorityCluster, showsCertificate: true)!;
        IReadOnlyList<ManagementTarget> targets =
            new ManagementServerCompiler(setup.Document.Message, new CompileReport())
                .FindCluster(options.AuthorityCluster, FieldPath.Root);
        var authority = new CertificateAuthorityClient(
            targets, anonymous, certified, options.TokenFile, world.Time);
        var identity = new WorkloadIdentity(
            options, authority, manager, setup.Context, new Random(world.Random.Next()));
        setup.Context.Stats.AddSource(new IdentityStats(identity, world.Time));
        return identity;
    }
}
