using System.Collections.Immutable;
using Envoy.Config.Overload.V3;
using Envoy.Extensions.ResourceMonitors.DownstreamConnections.V3;
using Envoy.Extensions.ResourceMonitors.FixedHeap.V3;
using Outrigger.Proxy.Overload;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles <c>envoy.config.overload.v3.OverloadManager</c>.</summary>
internal sealed class OverloadCompiler(CompileReport report)
{
    private readonly Dictionary<string, int> _monitorsByName = new(StringComparer.Ordinal);
    private readonly ImmutableArray<ResourceMonitorModel>.Builder _monitors =
        ImmutableArray.CreateBuilder<ResourceMonitorModel>();

    /// <summary>The model; not to be used with errors in the report.</summary>
    public OverloadModel Compile(OverloadManager manager, FieldPath path)
    {
        if (manager.ResourceMonitors.Count == 0)
            report.Error(path.Field("resource_monitors"), "found none, expected at least 1");
        for (int i = 0; i < manager.ResourceMonitors.Count; i++)
            CompileMonitor(manager.ResourceMonitors[i], path.Item("resource_monitors", i));
        var actions = ImmutableArray.CreateBuilder<OverloadActionModel>();
        for (int i = 0; i < manager.Actions.Count; i++)
        {
            if (CompileAction(manager.Actions[i], path.Item("actions", i)) is { } action)
                actions.Add(action);
        }

        return new OverloadModel
        {
            RefreshIntervalMs = new FieldReader(report).PositiveMilliseconds(
                manager.RefreshInterval, 1_000, path, "refresh_interval"),
            Monitors = _monitors.ToImmutable(),
            Actions = actions.ToImmutable(),
        };
    }

    private void CompileMonitor(ResourceMonitor monitor, FieldPath path)
    {
        FieldPath config = path.Field("typed_config");
        (MonitoredResource Resource, long Max)? measured = ExtensionType.NameOf(monitor.TypedConfig) switch
        {
            MessageNames.FixedHeapMonitor => CompileFixedHeap(monitor, config),
            MessageNames.DownstreamConnectionsMonitor => CompileConnections(monitor, config),
            var type => Refuse(monitor.Name, type, config),
        };
        if (measured is not { } found)
            return;
        if (monitor.Name.Length == 0)
            report.Error(path.Field("name"), "found nothing, expected a name");
        else if (!_monitorsByName.TryAdd(monitor.Name, _monitors.Count))
            report.Error(path.Field("name"), $"\"{monitor.Name}\" is the name of another monitor");
        else
            _monitors.Add(new ResourceMonitorModel(monitor.Name, found.Resource, found.Max));
    }

    private (MonitoredResource, long)? CompileFixedHeap(ResourceMonitor monitor, FieldPath path)
    {
        if (ExtensionType.Unpack(monitor.TypedConfig, FixedHeapConfig.Parser, path, report) is not { } heap)
            return null;
        if (heap.MaxHeapSizeBytes == 0)
            report.Error(path.Field("max_heap_size_bytes"), "found 0, expected more than 0");
        return (MonitoredResource.Memory, (long)Math.Clamp(heap.MaxHeapSizeBytes, 1, long.MaxValue));
    }

    private (MonitoredResource, long)? CompileConnections(ResourceMonitor monitor, FieldPath path)
    {
        DownstreamConnectionsConfig? config =
            ExtensionType.Unpack(monitor.TypedConfig, DownstreamConnectionsConfig.Parser, path, report);
        if (config is null)
            return null;
        long max = config.MaxActiveDownstreamConnections;
        if (max <= 0)
            report.Error(path.Field("max_active_downstream_connections"), $"found {max}, expected more than 0");
        return (MonitoredResource.DownstreamConnections, Math.Max(1, max));
    }

    private (MonitoredResource, long)? Refuse(string name, string type, FieldPath path)
    {
        string what = type.Length == 0 ? name : $"{name} ({type})";
        report.Error(path, $"the resource monitor {what} is not implemented");
        return null;
    }

    private OverloadActionModel? CompileAction(OverloadAction action, FieldPath path)
    {
        if (OverloadActionNames.IsUnimplemented(action.Name))
        {
            report.Warning(path, $"the action {action.Name} is not implemented, it is left out");
            return null;
        }

        OverloadActions found = OverloadActionNames.Find(action.Name);
        if (found == OverloadActions.None)
            report.Error(path.Field("name"), $"there is no action \"{action.Name}\"");
        if (action.Triggers.Count == 0)
            report.Error(path.Field("triggers"), "found none, expected at least 1");
        var triggers = ImmutableArray.CreateBuilder<OverloadTriggerModel>();
        for (int i = 0; i < action.Triggers.Count; i++)
        {
            if (CompileTrigger(action.Triggers[i], path.Item("triggers", i)) is { } trigger)
                triggers.Add(trigger);
        }

        return new OverloadActionModel(found, triggers.ToImmutable());
    }

    private OverloadTriggerModel? CompileTrigger(Trigger trigger, FieldPath path)
    {
        if (!_monitorsByName.TryGetValue(trigger.Name, out int monitor))
        {
            report.Error(path.Field("name"), $"there is no resource monitor \"{trigger.Name}\"");
            return null;
        }

        (double from, double full) = trigger.TriggerOneofCase switch
        {
            Trigger.TriggerOneofOneofCase.Threshold => (trigger.Threshold.Value, trigger.Threshold.Value),
            Trigger.TriggerOneofOneofCase.Scaled =>
                (trigger.Scaled.ScalingThreshold, trigger.Scaled.SaturationThreshold),
            _ => (-1, -1),
        };
        bool isKind = trigger.TriggerOneofCase != Trigger.TriggerOneofOneofCase.None;
        if (!isKind)
            report.Error(path, "found neither threshold nor scaled");
        else if (!(from is >= 0 and <= 1) || !(full is >= 0 and <= 1))
            report.Error(path, $"found {from} to {full}, expected 0 to 1");
        else if (trigger.Scaled is not null && from >= full)
            report.Error(path.Field("scaled"), "scaling_threshold must be below saturation_threshold");
        else
            return new OverloadTriggerModel(monitor, from, full);
        return null;
    }
}
