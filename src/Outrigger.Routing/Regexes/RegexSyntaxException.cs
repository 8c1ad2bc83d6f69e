namespace Outrigger.Routing.Regexes;

/// <summary>
/// A pattern is not in the dialect. Thrown and caught inside a compilation only: the parser's recursion is
/// the one place where unwinding is simpler than passing a value up, and configuration is not the hot path.
/// </summary>
internal sealed class RegexSyntaxException(string message) : Exception(message);
