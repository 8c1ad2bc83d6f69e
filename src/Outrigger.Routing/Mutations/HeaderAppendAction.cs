namespace Outrigger.Routing.Mutations;

/// <summary>What adding a header does if it is, or is not, already there.</summary>
public enum HeaderAppendAction
{
    /// <summary>Another header of the name is added.</summary>
    AppendIfExistsOrAdd,

    /// <summary>The header is added only if there is none of its name.</summary>
    AddIfAbsent,

    /// <summary>The header replaces those of its name, or is added.</summary>
    OverwriteIfExistsOrAdd,

    /// <summary>The header replaces those of its name; it is not added if there is none.</summary>
    OverwriteIfExists,
}
