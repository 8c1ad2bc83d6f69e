namespace Outrigger.Routing.Regexes;

/// <summary>
/// An expression as a list of steps for <see cref="RegexSearch"/>, which finds where it and its groups match.
/// Steps are appended from the end of the expression to its beginning, so that each knows its successor.
/// </summary>
internal sealed class RegexProgram
{
    /// <summary>
    /// Groups 0 to 9, the ones that a substitution can name, each with its start and its end.
    /// </summary>
    internal const int SlotCount = 20;

    private readonly List<RegexInstruction> _instructions = [];
    private readonly int _sizeMax;

    private RegexProgram(int sizeMax)
    {
        _sizeMax = sizeMax;
    }

    /// <summary>The first step.</summary>
    internal int Start { get; private set; }

    internal int Size => _instructions.Count;

    internal RegexInstruction this[int index] => _instructions[index];

    /// <summary>Compiles an expression.</summary>
    /// <exception cref="RegexSyntaxException">
    /// The program would be larger than <paramref name="sizeMax"/>.
    /// </exception>
    internal static RegexProgram Of(RegexNode node, int sizeMax)
    {
        var program = new RegexProgram(sizeMax);
        int match = program.Append(new(RegexOperation.Match, 0));
        program.Start = program.CompileGroup(node, 0, match);
        return program;
    }

    private int Compile(RegexNode node, int next)
    {
        switch (node)
        {
            case SetNode set:
                return Append(new(RegexOperation.Set, next, 0, set.Set));
            case AssertionNode assertion:
                return Append(new(RegexOperation.Assert, next, (int)assertion.Assertion));
            case SequenceNode sequence:
                for (int i = sequence.Parts.Count - 1; i >= 0; i--)
                {
                    next = Compile(sequence.Parts[i], next);
                }

                return next;
            case ChoiceNode choice:
                int rest = Compile(choice.Alternatives[^1], next);
                for (int i = choice.Alternatives.Count - 2; i >= 0; i--)
                {
                    rest = Append(new(RegexOperation.Split, Compile(choice.Alternatives[i], next), rest));
                }

                return rest;
            case RepeatNode repeat:
                return CompileRepeat(repeat, next);
            case GroupNode { Number: < SlotCount / 2 } group:
                return CompileGroup(group.Part, group.Number, next);
            case GroupNode group:
                return Compile(group.Part, next);
            default:
                return next;
        }
    }

    private int CompileGroup(RegexNode part, int number, int next)
    {
        int end = Append(new(RegexOperation.Save, next, (2 * number) + 1));
        return Append(new(RegexOperation.Save, Compile(part, end), 2 * number));
    }

    /// <summary>Unfolds a repetition: the part as often as it must occur, then as often as it may.</summary>
    private int CompileRepeat(RepeatNode repeat, int next)
    {
        int tail = next;
        if (repeat.Max is { } max)
        {
            for (int i = repeat.Min; i < max; i++)
            {
                tail = AppendSplit(Compile(repeat.Part, tail), next, repeat.IsGreedy);
            }
        }
        else
        {
            int loop = Append(new(RegexOperation.Split, 0));
            int body = Compile(repeat.Part, loop);
            _instructions[loop] = repeat.IsGreedy
                ? new(RegexOperation.Split, body, next)
                : new(RegexOperation.Split, next, body);
            tail = loop;
        }

        for (int i = 0; i < repeat.Min; i++)
        {
            tail = Compile(repeat.Part, tail);
        }

        return tail;
    }

    private int AppendSplit(int body, int skip, bool isGreedy) =>
        Append(isGreedy ? new(RegexOperation.Split, body, skip) : new(RegexOperation.Split, skip, body));

    private int Append(RegexInstruction instruction)
    {
        if (_instructions.Count >= _sizeMax)
        {
            throw new RegexSyntaxException($"the expression unfolds to more than {_sizeMax} steps");
        }

        _instructions.Add(instruction);
        return _instructions.Count - 1;
    }
}
