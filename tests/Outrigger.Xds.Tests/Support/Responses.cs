using Envoy.Service.Discovery.V3;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Xds.Tests.Support;

/// <summary>Responses by hand.</summary>
internal static class Responses
{
    /// <summary>State of the world.</summary>
    public static DiscoveryResponse Sotw(
        TypeUrl type, string version, string nonce, params (string Name, string Content)[] resources)
    {
        var response = new DiscoveryResponse { TypeUrl = type.Value, VersionInfo = version, Nonce = nonce };
        response.Resources.AddRange(
            resources.Select(resource => TestResource.Payload(type, resource.Name, resource.Content)));
        return response;
    }

    /// <summary>Delta; the version of each resource is <c>v</c> and its content.</summary>
    public static DeltaDiscoveryResponse Delta(
        TypeUrl type, string nonce, (string Name, string Content)[] resources, params string[] removed)
    {
        var response = new DeltaDiscoveryResponse { TypeUrl = type.Value, Nonce = nonce };
        response.Resources.AddRange(resources.Select(resource => new Resource
        {
            Name = resource.Name,
            Version = "v" + resource.Content,
            Resource_ = TestResource.Payload(type, resource.Name, resource.Content),
        }));
        response.RemovedResources.AddRange(removed);
        return response;
    }

    /// <summary>Delta: one resource with a lifetime; without content a heartbeat.</summary>
    public static DeltaDiscoveryResponse Mortal(
        TypeUrl type, string nonce, string name, string? content, TimeSpan lifetime)
    {
        var response = new DeltaDiscoveryResponse { TypeUrl = type.Value, Nonce = nonce };
        response.Resources.Add(new Resource
        {
            Name = name,
            Version = "v",
            Resource_ = content is null ? null : TestResource.Payload(type, name, content),
            Ttl = Duration.FromTimeSpan(lifetime),
        });
        return response;
    }
}
