namespace Outrigger.Routing.Matching;

/// <summary>How a value is compared with a pattern.</summary>
public enum StringMatchKind
{
    /// <summary>The value is the pattern.</summary>
    Exact,

    /// <summary>The value begins with the pattern.</summary>
    Prefix,

    /// <summary>The value ends with the pattern.</summary>
    Suffix,

    /// <summary>The pattern occurs in the value.</summary>
    Contains,

    /// <summary>The regular expression matches the whole value.</summary>
    Regex,
}
