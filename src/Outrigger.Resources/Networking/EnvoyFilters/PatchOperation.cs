using Outrigger.Resources.Schema;

namespace Outrigger.Resources.Networking.EnvoyFilters;

/// <summary>Values of PatchOperation.</summary>
public enum PatchOperation
{
    /// <summary><c>INVALID</c>.</summary>
    [WireName("INVALID")]
    Invalid,

    /// <summary><c>MERGE</c>.</summary>
    [WireName("MERGE")]
    Merge,

    /// <summary><c>ADD</c>.</summary>
    [WireName("ADD")]
    Add,

    /// <summary><c>REMOVE</c>.</summary>
    [WireName("REMOVE")]
    Remove,

    /// <summary><c>INSERT_BEFORE</c>.</summary>
    [WireName("INSERT_BEFORE")]
    InsertBefore,

    /// <summary><c>INSERT_AFTER</c>.</summary>
    [WireName("INSERT_AFTER")]
    InsertAfter,

    /// <summary><c>INSERT_FIRST</c>.</summary>
    [WireName("INSERT_FIRST")]
    InsertFirst,

    /// <summary><c>REPLACE</c>.</summary>
    [WireName("REPLACE")]
    Replace,

    /// <summary><c>MERGE_AND_REPLACE_LIST</c>.</summary>
    [WireName("MERGE_AND_REPLACE_LIST")]
    MergeAndReplaceList,
}
