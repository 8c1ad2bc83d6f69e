using System.Text;
using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Regexes;

namespace Outrigger.Fuzz.Syntax;

/// <summary>
/// Patterns and values, with a zero byte between: a pattern is in the dialect or refused, and both of our
/// engines find the same whole values.
/// </summary>
internal sealed class RegexTarget : FuzzTarget
{
    private const int PatternLengthMax = 128;
    private const int TextLengthMax = 256;

    public override string Name => "regex";

    public override IReadOnlyList<byte[]> Words => Latin1(
        "\0", "(", ")", "(?:", "(?i)", "(?s:", "(?P<a>", "[", "]", "[^", "[[:alpha:]]", "\\d", "\\W", "\\b", "\\B", "\\A",
        "\\z", "\\Q", "\\E", "\\pL", "\\x{10FFFF}", "\\x41", "*", "+?", "??", "{2}", "{1,3}", "{2,}", "|", "^", "$", ".",
        "(?U)", "(?-i)", "a-z", "\\pN");

    public override void Run(byte[] input)
    {
        int end = Array.IndexOf(input, (byte)0);
        if (end < 0)
            end = input.Length;
        string pattern = Encoding.UTF8.GetString(input, 0, end);
        ReadOnlySpan<byte> text = input.AsSpan(Math.Min(end + 1, input.Length));
        if (pattern.Length > PatternLengthMax || text.Length > TextLengthMax)
            return;
        RoutingLimits limits = new() { RegexProgramSizeMax = 1_000 };
        CompileContext context = new(limits);
        WholeValueRegex? regex =
            WholeValueRegex.Compile(new RegexMatcher { Regex = pattern }, FieldPath.Root, context);
        Invariant.Holds((regex is null) == (context.Errors.Count > 0));
        if (regex is null || !TryParse($"\\A(?:{pattern})\\z", out RegexProgram? program))
            return;
        int[] slots = new int[RegexProgram.SlotCount];
        bool isFound = new RegexSearch(program).Find(text, 0, slots);
        Invariant.Holds(regex.IsMatch(text) == isFound);
        Invariant.Holds(!isFound || (slots[0] == 0 && slots[1] == text.Length));
    }

    // A pattern may end within a quotation, which then hides the anchor.
    private static bool TryParse(string pattern, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out RegexProgram? program)
    {
        program = null;
        if (pattern.Contains("\\Q", StringComparison.Ordinal))
            return false;
        program = RegexProgram.Of(Re2Parser.Parse(pattern, out _), 2_000);
        return true;
    }
}
