namespace Outrigger.Config;

/// <summary>
/// Where objects come from. Of two objects with the same key, the one of the higher layer is in force.
/// </summary>
public enum ConfigLayer
{
    /// <summary>What the platform observes: pods and endpoints of running workloads.</summary>
    Runtime,

    /// <summary>Files that the user keeps.</summary>
    Files,

    /// <summary>Objects that the user applied to the running mesh.</summary>
    Applied,
}
