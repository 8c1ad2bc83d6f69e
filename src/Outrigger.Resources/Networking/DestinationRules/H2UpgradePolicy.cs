using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.DestinationRules;

/// <summary>Values of H2UpgradePolicy.</summary>
public enum H2UpgradePolicy
{
    /// <summary><c>DEFAULT</c>.</summary>
    [WireName("DEFAULT")]
    Default,

    /// <summary><c>DO_NOT_UPGRADE</c>.</summary>
    [WireName("DO_NOT_UPGRADE")]
    DoNotUpgrade,

    /// <summary><c>UPGRADE</c>.</summary>
    [WireName("UPGRADE")]
    Upgrade,
}
