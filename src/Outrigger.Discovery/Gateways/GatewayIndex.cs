using Outrigger.Discovery.Registry;
using Outrigger.Resources.Networking.Gateways;

namespace Outrigger.Discovery.Gateways;

/// <summary>The Gateway objects of a snapshot.</summary>
internal sealed class GatewayIndex
{
    private readonly List<ConfigItem<GatewaySpec>> _byAge;

    public GatewayIndex(IEnumerable<ConfigItem<GatewaySpec>> items)
    {
        _byAge = items.ToList();
        _byAge.Sort(ConfigItem<GatewaySpec>.ByAge);
    }

    /// <summary>
    /// The Gateways whose selector matches a gateway's labels, in every namespace, oldest first. A selector
    /// without labels selects every gateway.
    /// </summary>
    public IEnumerable<ConfigItem<GatewaySpec>> For(IReadOnlyDictionary<string, string> labels) =>
        _byAge.Where(gateway => Selection.Matches(gateway.Spec.Selector, labels));
}
