using Envoy.Config.Listener.V3;
using Envoy.Extensions.Filters.Network.ConnectionLimit.V3;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Compiles <c>envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit</c>.
/// </summary>
internal sealed class ConnectionLimitCompiler(CompileEnvironment environment, CompileReport report)
{
    /// <summary>The model; null when the filter is switched off, and after mistakes.</summary>
    public ConnectionLimitModel? Compile(Filter filter, FieldPath path)
    {
        ConnectionLimit? limit =
            ExtensionType.Unpack(filter.TypedConfig, ConnectionLimit.Parser, path, report);
        if (limit is null)
        {
            return null;
        }

        var fields = new FieldReader(report);
        fields.RequireName(limit.StatPrefix, path, "stat_prefix");
        if (limit.MaxConnections is null or 0)
        {
            report.Error(path.Field("max_connections"), "found none, expected 1 or more");
        }

        report.Unimplemented(
            path.Field("runtime_enabled"), "runtime_key", limit.RuntimeEnabled is { RuntimeKey.Length: > 0 },
            "the default value holds");
        bool isEnabled = limit.RuntimeEnabled?.DefaultValue ?? true;
        return !isEnabled ? null : new ConnectionLimitModel(environment.Stats, limit.StatPrefix)
        {
            ConnectionsMax = (long)Math.Min(limit.MaxConnections ?? 1, long.MaxValue),
            DelayMs = fields.Milliseconds(limit.Delay, 0, path, "delay"),
        };
    }
}
