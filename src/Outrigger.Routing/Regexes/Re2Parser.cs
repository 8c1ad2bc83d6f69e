namespace Outrigger.Routing.Regexes;

/// <summary>
/// Parses RE2's syntax, the one of all regular expressions in xDS. What RE2 itself lacks (back references,
/// look-around) is a mistake; of what RE2 has, only <c>\C</c> and Unicode classes (<c>\p</c>) are refused.
/// </summary>
internal sealed class Re2Parser
{
    private const int DepthMax = 250;
    private const int RepeatMax = 1000;

    private readonly PatternReader _reader;
    private RegexFlags _flags;
    private int _depth;

    private Re2Parser(string pattern)
    {
        _reader = new PatternReader(pattern);
    }

    /// <summary>How many groups there were.</summary>
    private int GroupCount { get; set; }

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="RegexSyntaxException">The pattern is not in the dialect.</exception>
    internal static RegexNode Parse(string pattern, out int groupCount)
    {
        var parser = new Re2Parser(pattern);
        RegexNode node = parser.ReadChoice();
        if (!parser._reader.AtEnd)
        {
            throw new RegexSyntaxException("a ) has no opening (");
        }

        groupCount = parser.GroupCount;
        return node;
    }

    private RegexNode ReadChoice()
    {
        var alternatives = new List<RegexNode>();
        do
        {
            alternatives.Add(ReadSequence());
        }
        while (_reader.Skip("|"));
        return alternatives.Count == 1 ? alternatives[0] : new ChoiceNode(alternatives);
    }

    private RegexNode ReadSequence()
    {
        var parts = new List<RegexNode>();
        while (!_reader.AtEnd && _reader.Current is not '|' and not ')')
        {
            if (_reader.Skip("\\Q"))
            {
                ReadQuoted(parts);
                continue;
            }

            RegexNode? atom = ReadAtom();
            if (atom is not null)
            {
                parts.Add(ReadRepeats(atom));
            }
        }

        return parts.Count switch
        {
            0 => new EmptyNode(),
            1 => parts[0],
            _ => new SequenceNode(parts),
        };
    }

    private void ReadQuoted(List<RegexNode> parts)
    {
        while (!_reader.AtEnd && !_reader.Skip("\\E"))
        {
            RegexNode literal = Literal(_reader.ReadCodePoint());
            bool isLast = _reader.Skip("\\E");
            parts.Add(isLast ? ReadRepeats(literal) : literal);
            if (isLast)
            {
                return;
            }
        }
    }

    /// <summary>Reads one thing that can be repeated; null for flags, which match nothing.</summary>
    private RegexNode? ReadAtom()
    {
        switch (_reader.Current)
        {
            case '(':
                return ReadGroup();
            case '[':
                _reader.Position++;
                return new SetNode(new SetParser(_reader, _flags.IgnoreCase).Read());
            case '.':
                _reader.Position++;
                return new SetNode(_flags.DotMatchesNewLine ? CodePointSet.All : CodePointSet.AllButNewLine);
            case '^':
                _reader.Position++;
                return new AssertionNode(
                    _flags.MultiLine ? RegexAssertion.LineStart : RegexAssertion.TextStart);
            case '$':
                _reader.Position++;
                return new AssertionNode(_flags.MultiLine ? RegexAssertion.LineEnd : RegexAssertion.TextEnd);
            case '*' or '+' or '?':
                throw new RegexSyntaxException($"there is nothing that the {_reader.Current} could repeat");
            case '\\':
                _reader.Position++;
                return ReadEscape();
            case '{' when TryReadBounds(out _, out _):
                throw new RegexSyntaxException("there is nothing that the {…} could repeat");
            default:
                return Literal(_reader.ReadCodePoint());
        }
    }

    private RegexNode ReadEscape()
    {
        if (_reader.AtEnd)
        {
            throw new RegexSyntaxException("the pattern ends in a backslash");
        }

        RegexAssertion? assertion = _reader.Current switch
        {
            'A' => RegexAssertion.TextStart,
            'z' => RegexAssertion.TextEnd,
            'b' => RegexAssertion.WordBoundary,
            'B' => RegexAssertion.NoWordBoundary,
            _ => null,
        };
        if (assertion is not null)
        {
            _reader.Position++;
            return new AssertionNode(assertion.Value);
        }

        if (NamedSets.OfEscape(_reader.Current) is { } set)
        {
            _reader.Position++;
            return new SetNode(set);
        }

        if (_reader.Current is 'C' or 'p' or 'P')
        {
            throw new RegexSyntaxException(
                $"\\{_reader.Current} is not supported; write the characters in brackets");
        }

        return Literal(_reader.ReadEscapedCodePoint());
    }

    private RegexNode? ReadGroup()
    {
        if (++_depth > DepthMax)
        {
            throw new RegexSyntaxException($"groups are nested more than {DepthMax} deep");
        }

        int start = _reader.Position;
        RegexFlags outerFlags = _flags;
        int number = 0;
        _reader.Skip("(");
        if (_reader.Skip("?P<") || _reader.Skip("?<"))
        {
            number = ReadGroupName(start);
        }
        else if (_reader.Skip("?"))
        {
            if (!ReadFlags(start))
            {
                _depth--;
                return null;
            }
        }
        else
        {
            number = ++GroupCount;
        }

        RegexNode part = ReadChoice();
        if (!_reader.Skip(")"))
        {
            throw new RegexSyntaxException("a ( has no closing )");
        }

        _flags = outerFlags;
        _depth--;
        return number == 0 ? part : new GroupNode(part, number);
    }

    private int ReadGroupName(int start)
    {
        string? name = _reader.ReadUntil(">");
        if (string.IsNullOrEmpty(name) || !name.All(IsWordCharacter))
        {
            throw new RegexSyntaxException(
                $"the group at offset {start} has no name of letters, digits and _");
        }

        return ++GroupCount;
    }

    private static bool IsWordCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || character == '_';

    /// <summary>
    /// Reads flags. Returns whether a group follows them, rather than the rest of the enclosing group.
    /// </summary>
    private bool ReadFlags(int start)
    {
        bool value = true;
        while (!_reader.AtEnd)
        {
            char letter = _reader.Current;
            _reader.Position++;
            switch (letter)
            {
                case 'i':
                    _flags = _flags with { IgnoreCase = value };
                    break;
                case 'm':
                    _flags = _flags with { MultiLine = value };
                    break;
                case 's':
                    _flags = _flags with { DotMatchesNewLine = value };
                    break;
                case 'U':
                    _flags = _flags with { Ungreedy = value };
                    break;
                case '-' when value:
                    value = false;
                    break;
                case ':':
                    return true;
                case ')':
                    return false;
                default:
                    throw new RegexSyntaxException($"{_reader.TextSince(start)} is not in RE2's syntax");
            }
        }

        throw new RegexSyntaxException("a ( has no closing )");
    }

    private RegexNode ReadRepeats(RegexNode part)
    {
        if (_reader.AtEnd || !TryReadRepeat(out int min, out int? max))
        {
            return part;
        }

        bool isGreedy = _reader.Skip("?") == _flags.Ungreedy;
        int position = _reader.Position;
        if (!_reader.AtEnd && TryReadRepeat(out _, out _))
        {
            throw new RegexSyntaxException($"the repetition at offset {position} repeats a repetition");
        }

        return new RepeatNode(part, min, max, isGreedy);
    }

    private bool TryReadRepeat(out int min, out int? max)
    {
        min = _reader.Current == '+' ? 1 : 0;
        max = _reader.Current == '?' ? 1 : null;
        if (_reader.Current is '*' or '+' or '?')
        {
            _reader.Position++;
            return true;
        }

        return _reader.Current == '{' && TryReadBounds(out min, out max);
    }

    /// <summary>
    /// Reads <c>{2}</c>, <c>{2,}</c> or <c>{2,5}</c>. Other braces are characters like any other.
    /// </summary>
    private bool TryReadBounds(out int min, out int? max)
    {
        int start = _reader.Position;
        min = 0;
        max = null;
        _reader.Skip("{");
        int? lower = _reader.ReadNumber();
        int? upper = lower;
        bool isValid = lower is not null;
        if (_reader.Skip(","))
        {
            isValid =
                isValid && !_reader.AtEnd && (_reader.Current == '}' || char.IsAsciiDigit(_reader.Current));
            upper = _reader.ReadNumber();
        }

        if (!isValid || !_reader.Skip("}"))
        {
            _reader.Position = start;
            return false;
        }

        if (lower > RepeatMax || upper > RepeatMax || upper < lower)
        {
            string bounds = _reader.TextSince(start);
            throw new RegexSyntaxException(
                $"the repetition {bounds} is out of range; expected 0 to {RepeatMax}, ascending");
        }

        min = lower!.Value;
        max = upper;
        return true;
    }

    private SetNode Literal(int codePoint)
    {
        var set = CodePointSet.Of(codePoint);
        return new SetNode(_flags.IgnoreCase ? set.WithBothCases() : set);
    }
}
