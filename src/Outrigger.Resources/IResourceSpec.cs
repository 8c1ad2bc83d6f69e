namespace Outrigger.Resources;

/// <summary>
/// Marks the typed content of a resource: its <c>spec</c> or, for kinds without one (ConfigMap,
/// EndpointSlice), the fields at the top level of the object.
/// </summary>
#pragma warning disable CA1040 // A marker ties generic code to the records that are the content of some kind.
public interface IResourceSpec;
#pragma warning restore CA1040
