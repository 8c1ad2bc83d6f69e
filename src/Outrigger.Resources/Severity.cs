namespace Outrigger.Resources;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Probably a mistake, or without effect; the object is accepted.</summary>
    Warning,

    /// <summary>The object is rejected.</summary>
    Error,
}
