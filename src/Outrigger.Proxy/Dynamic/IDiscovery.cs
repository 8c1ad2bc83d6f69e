using Outrigger.Xds;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Asks the management server for resources. What comes is handed to <see cref="ConfigurationManager"/>.
/// </summary>
internal interface IDiscovery
{
    /// <summary>Asks for all resources of a type.</summary>
    void SubscribeAll(TypeUrl type);

    /// <summary>Asks for exactly these resources of a type.</summary>
    void SetNames(TypeUrl type, IReadOnlyCollection<string> names);
}

/// <summary>For a proxy without a management server: nothing is asked, nothing comes.</summary>
internal sealed class NoDiscovery : IDiscovery
{
    /// <inheritdoc/>
    public void SubscribeAll(TypeUrl type)
    {
        // There is nobody to ask.
    }

    /// <inheritdoc/>
    public void SetNames(TypeUrl type, IReadOnlyCollection<string> names)
    {
        // There is nobody to ask.
    }
}
