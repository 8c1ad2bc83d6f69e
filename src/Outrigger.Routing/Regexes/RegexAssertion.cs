namespace Outrigger.Routing.Regexes;

/// <summary>What an expression may ask of a position.</summary>
internal enum RegexAssertion : byte
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}
