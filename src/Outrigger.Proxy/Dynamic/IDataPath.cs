using Outrigger.Proxy.Model;
using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Dynamic;

/// <summary>Who serves what the control side prepares.</summary>
internal interface IDataPath
{
    /// <summary>
    /// Serves the listeners and clusters of <paramref name="config"/> and drains those that are not in it.
    /// Returns at once; the task ends when all workers serve it. Called by one thread at a time.
    /// </summary>
    /// <returns>The listeners that could not be opened; their former versions go on.</returns>
    Task<IReadOnlyList<ListenFailure>> ApplyAsync(RuntimeConfig config);

    /// <summary>
    /// The endpoints of some clusters have changed: connections to those that are gone need not wait.
    /// </summary>
    void RefreshEndpoints();
}
