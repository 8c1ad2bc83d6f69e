using System.Text;
using Envoy.Config.Core.V3;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Tls;
using Outrigger.Xds.Client;
using OwnCertificate = Outrigger.Net.Tls.TlsCertificate;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Keeps the secrets: those of the bootstrap, those that the management server gives, and those of the
/// workload's own identity. A new version makes the contexts anew that use it. Guarded by the control gate.
/// </summary>
internal sealed class SecretManager
{
    private readonly ManagerContext _context;
    private readonly TlsContextKeeper _keeper;

    /// <summary>Makes the manager, with no secrets.</summary>
    public SecretManager(ManagerContext context, TlsContextKeeper keeper)
    {
        _context = context;
        _keeper = keeper;
        Wait = new SecretWait(context, keeper.Secrets);
    }

    /// <summary>The waiting for secrets.</summary>
    public SecretWait Wait { get; }

    /// <summary>The names that the configuration refers to and the management server is to give.</summary>
    public IReadOnlySet<string> WantedNames
    {
        get
        {
            IReadOnlySet<string> names = _keeper.DiscoveredNames;
            return !_keeper.Secrets.HasWorkloadIdentity || names.Contains(SecretReference.TrustedRoots)
                ? names
                : names.Append(SecretReference.TrustedRoots).ToHashSet(StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// Raised with the roots that the management server gives to the workload's identity, in PEM, before they
    /// are acknowledged.
    /// </summary>
    public event Action<byte[]>? RootsTaken;

    /// <summary>Adds a secret of the bootstrap.</summary>
    public void AddStatic(Secret secret, FieldPath path, CompileReport report)
    {
        new FieldReader(report).RequireName(secret.Name, path, "name");
        if (!_keeper.Secrets.TryAddStatic(secret))
        {
            report.Error(path.Field("name"), $"\"{secret.Name}\" occurs twice, expected unique names");
        }
    }

    /// <summary>Takes a secret of the workload's identity.</summary>
    /// <returns>Why contexts could not be made of it; empty when all are.</returns>
    public IReadOnlyList<string> TakeOwn(Secret secret) => Put(SecretSource.WorkloadIdentity, secret);

    /// <summary>Takes an update from the management server. A secret that goes stays in use.</summary>
    /// <returns>What was rejected; the rest is in force.</returns>
    public IReadOnlyList<ResourceRejection> Take(ResourceUpdate update)
    {
        List<ResourceRejection> rejections = [];
        foreach (ReceivedResource resource in update.Resources)
        {
            if (Take(resource) is { } rejection)
            {
                rejections.Add(rejection);
            }
        }

        string stat = rejections.Count == 0 ? "sds.update_success" : "sds.update_rejected";
        _context.Stats.Counter(stat).Add();
        return rejections;
    }

    private ResourceRejection? Take(ReceivedResource resource)
    {
        var report = new CompileReport();
        if (_context.Parse(_context.Received(resource), ResourceKinds.Secret, report) is not { } secret)
        {
            return new ResourceRejection(resource.Name, report.Errors[0].Path, RejectionText.Of(report));
        }

        if (FindFault(secret) is { } fault)
        {
            return new ResourceRejection(resource.Name, fault.Field, fault.Message);
        }

        List<string> faults = [.. Put(SecretSource.ManagementServer, secret)];
        if (_keeper.Secrets.HasWorkloadIdentity && secret.Name == SecretReference.TrustedRoots)
        {
            faults.AddRange(Put(SecretSource.WorkloadIdentity, secret));
            RootsTaken?.Invoke(new TlsMaterial(_keeper.Secrets).Read(secret.ValidationContext.TrustedCa));
        }

        // The server counts on what was acknowledged: it is so only when every handshake from now on uses it.
        _context.Log.Debug("secret", "taken", ("secret", secret.Name), ("version", resource.Version));
        return faults.Count == 0 ? null : new ResourceRejection(resource.Name, "", string.Join("; ", faults));
    }

    private List<string> Put(SecretSource source, Secret secret)
    {
        var reference = new SecretReference(source, secret.Name);
        if (secret.Equals(_keeper.Secrets.FindDiscovered(reference)))
        {
            return [];
        }

        _keeper.Secrets.SetDiscovered(source, secret);
        Wait.End(reference);
        return [.. _keeper.Refresh(reference)];
    }

    /// <summary>
    /// What is wrong with a secret by itself: then it is not taken, and what was made of the one before stays.
    /// No word of the secret gets into the message.
    /// </summary>
    private (string Field, string Message)? FindFault(Secret secret)
    {
        try
        {
            var material = new TlsMaterial(_keeper.Secrets);
            if (secret.TlsCertificate is { } certificate)
            {
                TlsChain.Check(new OwnCertificate(
                    material.Read(certificate.CertificateChain), material.Read(certificate.PrivateKey))
                {
                    Password = Encoding.UTF8.GetString(material.Read(certificate.Password)).TrimEnd('\n'),
                });
            }

            DataSource? roots = secret.ValidationContext?.TrustedCa;
            bool needsRoots = _keeper.Secrets.HasWorkloadIdentity && secret.Name == SecretReference.TrustedRoots;
            if (roots is not null || needsRoots)
            {
                _ = TlsPeerCertificate.ReadPem(material.Read(roots), "the trusted roots");
            }

            return null;
        }
        catch (TlsConfigurationException exception)
        {
            string field = secret.TlsCertificate is null ? "validation_context.trusted_ca" : "tls_certificate";
            return (field, exception.Message);
        }
    }
}
