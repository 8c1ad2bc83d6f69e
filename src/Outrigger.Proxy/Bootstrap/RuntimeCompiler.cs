using System.Collections.Immutable;
using Envoy.Config.Bootstrap.V3;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Configuration;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>
/// Reads <c>layered_runtime</c>. A key is written with dots or as nested objects; a later layer wins. Keys that
/// nothing here acts upon are reported, each by its name.
/// </summary>
internal sealed class RuntimeCompiler(CompileReport report)
{
    private const string GlobalLimit = "overload.global_downstream_max_connections";
    private const string ListenerLimitStart = "envoy.resource_limits.listener.";
    private const string ListenerLimitEnd = ".connection_limit";

    private readonly Dictionary<string, long> _listeners = new(StringComparer.Ordinal);
    private long _globalMax;

    /// <summary>The values.</summary>
    public RuntimeValues Compile(LayeredRuntime? runtime, FieldPath path)
    {
        for (int i = 0; i < (runtime?.Layers.Count ?? 0); i++)
        {
            RuntimeLayer layer = runtime!.Layers[i];
            FieldPath layerPath = path.Item("layers", i);
            report.Unimplemented(layerPath, "admin_layer", layer.AdminLayer is not null);
            if (layer.StaticLayer is { } values)
                Read(values, "", layerPath.Field("static_layer"));
        }

        return new RuntimeValues
        {
            DownstreamConnectionsMax = _globalMax,
            ListenerConnectionsMax = _listeners.ToImmutableDictionary(StringComparer.Ordinal),
        };
    }

    private void Read(Struct values, string prefix, FieldPath path)
    {
        foreach ((string name, Value value) in values.Fields)
        {
            string key = prefix + name;
            if (value.KindCase == Value.KindOneofCase.StructValue)
                Read(value.StructValue, key + ".", path.Field(name));
            else
                Take(key, value, path.Field(name));
        }
    }

    private void Take(string key, Value value, FieldPath path)
    {
        bool isListener = key.Length > ListenerLimitStart.Length + ListenerLimitEnd.Length
            && key.StartsWith(ListenerLimitStart, StringComparison.Ordinal)
            && key.EndsWith(ListenerLimitEnd, StringComparison.Ordinal);
        if (key != GlobalLimit && !isListener)
        {
            report.Warning(path, $"the runtime value {key} has no effect");
            return;
        }

        double number = value.KindCase == Value.KindOneofCase.NumberValue ? value.NumberValue : double.NaN;
        if (!(number is >= 1 and <= int.MaxValue))
            report.Error(path, "expected a number from 1 to 2147483647");
        else if (isListener)
            _listeners[key[ListenerLimitStart.Length..^ListenerLimitEnd.Length]] = (long)number;
        else
            _globalMax = (long)number;
    }
}
