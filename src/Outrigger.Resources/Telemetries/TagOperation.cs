using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>What is done with a tag.</summary>
public enum TagOperation
{
    /// <summary>It is set.</summary>
    [WireName("UPSERT")]
    Upsert,

    /// <summary>It is taken away.</summary>
    [WireName("REMOVE")]
    Remove,
}
