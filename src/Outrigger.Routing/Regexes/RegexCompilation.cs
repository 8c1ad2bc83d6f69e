using Envoy.Type.Matcher.V3;
using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Regexes;

/// <summary>Checks and parses the patterns of xDS resources.</summary>
internal static class RegexCompilation
{
    /// <summary>Parses a pattern; null after reporting what is wrong with it.</summary>
    internal static ParsedPattern? Parse(RegexMatcher? matcher, FieldPath path, CompileContext context)
    {
        FieldPath regexPath = path.Field("regex");
        string pattern = matcher?.Regex ?? "";
        if (pattern.Length == 0)
        {
            context.Error(regexPath, "a regular expression is missing; expected at least 1 character");
            return null;
        }

        if (pattern.Length > context.Limits.RegexLengthMax)
        {
            context.Error(
                regexPath, $"{pattern.Length} characters; expected at most {context.Limits.RegexLengthMax}");
            return null;
        }

        if (matcher!.GoogleRe2?.MaxProgramSize is not null)
        {
            context.Ignored(
                path.Field("google_re2").Field("max_program_size"),
                $"the bound is {context.Limits.RegexProgramSizeMax} steps, counted in this proxy's own way");
        }

        try
        {
            RegexNode root = Re2Parser.Parse(pattern, out int groupCount);
            RegexProgram program = RegexProgram.Of(root, context.Limits.RegexProgramSizeMax);
            return new(pattern, root, program, groupCount);
        }
        catch (RegexSyntaxException exception)
        {
            context.Error(regexPath, $"'{pattern}' cannot be used: {exception.Message}");
            return null;
        }
    }
}

/// <summary>A pattern that is in the dialect and within the bounds.</summary>
internal sealed record ParsedPattern(string Pattern, RegexNode Root, RegexProgram Program, int GroupCount);
