using System.Buffers.Binary;
using System.Net;
using System.Text.Json;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.Services;

namespace Outrigger.ControlPlane.Configuration;

/// <summary>
/// Gives every Service that has none a virtual address, as Kubernetes' API server does, and remembers it: a
/// Service keeps its address when the control plane starts anew, and when it is deleted and comes back, for
/// as long as there are others to give. Not thread-safe.
/// </summary>
internal sealed class ServiceAddresses
{
    private const string Headless = "None";

    private readonly IPNetwork _network;
    private readonly string _file;
    private readonly Dictionary<string, string> _byService;
    private Dictionary<ResourceKey, (ResourceObject Given, ResourceObject Completed)> _completed = [];
    private bool _isStored = true;

    public ServiceAddresses(IPNetwork network, string file)
    {
        _network = network;
        _file = file;
        _byService = Load(file);
    }

    /// <summary>
    /// The objects of a configuration, Services with their virtual addresses. An object that did not change
    /// is the same instance as the last time. An address that a user gave to one Service is taken from the
    /// one that had it by chance; when every address is in use, the Services that are left have none and are
    /// known by name alone.
    /// </summary>
    /// <exception cref="IOException">New addresses could not be stored.</exception>
    public IReadOnlyList<ResourceObject> Complete(IReadOnlyCollection<ResourceObject> objects)
    {
        var needy = objects.OfType<ResourceObject<ServiceSpec>>().Where(NeedsAddress).ToList();
        Assign(needy, GivenByUsers(objects));
        var completed = new Dictionary<ResourceKey, (ResourceObject, ResourceObject)>();
        foreach (var service in needy)
            if (_byService.TryGetValue(NameOf(service), out var address))
                completed[service.Key] = (service, Completed(service, address));
        _completed = completed;
        if (!_isStored) Save();
        return [.. objects.Select(each => _completed.TryGetValue(each.Key, out var pair) ? pair.Completed : each)];
    }

    private static bool NeedsAddress(ResourceObject<ServiceSpec> service) =>
        service.Spec.ExternalName is null && string.IsNullOrEmpty(service.Spec.ClusterIP);

    private static string NameOf(ResourceObject service) => $"{service.Key.Namespace}/{service.Key.Name}";

    private static HashSet<string> GivenByUsers(IEnumerable<ResourceObject> objects) =>
        [.. objects.OfType<ResourceObject<ServiceSpec>>()
            .SelectMany(service => service.Spec.ClusterIPs.Append(service.Spec.ClusterIP))
            .OfType<string>()
            .Where(address => address is not (Headless or ""))];

    private void Assign(IReadOnlyList<ResourceObject<ServiceSpec>> needy, HashSet<string> given)
    {
        foreach (var service in needy)
            if (_byService.TryGetValue(NameOf(service), out var address) && given.Contains(address))
                _byService.Remove(NameOf(service));
        var without = needy.Select(NameOf).Where(name => !_byService.ContainsKey(name)).ToList();
        if (without.Count == 0) return;
        var free = FreeAddresses(given).Take(without.Count).ToList();
        if (free.Count < without.Count)
        {
            // Services that are gone keep theirs only while there is no shortage.
            var living = needy.Select(NameOf).ToHashSet();
            foreach (var gone in _byService.Keys.Where(name => !living.Contains(name)).ToList())
                _byService.Remove(gone);
            free = FreeAddresses(given).Take(without.Count).ToList();
        }
        foreach (var (name, address) in without.Zip(free)) _byService[name] = address;
        _isStored = false;
    }

    private IEnumerable<string> FreeAddresses(HashSet<string> given)
    {
        var taken = _byService.Values.Concat(given).ToHashSet();
        var first = BinaryPrimitives.ReadUInt32BigEndian(_network.BaseAddress.GetAddressBytes());
        var size = 1L << (32 - _network.PrefixLength);
        // The network's own address and its last one are nobody's.
        for (var offset = 1L; offset < size - 1; offset++)
        {
            var number = (uint)(first + offset);
            var address = $"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";
            if (!taken.Contains(address)) yield return address;
        }
    }

    private ResourceObject Completed(ResourceObject<ServiceSpec> service, string address)
    {
        if (_completed.TryGetValue(service.Key, out var known) && ReferenceEquals(known.Given, service)
            && known.Completed is ResourceObject<ServiceSpec> { Spec.ClusterIP: var before } && before == address)
            return known.Completed;
        return ResourceObject.Create(
            service.Metadata, service.Spec with { ClusterIP = address, ClusterIPs = [address] }, service.Status);
    }

    private void Save()
    {
        var temporary = _file + ".tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, new SortedDictionary<string, string>(_byService, StringComparer.Ordinal));
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, _file, overwrite: true);
        _isStored = true;
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
