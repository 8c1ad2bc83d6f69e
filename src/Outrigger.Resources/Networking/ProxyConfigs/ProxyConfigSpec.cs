using Outrigger.Resources.Schema;
using Outrigger.Resources.Selection;

namespace Outrigger.Resources.Networking.ProxyConfigs;

/// <summary>Record ProxyConfigSpec.</summary>
[ParsedOnly]
public sealed record ProxyConfigSpec : IResourceSpec
{
    /// <summary>Field concurrency.</summary>
    [Range(Min = 0)]
    [AllowsNull]
    public int? Concurrency { get; init; }

    /// <summary>Field environmentVariables.</summary>
    [Length(Max = 2048, Of = SchemaPart.Item)]
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = Empty.Map<string>();

    /// <summary>Field image.</summary>
    public ProxyImage? Image { get; init; }

    /// <summary>Field selector.</summary>
    public WorkloadSelector? Selector { get; init; }
}
