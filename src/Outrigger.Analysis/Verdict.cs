namespace Outrigger.Analysis;

/// <summary>What became of an object.</summary>
public enum Verdict
{
    /// <summary>It is in force.</summary>
    Accepted,

    /// <summary>It is in force, and there is something about it that its owner should know.</summary>
    AcceptedWithWarnings,

    /// <summary>It is not in force.</summary>
    Rejected,
}
