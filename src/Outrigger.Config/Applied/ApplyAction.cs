namespace Outrigger.Config.Applied;

/// <summary>What applying an object did.</summary>
public enum ApplyAction
{
    /// <summary>It was not there before.</summary>
    Created,

    /// <summary>It replaced a different one.</summary>
    Configured,

    /// <summary>It was there already.</summary>
    Unchanged,
}
