using System.Net;
using System.Text.Json;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.ControlPlane.Configuration;

/// <summary>
/// Gives every Service that has none a virtual address, as Kubernetes' API server does, and remembers it: a Service keeps
/// its address when the control plane starts anew. Not thread-safe.
/// </summary>
internal sealed class ServiceAddresses
{
    private const string Headless = "None";

    private readonly IPNetwork _network;
    private readonly string _file;
    private readonly Dictionary<string, string> _byService;
    private readonly HashSet<string> _taken;

    public ServiceAddresses(IPNetwork network, string file)
    {
        _network = network;
        _file = file;
        _byService = Load(file);
        _taken = [.. _byService.Values];
    }

    /// <summary>The object with its virtual address, when it is a Service that should have one and does not.</summary>
    public ResourceObject Complete(ResourceObject resource)
    {
        if (resource is not ResourceObject<ServiceSpec> { Spec: var spec } service) return resource;
        var given = spec.ClusterIP;
        if (spec.ExternalName is not null || given == Headless || !string.IsNullOrEmpty(given)) return resource;
        var address = AddressOf(resource.Key);
        return ResourceObject.Create(
            service.Metadata, spec with { ClusterIP = address, ClusterIPs = [address] }, service.Status);
    }

    private string AddressOf(ResourceKey key)
    {
        var name = $"{key.Namespace}/{key.Name}";
        if (_byService.TryGetValue(name, out var known)) return known;
        var address = FirstFree();
        _byService[name] = address;
        _taken.Add(address);
        Save();
        return address;
    }

    private string FirstFree()
    {
        var bytes = _network.BaseAddress.GetAddressBytes();
        var size = 1L << (32 - _network.PrefixLength);
        // The network's own address and its last one are nobody's.
        for (var offset = 1L; offset < size - 1; offset++)
        {
            var number = ((uint)bytes[0] << 24 | (uint)bytes[1] << 16 | (uint)bytes[2] << 8 | bytes[3]) + (uint)offset;
            var address = $"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";
            if (!_taken.Contains(address)) return address;
        }
        throw new InvalidOperationException($"every address of the service network {_network} is taken");
    }

    private void Save()
    {
        var temporary = _file + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(new SortedDictionary<string, string>(_byService)));
        File.Move(temporary, _file, overwrite: true);
    }

    private static Dictionary<string, string> Load(string file)
    {
        if (!File.Exists(file)) return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [];
        }
        catch (JsonException)
        {
            // Addresses are given anew; running pods learn the new ones as they would learn any change.
            return [];
        }
    }
}
