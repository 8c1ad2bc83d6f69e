using System.Text;

namespace Outrigger.Routing.Regexes;

/// <summary>
/// Finds the leftmost match of an expression, and its groups, the way a backtracking engine prefers them, yet
/// in time linear in the text: all ways through the program advance together, in order of preference (Pike's
/// machine). The framework's NonBacktracking engine is not used for this, because its search can miss matches
/// when they are enumerated (dotnet/runtime#130176); whole-value matching is not affected.
/// </summary>
internal sealed class RegexSearch
{
    private readonly RegexProgram _program;
    private readonly Stack<(int Step, int Slot, int OldValue)> _pending = new();
    private ThreadList _current;
    private ThreadList _next;
    private readonly int[] _slots = new int[RegexProgram.SlotCount];

    internal RegexSearch(RegexProgram program)
    {
        _program = program;
        _current = new ThreadList(program.Size);
        _next = new ThreadList(program.Size);
    }

    /// <summary>Finds the first match at or behind a position.</summary>
    /// <param name="text">The text as UTF-8.</param>
    /// <param name="start">Where to begin; what is before it still counts for <c>^</c> and <c>\b</c>.</param>
    /// <param name="slots">Receives start and end of each group, -1 for a group that took no part.</param>
    internal bool Find(ReadOnlySpan<byte> text, int start, Span<int> slots)
    {
        bool hasMatched = false;
        _current.Clear();
        for (int position = start; ; position += DecodeAt(text, position, out _))
        {
            if (!hasMatched)
            {
                Array.Fill(_slots, -1);
                Follow(_current, _program.Start, position, text);
            }

            hasMatched |= Advance(text, position, slots);
            (_current, _next) = (_next, _current);
            if (position >= text.Length || (hasMatched && _current.Count == 0))
            {
                return hasMatched;
            }
        }
    }

    /// <summary>
    /// Moves every thread over one code point; returns whether one of them matched before it.
    /// </summary>
    private bool Advance(ReadOnlySpan<byte> text, int position, Span<int> slots)
    {
        int length = DecodeAt(text, position, out int codePoint);
        _next.Clear();
        for (int i = 0; i < _current.Count; i++)
        {
            RegexInstruction instruction = _program[_current.StepAt(i)];
            if (instruction.Operation == RegexOperation.Match)
            {
                // Threads behind this one are less preferred: they end here.
                _current.SlotsAt(i).CopyTo(slots);
                return true;
            }

            if (length > 0 && instruction.Set!.Contains(codePoint))
            {
                _current.SlotsAt(i).CopyTo(_slots);
                Follow(_next, instruction.Next, position + length, text);
            }
        }

        return false;
    }

    /// <summary>
    /// Adds a thread at a step, and at every step that it reaches without a code point, in order.
    /// </summary>
    private void Follow(ThreadList threads, int step, int position, ReadOnlySpan<byte> text)
    {
        _pending.Push((step, -1, 0));
        while (_pending.TryPop(out (int Step, int Slot, int OldValue) item))
        {
            if (item.Slot >= 0)
            {
                _slots[item.Slot] = item.OldValue;
                continue;
            }

            if (!threads.TryAdd(item.Step))
            {
                continue;
            }

            RegexInstruction instruction = _program[item.Step];
            switch (instruction.Operation)
            {
                case RegexOperation.Split:
                    _pending.Push((instruction.Other, -1, 0));
                    _pending.Push((instruction.Next, -1, 0));
                    break;
                case RegexOperation.Save:
                    _pending.Push((0, instruction.Other, _slots[instruction.Other]));
                    _slots[instruction.Other] = position;
                    _pending.Push((instruction.Next, -1, 0));
                    break;
                case RegexOperation.Assert:
                    if (Holds((RegexAssertion)instruction.Other, text, position))
                    {
                        _pending.Push((instruction.Next, -1, 0));
                    }

                    break;
                default:
                    threads.Enqueue(item.Step, _slots);
                    break;
            }
        }
    }

    private static bool Holds(RegexAssertion assertion, ReadOnlySpan<byte> text, int position)
    {
        switch (assertion)
        {
            case RegexAssertion.TextStart:
                return position == 0;
            case RegexAssertion.TextEnd:
                return position == text.Length;
            case RegexAssertion.LineStart:
                return position == 0 || text[position - 1] == '\n';
            case RegexAssertion.LineEnd:
                return position == text.Length || text[position] == '\n';
            default:
                bool isBoundary = IsWord(text, position - 1) != IsWord(text, position);
                return isBoundary == (assertion == RegexAssertion.WordBoundary);
        }
    }

    private static bool IsWord(ReadOnlySpan<byte> text, int position) =>
        position >= 0
        && position < text.Length
        && (char.IsAsciiLetterOrDigit((char)text[position]) || text[position] == '_');

    /// <summary>The length of the code point at a position; 0 at the end.</summary>
    private static int DecodeAt(ReadOnlySpan<byte> text, int position, out int codePoint)
    {
        codePoint = 0;
        if (position >= text.Length)
        {
            return 0;
        }

        Rune.DecodeFromUtf8(text[position..], out Rune rune, out int length);
        codePoint = rune.Value;
        return length;
    }

    /// <summary>
    /// The ways through the program at one position, in order of preference, each step once.
    /// </summary>
    private sealed class ThreadList(int programSize)
    {
        private readonly int[] _generationOfStep = new int[programSize];
        private readonly int[] _steps = new int[programSize];
        private readonly int[] _slots = new int[programSize * RegexProgram.SlotCount];
        private int _generation = 1;

        internal int Count { get; private set; }

        internal int StepAt(int index) => _steps[index];

        internal Span<int> SlotsAt(int index) =>
            _slots.AsSpan(index * RegexProgram.SlotCount, RegexProgram.SlotCount);

        internal void Clear()
        {
            Count = 0;
            _generation++;
        }

        internal bool TryAdd(int step)
        {
            bool isNew = _generationOfStep[step] != _generation;
            _generationOfStep[step] = _generation;
            return isNew;
        }

        internal void Enqueue(int step, ReadOnlySpan<int> slots)
        {
            slots.CopyTo(SlotsAt(Count));
            _steps[Count++] = step;
        }
    }
}
