using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Tls;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Keeps the secrets: those of the bootstrap, and those that the management server gives. A new version makes
/// the contexts anew that use it. Guarded by the control gate.
/// </summary>
internal sealed class SecretManager(ManagerContext context, TlsContextKeeper keeper)
{
    /// <summary>The names that the configuration refers to and the management server is to give.</summary>
    public IReadOnlySet<string> WantedNames => keeper.DiscoveredNames;

    /// <summary>Adds a secret of the bootstrap.</summary>
    public void AddStatic(Secret secret, FieldPath path, CompileReport report)
    {
        new FieldReader(report).RequireName(secret.Name, path, "name");
        if (!keeper.Secrets.TryAddStatic(secret))
        {
            report.Error(path.Field("name"), $"\"{secret.Name}\" occurs twice, expected unique names");
        }
    }

    /// <summary>Takes an update from the management server. A secret that goes stays in use.</summary>
    /// <returns>What was rejected; the rest is in force.</returns>
    public IReadOnlyList<ResourceRejection> Take(ResourceUpdate update)
    {
        List<ResourceRejection> rejections = [];
        foreach (ReceivedResource resource in update.Resources)
        {
            var report = new CompileReport();
            if (context.Parse(context.Received(resource), ResourceKinds.Secret, report) is not { } secret)
            {
                rejections.Add(
                    new ResourceRejection(resource.Name, report.Errors[0].Path, RejectionText.Of(report)));
                continue;
            }

            keeper.Secrets.SetDiscovered(secret);
            keeper.Refresh(secret.Name);
        }

        return rejections;
    }
}
