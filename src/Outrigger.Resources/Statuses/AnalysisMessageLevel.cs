using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Statuses;

/// <summary>How grave a message is.</summary>
public enum AnalysisMessageLevel
{
    /// <summary>Not known.</summary>
    [WireName("UNKNOWN")]
    Unknown,

    /// <summary>An error.</summary>
    [WireName("ERROR")]
    Error,

    /// <summary>A warning.</summary>
    [WireName("WARNING")]
    Warning,

    /// <summary>Worth knowing.</summary>
    [WireName("INFO")]
    Info,
}
