namespace Outrigger.Routing.Regexes;

/// <summary>RE2's flags, as they stand at one place of a pattern.</summary>
/// <param name="IgnoreCase"><c>i</c>.</param>
/// <param name="MultiLine"><c>m</c>: <c>^</c> and <c>$</c> also match at line breaks.</param>
/// <param name="DotMatchesNewLine"><c>s</c>.</param>
/// <param name="Ungreedy"><c>U</c>: <c>x*</c> and <c>x*?</c> swap their meaning.</param>
internal readonly record struct RegexFlags(
    bool IgnoreCase, bool MultiLine, bool DotMatchesNewLine, bool Ungreedy);
