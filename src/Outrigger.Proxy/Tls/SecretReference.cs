namespace Outrigger.Proxy.Tls;

/// <summary>Who gives a secret.</summary>
internal enum SecretSource
{
    /// <summary>The management server, over the aggregated stream.</summary>
    ManagementServer,

    /// <summary>The workload's own identity: its key and certificate, and the roots it trusts.</summary>
    WorkloadIdentity,
}

/// <summary>A secret that comes at run time, by its name and who gives it.</summary>
/// <param name="Source">Who gives it.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct SecretReference(SecretSource Source, string Name)
{
    /// <summary>The cluster whose SDS server stands for the workload's identity, as in Istio.</summary>
    public const string IdentityCluster = "sds-grpc";

    /// <summary>The identity's key and certificate, in Istio's name.</summary>
    public const string OwnCertificate = "default";

    /// <summary>The roots that the identity trusts, in Istio's name.</summary>
    public const string TrustedRoots = "ROOTCA";
}

/// <summary>A secret that something cannot begin without.</summary>
/// <param name="Reference">The secret.</param>
/// <param name="TimeoutMs">How long it is waited for (<c>initial_fetch_timeout</c>); 0 = for ever.</param>
internal readonly record struct AwaitedSecret(SecretReference Reference, int TimeoutMs);
