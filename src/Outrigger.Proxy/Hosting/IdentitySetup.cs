using System.Net.Sockets;
using Outrigger.Proxy.Bootstrap;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Identity;
using Outrigger.Proxy.Identity.Secrets;
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

    /// <summary>Opens the socket where others get the identity, if the bootstrap asks for it.</summary>
    /// <param name="setup">The control side.</param>
    /// <param name="identity">The identity; null for none.</param>
    /// <param name="server">The server, not yet started; null when none is asked for.</param>
    /// <returns>Whether it could be done; the reason was printed when not.</returns>
    public static bool TryOpenSecretServer(
        ProxySetup setup, WorkloadIdentity? identity, out SecretServer? server)
    {
        server = null;
        if (identity is null || setup.Config.WorkloadIdentity?.SecretSocketPath is not { } path)
        {
            return true;
        }

        try
        {
            server = new SecretServer(path, identity, setup.Context.Log, setup.Context.Time);
            return true;
        }
        catch (Exception exception)
            when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(
                $"outrigger-proxy: cannot serve secrets at {path}: {exception.Message}");
            return false;
        }
    }
}
