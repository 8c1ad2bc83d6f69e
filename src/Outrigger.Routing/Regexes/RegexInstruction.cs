namespace Outrigger.Routing.Regexes;

/// <summary>One step of a <see cref="RegexProgram"/>.</summary>
/// <param name="Operation">What the step does.</param>
/// <param name="Next">The step that follows; of a split, the preferred one.</param>
/// <param name="Other">The second step of a split; the slot of a save; the assertion.</param>
/// <param name="Set">The code points of a set.</param>
internal readonly record struct RegexInstruction(
    RegexOperation Operation, int Next, int Other = 0, CodePointSet? Set = null);

/// <summary>What a step does.</summary>
internal enum RegexOperation : byte
{
    /// <summary>Goes on behind one code point of a set.</summary>
    Set,

    /// <summary>Goes on at two steps, the first of which is preferred.</summary>
    Split,

    /// <summary>Remembers the position in a slot.</summary>
    Save,

    /// <summary>Goes on if the position meets an assertion.</summary>
    Assert,

    /// <summary>The expression has matched.</summary>
    Match,
}
