namespace Outrigger.Testing.Corpora;

/// <summary>How dangerous a request of the desync corpus is.</summary>
public enum DesyncTier
{
    /// <summary>Follows the RFCs; must be forwarded.</summary>
    Compliant,

    /// <summary>Deviates harmlessly; may be forwarded or refused.</summary>
    Acceptable,

    /// <summary>May be framed in two ways; must be refused or leave with one framing only.</summary>
    Ambiguous,

    /// <summary>An attack; must be refused and the connection closed.</summary>
    Severe,
}
