using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Outrigger.Testing.Corpora;

/// <summary>Reads the Markdown in which llhttp keeps its tests.</summary>
public static partial class LlhttpCorpus
{
    private const string DefaultMode = "request";

    /// <summary>All request blocks of all files in a folder, in a stable order.</summary>
    public static IReadOnlyList<LlhttpCase> Read(string folder)
    {
        List<LlhttpCase> cases = [];
        foreach (string path in Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal))
            ReadFile(path, cases);
        return cases;
    }

    private static void ReadFile(string path, List<LlhttpCase> cases)
    {
        string name = "";
        string mode = DefaultMode;
        byte[]? input = null;
        StringBuilder? block = null;
        string language = "";
        foreach (string line in File.ReadLines(path, Encoding.UTF8))
        {
            if (block is not null && line != "```")
            {
                block.Append(line).Append('\n');
            }
            else if (block is not null)
            {
                if (language == "http")
                    input = DecodeInput(block.ToString());
                else if (language == "log" && input is not null)
                    cases.Add(ReadCase(Path.GetFileName(path), name, mode, input, block.ToString()));
                block = null;
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                language = line[3..];
                block = new StringBuilder();
            }
            else if (line.StartsWith('#'))
            {
                name = line.TrimStart('#', ' ');
            }
            else if (ModePattern().Match(line) is { Success: true } match)
            {
                mode = match.Groups[1].Value;
            }
        }
    }

    // In the Markdown a line end is CRLF, one behind a backslash is nothing, control characters are escaped,
    // and all is UTF-8.
    private static byte[] DecodeInput(string block)
    {
        string text = block.EndsWith('\n') ? block[..^1] : block;
        text = text.Replace("\\\n", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
        text = EscapePattern().Replace(text, match => match.Value[1] switch
        {
            'r' => "\r",
            'n' => "\n",
            't' => "\t",
            'f' => "\f",
            _ => ((char)byte.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        });
        return Encoding.UTF8.GetBytes(text);
    }

    private static LlhttpCase ReadCase(string file, string name, string mode, byte[] input, string log)
    {
        List<LlhttpMessage> messages = [];
        int errorCode = 0;
        foreach (string line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // The text of a span can hold a line end; the offsets tell all that is needed.
            if (OffsetPattern().Match(line) is not { Success: true } start)
                continue;
            int offset = int.Parse(start.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            string what = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
            LlhttpMessage? message = messages.Count > 0 ? messages[^1] : null;
            if (what == "message begin")
                messages.Add(new LlhttpMessage());
            else if (what.StartsWith("error code=", StringComparison.Ordinal))
                errorCode = int.Parse(DigitsPattern().Match(what).ValueSpan, CultureInfo.InvariantCulture);
            else if (message is not null)
                Apply(message, what, offset, input);
        }

        return new LlhttpCase(file, name, mode, WithHosts(input, messages), messages, errorCode);
    }

    private static void Apply(LlhttpMessage message, string what, int offset, byte[] input)
    {
        if (what == "version complete")
            message.VersionEnd = offset;
        else if (what.StartsWith("headers complete", StringComparison.Ordinal))
            message.HasHead = true;
        else if (what == "message complete")
            message.IsComplete = true;
        if (SpanPattern().Match(what) is not { Success: true } span)
            return;

        int length = int.Parse(span.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        string text = Encoding.Latin1.GetString(input, offset, length);
        switch (span.Groups[2].Value)
        {
            case "method":
                message.Method += text;
                break;
            case "url":
                message.Target += text;
                break;
            case "body":
                message.Body += text;
                break;
            case "header_field" when !message.HasHead:
                message.Headers.Add((text, ""));
                break;
            case "header_value" when !message.HasHead:
                string value = (message.Headers[^1].Value + text).Trim(' ', '\t');
                message.Headers[^1] = (message.Headers[^1].Name, value);
                break;
        }
    }

    // llhttp does not ask for Host. It is added behind the start line, so that its absence is not what is
    // judged.
    private static byte[] WithHosts(byte[] input, List<LlhttpMessage> messages)
    {
        MemoryStream bytes = new();
        int copied = 0;
        foreach (LlhttpMessage message in messages)
        {
            bool hasHost = message.Headers.Any(header => header.Name.Equals("host", StringComparison.OrdinalIgnoreCase));
            int lineEnd = message.VersionEnd;
            if (hasHost || lineEnd < 3 || input.AsSpan(lineEnd - 3, 3).IndexOf("1.1"u8) < 0
                || !input.AsSpan(lineEnd).StartsWith("\r\n"u8))
            {
                continue;
            }

            bytes.Write(input, copied, lineEnd + 2 - copied);
            bytes.Write("Host: added.example\r\n"u8);
            copied = lineEnd + 2;
            message.Headers.Insert(0, ("Host", "added.example"));
        }

        bytes.Write(input, copied, input.Length - copied);
        return bytes.ToArray();
    }

    [GeneratedRegex("meta=\\{\\s*\"type\":\\s*\"([a-z-]+)\"")]
    private static partial Regex ModePattern();

    [GeneratedRegex(@"\\(?:r|n|t|f|x[0-9a-fA-F]{2})")]
    private static partial Regex EscapePattern();

    [GeneratedRegex("^off=([0-9]+)")]
    private static partial Regex OffsetPattern();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex DigitsPattern();

    [GeneratedRegex(@"^len=([0-9]+) span\[([a-z_]+)\]")]
    private static partial Regex SpanPattern();
}
