using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Dynamic;

/// <summary>Who serves what the control side prepares.</summary>
internal interface IDataPath
{
    /// <summary>
    /// Serves the listeners and clusters of <paramref name="config"/> and drains those that are not in it. Returns at
    /// once; called by one thread at a time.
    /// </summary>
    void Apply(RuntimeConfig config);
}
