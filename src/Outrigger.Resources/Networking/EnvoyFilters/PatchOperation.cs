using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>How configuration is changed.</summary>
public enum PatchOperation
{
    /// <summary>Not at all.</summary>
    [WireName("INVALID")]
    Invalid,

    /// <summary>By merging.</summary>
    [WireName("MERGE")]
    Merge,

    /// <summary>By adding.</summary>
    [WireName("ADD")]
    Add,

    /// <summary>By removing.</summary>
    [WireName("REMOVE")]
    Remove,

    /// <summary>By inserting before the match.</summary>
    [WireName("INSERT_BEFORE")]
    InsertBefore,

    /// <summary>By inserting after the match.</summary>
    [WireName("INSERT_AFTER")]
    InsertAfter,

    /// <summary>By inserting at the beginning.</summary>
    [WireName("INSERT_FIRST")]
    InsertFirst,

    /// <summary>By replacing the match.</summary>
    [WireName("REPLACE")]
    Replace,

    /// <summary>By merging, but lists are replaced.</summary>
    [WireName("MERGE_AND_REPLACE_LIST")]
    MergeAndReplaceList,
}
