namespace Outrigger.Routing.Matching;

/// <summary>What a part of a template stands for.</summary>
internal enum UriTemplatePartKind : byte
{
    /// <summary>Itself.</summary>
    Text,

    /// <summary>One segment, or the rest of one: at least one character.</summary>
    Segment,

    /// <summary>Any number of characters over segments.</summary>
    Anything,
}

/// <summary>One part of a template; no two texts follow one another.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Text">The text; empty for the other kinds.</param>
internal sealed record UriTemplatePart(UriTemplatePartKind Kind, byte[] Text);
