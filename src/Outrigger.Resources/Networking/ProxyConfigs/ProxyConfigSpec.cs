using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Networking.ProxyConfigs;

/// <summary>Start options of proxies.</summary>
[ParsedOnly]
public sealed record ProxyConfigSpec : IResourceSpec
{
    /// <summary>Number of worker threads; 0 is one per core.</summary>
    [Range(Min = 0)]
    [AllowsNull]
    public int? Concurrency { get; init; }

    /// <summary>Variables of the proxy's environment.</summary>
    [Length(Max = 2048, Of = SchemaPart.Item)]
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = Empty.Map<string>();

    /// <summary>The proxy's image.</summary>
    public ProxyImage? Image { get; init; }

    /// <summary>Workloads that it is for; all of the namespace if not set.</summary>
    public WorkloadSelector? Selector { get; init; }
}
