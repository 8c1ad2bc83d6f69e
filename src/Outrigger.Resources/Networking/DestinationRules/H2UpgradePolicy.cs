using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Whether connections are upgraded to HTTP/2.</summary>
public enum H2UpgradePolicy
{
    /// <summary>As the mesh says.</summary>
    [WireName("DEFAULT")]
    Default,

    /// <summary>Never.</summary>
    [WireName("DO_NOT_UPGRADE")]
    DoNotUpgrade,

    /// <summary>Always.</summary>
    [WireName("UPGRADE")]
    Upgrade,
}
