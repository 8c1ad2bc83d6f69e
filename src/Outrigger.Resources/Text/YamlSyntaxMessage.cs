using YamlDotNet.Core;

namespace Outrigger.Resources.Text;

/// <summary>
/// Says what is wrong with a text that is not YAML, in one sentence and with the likely cause.
/// </summary>
internal static class YamlSyntaxMessage
{
    public static TreeError Describe(YamlException exception, DocumentText document)
    {
        string[] lines = document.Text.Split('\n');
        int line = Math.Clamp((int)exception.Start.Line, 1, lines.Length);
        int column = Math.Max(1, (int)exception.Start.Column);
        // A tab is often complained about where the mapping began that it broke, or on the line after it.
        int lastLine = exception.Message.Contains("tab", StringComparison.OrdinalIgnoreCase)
            ? lines.Length
            : line;
        for (int number = Math.Max(1, line - 1); number <= lastLine; number++)
        {
            int tab = TabInIndentation(lines[number - 1]);
            if (tab < 0) continue;
            const string Message = "found a tab character in the indentation, expected spaces";
            return new TreeError(DiagnosticCodes.Syntax, number + document.LineOffset, tab + 1, Message);
        }

        string text = Explain(exception.Message, lines[line - 1]);
        return new TreeError(DiagnosticCodes.Syntax, line + document.LineOffset, column, text);
    }

    private static int TabInIndentation(string line)
    {
        string indentation = line[..^line.TrimStart(' ', '\t').Length];
        return indentation.Length == line.TrimEnd().Length
            ? -1
            : indentation.IndexOf('\t', StringComparison.Ordinal);
    }

    private static string Explain(string message, string line)
    {
        bool Says(string part) => message.Contains(part, StringComparison.OrdinalIgnoreCase);
        if (line.Contains("{{", StringComparison.Ordinal))
        {
            return "found a template expression ({{…}}), expected YAML; render the template first";
        }

        if (Says("quoted scalar"))
        {
            return "found a quoted text that is not closed, expected its closing quote";
        }

        if (Says("did not find expected node content"))
        {
            return "found the end of the text inside a list or mapping, expected its closing bracket";
        }

        if (Says("Mapping values are not allowed") || Says("invalid mapping"))
        {
            return "found a second colon, or a deeper indentation, where no mapping can begin; "
                + "expected one \"key: value\" per line, with texts that hold \": \" in quotes";
        }

        if (Says("did not find expected key"))
        {
            return "found something that is no key of the mapping here, expected \"key: value\" with the "
                + "same indentation";
        }

        if (Says("did not find expected '-'"))
        {
            return "found something that is no item of the list here, "
                + "expected \"- \" with the same indentation";
        }

        if (Says("did not find expected ',' or"))
        {
            return "found a list or mapping that is not closed, expected a comma or its closing bracket";
        }

        if (Says("could not find expected ':'"))
        {
            return "found a line without a colon, expected \"key: value\"";
        }

        if (Says("cannot start any token"))
        {
            return "found a character that no plain text can begin with, expected it in quotes";
        }

        return "found what is not YAML here: "
            + "" + char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
    }
}
