namespace Outrigger.Routing.Regexes;

/// <summary>
/// A regular expression, parsed. Case, dot and other flags are already worked into the sets.
/// </summary>
internal abstract record RegexNode;

/// <summary>Matches nothing between two characters.</summary>
internal sealed record EmptyNode : RegexNode;

/// <summary>Matches one code point of a set.</summary>
internal sealed record SetNode(CodePointSet Set) : RegexNode;

/// <summary>Matches a position.</summary>
internal sealed record AssertionNode(RegexAssertion Assertion) : RegexNode;

/// <summary>Matches the parts one after another.</summary>
internal sealed record SequenceNode(IReadOnlyList<RegexNode> Parts) : RegexNode;

/// <summary>Matches one of the alternatives; an earlier one is preferred.</summary>
internal sealed record ChoiceNode(IReadOnlyList<RegexNode> Alternatives) : RegexNode;

/// <summary>
/// Matches a part several times: at most <paramref name="Max"/> times, or without bound if it is null.
/// </summary>
internal sealed record RepeatNode(RegexNode Part, int Min, int? Max, bool IsGreedy) : RegexNode;

/// <summary>Matches a part, and remembers where; the first group of the pattern is 1.</summary>
internal sealed record GroupNode(RegexNode Part, int Number) : RegexNode;
