using Outrigger.Config;
using Outrigger.Resources;

namespace Outrigger.Discovery;

/// <summary>Reads the objects of a configuration by the type of their content.</summary>
internal sealed class ConfigReader(ConfigSnapshot config)
{
    /// <summary>Every object of a kind, in a stable order.</summary>
    public IEnumerable<ConfigItem<TSpec>> All<TSpec>()
        where TSpec : class, IResourceSpec =>
        config.List<TSpec>().Select(item => new ConfigItem<TSpec>(item.Key, item.Metadata, item.Spec, item.Status));
}
