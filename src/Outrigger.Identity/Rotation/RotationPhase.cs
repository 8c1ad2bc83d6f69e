namespace Outrigger.Identity.Rotation;

/// <summary>How far the replacement of a root by another is.</summary>
public enum RotationPhase
{
    /// <summary>One root, and nothing to do.</summary>
    Stable,

    /// <summary>
    /// The new root is handed out beside the old one, which still signs, until every proxy has confirmed that it trusts
    /// both.
    /// </summary>
    Distributing,

    /// <summary>The new root signs; both are trusted, until every proxy has a certificate of the new one.</summary>
    Signing,

    /// <summary>
    /// The old root's key is destroyed; the root itself is trusted until the last certificate that chains to it has
    /// expired.
    /// </summary>
    Retiring,
}
