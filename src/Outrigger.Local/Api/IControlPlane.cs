using Outrigger.Resources;

namespace Outrigger.Local.Api;

/// <summary>What the local runtime asks of the control plane.</summary>
internal interface IControlPlane
{
    /// <summary>
    /// Waits until the configuration has a version other than <paramref name="known"/>, and tells how it then
    /// is.
    /// </summary>
    /// <exception cref="ControlPlaneUnavailableException">There is no answer.</exception>
    Task<ConfigurationStatus> WaitForChangeAsync(long known, CancellationToken cancellation);

    /// <summary>All objects of the kind.</summary>
    /// <exception cref="ControlPlaneUnavailableException">There is no answer.</exception>
    Task<IReadOnlyList<ResourceObject<TSpec>>> ListAsync<TSpec>(CancellationToken cancellation)
        where TSpec : class, IResourceSpec;

    /// <summary>Replaces the Pods and EndpointSlices that the control plane has from here.</summary>
    /// <param name="objects">All of them, as a JSON list.</param>
    /// <param name="wait">
    /// How long to wait for every connected proxy to acknowledge what follows from it; null not to wait.
    /// </param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ControlPlaneUnavailableException">There is no answer.</exception>
    Task PutRuntimeAsync(string objects, TimeSpan? wait, CancellationToken cancellation);
}
