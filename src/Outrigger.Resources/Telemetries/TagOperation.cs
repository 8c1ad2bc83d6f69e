using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Telemetries;

/// <summary>Values of TagOperation.</summary>
public enum TagOperation
{
    /// <summary><c>UPSERT</c>.</summary>
    [WireName("UPSERT")]
    Upsert,

    /// <summary><c>REMOVE</c>.</summary>
    [WireName("REMOVE")]
    Remove,
}
