using System.Globalization;
using System.Text;

namespace Outrigger.Routing.Regexes;

/// <summary>Reads a pattern's characters and escapes one after another.</summary>
internal sealed class PatternReader(string pattern)
{
    internal int Position { get; set; }

    internal bool AtEnd => Position >= pattern.Length;

    internal char Current => pattern[Position];

    internal bool StartsWith(string text) =>
        pattern.AsSpan(Position).StartsWith(text, StringComparison.Ordinal);

    internal bool Skip(string text)
    {
        bool found = StartsWith(text);
        Position += found ? text.Length : 0;
        return found;
    }

    internal string TextSince(int start) => pattern[start..Position];

    /// <summary>The text up to a mark, which is skipped; null when the mark does not come any more.</summary>
    internal string? ReadUntil(string mark)
    {
        int end = pattern.IndexOf(mark, Position, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        string text = pattern[Position..end];
        Position = end + mark.Length;
        return text;
    }

    internal int ReadCodePoint()
    {
        if (Rune.DecodeFromUtf16(pattern.AsSpan(Position), out Rune rune, out int length)
            != System.Buffers.OperationStatus.Done)
        {
            throw new RegexSyntaxException("the pattern holds half of a surrogate pair");
        }

        Position += length;
        return rune.Value;
    }

    internal int? ReadNumber()
    {
        int start = Position;
        while (!AtEnd && char.IsAsciiDigit(Current))
        {
            Position++;
        }

        return int.TryParse(
            pattern.AsSpan(start..Position), NumberStyles.None, CultureInfo.InvariantCulture, out int n)
            ? n
            : null;
    }

    /// <summary>Reads the code point of an escape, behind its backslash.</summary>
    internal int ReadEscapedCodePoint()
    {
        int start = Position;
        int codePoint = ReadCodePoint();
        switch (codePoint)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return ReadHexadecimal();
            case >= '0' and <= '7':
                return ReadOctal(codePoint);
            case < 0x80 when !char.IsAsciiLetterOrDigit((char)codePoint):
                return codePoint;
            default:
                throw new RegexSyntaxException($"the escape \\{TextSince(start)} is not supported");
        }
    }

    private int ReadOctal(int first)
    {
        bool isOctal = first == '0' || (!AtEnd && Current is >= '0' and <= '7');
        if (!isOctal)
        {
            throw new RegexSyntaxException($"the back reference \\{(char)first} is not in RE2's syntax");
        }

        int value = first - '0';
        for (int digits = 1; digits < 3 && !AtEnd && Current is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + (pattern[Position++] - '0');
        }

        return value;
    }

    private int ReadHexadecimal()
    {
        string? digits = Skip("{") ? ReadUntil("}") : ReadTwo();
        if (digits is { Length: >= 1 and <= 6 }
            && int.TryParse(
                digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            && Rune.IsValid(value))
        {
            return value;
        }

        throw new RegexSyntaxException("\\x needs two hexadecimal digits, or a code point in braces");
    }

    private string? ReadTwo()
    {
        if (Position + 2 > pattern.Length)
        {
            return null;
        }

        Position += 2;
        return pattern[(Position - 2)..Position];
    }
}
