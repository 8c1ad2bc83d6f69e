using System.Collections.Immutable;

namespace Outrigger.Proxy.Overload;

/// <summary>What a resource monitor measures.</summary>
internal enum MonitoredResource : byte
{
    /// <summary>Memory of this process that nothing but the process can give back, in bytes.</summary>
    Memory,

    /// <summary>Open connections of clients, over all workers.</summary>
    DownstreamConnections,
}

/// <summary>One resource monitor.</summary>
/// <param name="Name">Its name, in triggers and statistics.</param>
/// <param name="Resource">What it measures.</param>
/// <param name="Max">The amount that is a pressure of 1; above 0.</param>
internal sealed record ResourceMonitorModel(string Name, MonitoredResource Resource, long Max);

/// <summary>When a monitor fires an action.</summary>
/// <param name="Monitor">The monitor's index.</param>
/// <param name="From">The pressure from which the action is done at all.</param>
/// <param name="Full">The pressure from which it is done wholly; not below <paramref name="From"/>.</param>
internal sealed record OverloadTriggerModel(int Monitor, double From, double Full)
{
    /// <summary>How much of the action is to be done at a pressure, from 0 to 1.</summary>
    public double StrengthAt(double pressure) =>
        pressure < From ? 0
        : pressure >= Full ? 1
        : (pressure - From) / (Full - From);
}

/// <summary>One action and when it is done.</summary>
/// <param name="Action">The action.</param>
/// <param name="Triggers">The strongest of them counts.</param>
internal sealed record OverloadActionModel(
    OverloadActions Action, ImmutableArray<OverloadTriggerModel> Triggers);

/// <summary>
/// What the proxy does before it runs out of a resource: <c>envoy.config.overload.v3.OverloadManager</c>,
/// compiled.
/// </summary>
internal sealed record OverloadModel
{
    /// <summary>How often the resources are looked at, in milliseconds.</summary>
    public int RefreshIntervalMs { get; init; } = 1_000;

    /// <summary>What is measured.</summary>
    public ImmutableArray<ResourceMonitorModel> Monitors { get; init; } = [];

    /// <summary>What is done.</summary>
    public ImmutableArray<OverloadActionModel> Actions { get; init; } = [];

    /// <summary>Open connections of clients that the monitors allow in all; 0 = any number.</summary>
    public long DownstreamConnectionsMax =>
        Monitors.FirstOrDefault(each => each.Resource == MonitoredResource.DownstreamConnections)?.Max ?? 0;

    /// <summary>
    /// What is in force without a configuration where the process may use only so much memory: from 95 % of it,
    /// new requests are refused; from 98 %, new connections too, and idle and costly ones are closed.
    /// </summary>
    /// <param name="memoryLimitBytes">The limit; null = there is none, and nothing is done.</param>
    public static OverloadModel ForContainer(long? memoryLimitBytes)
    {
        if (memoryLimitBytes is not { } limitBytes)
            return new OverloadModel();
        ImmutableArray<OverloadTriggerModel> refuse = [new OverloadTriggerModel(0, 0.95, 0.95)];
        ImmutableArray<OverloadTriggerModel> shed = [new OverloadTriggerModel(0, 0.98, 0.98)];
        return new OverloadModel
        {
            // Memory can fill fast, and a look is one short read.
            RefreshIntervalMs = 250,
            Monitors =
            [
                new ResourceMonitorModel(
                    "envoy.resource_monitors.cgroup_memory", MonitoredResource.Memory, limitBytes),
            ],
            Actions =
            [
                new OverloadActionModel(OverloadActions.StopAcceptingRequests, refuse),
                new OverloadActionModel(OverloadActions.RejectIncomingConnections, shed),
                new OverloadActionModel(OverloadActions.ResetHighMemoryStream, shed),
            ],
        };
    }
}
