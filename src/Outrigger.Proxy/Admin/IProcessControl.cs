using Envoy.Admin.V3;

namespace Outrigger.Proxy.Admin;

/// <summary>What the administration server can ask of the program as a whole.</summary>
internal interface IProcessControl
{
    /// <summary>How far the program has started or stopped.</summary>
    ServerInfo.Types.State State { get; }

    /// <summary>Ends the program at once.</summary>
    void Quit();

    /// <summary>
    /// Lets load balancers in front of us take us out: not ready, connections are closed after their request.
    /// </summary>
    void FailHealthCheck();

    /// <summary>Takes <see cref="FailHealthCheck"/> back.</summary>
    void PassHealthCheck();

    /// <summary>Stops accepting; connections end within the drain time.</summary>
    /// <param name="isGraceful">
    /// Whether clients are first told to go, and listeners close when the drain time is over.
    /// </param>
    void DrainListeners(bool isGraceful);
}
