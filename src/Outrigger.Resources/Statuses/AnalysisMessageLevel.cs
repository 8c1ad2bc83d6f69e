using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Statuses;

/// <summary>Values of AnalysisMessageLevel.</summary>
public enum AnalysisMessageLevel
{
    /// <summary><c>UNKNOWN</c>.</summary>
    [WireName("UNKNOWN")]
    Unknown,

    /// <summary><c>ERROR</c>.</summary>
    [WireName("ERROR")]
    Error,

    /// <summary><c>WARNING</c>.</summary>
    [WireName("WARNING")]
    Warning,

    /// <summary><c>INFO</c>.</summary>
    [WireName("INFO")]
    Info,
}
