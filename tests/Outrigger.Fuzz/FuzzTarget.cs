namespace Outrigger.Fuzz;

/// <summary>A parser, and what must hold of it whatever it is given.</summary>
internal abstract class FuzzTarget
{
    /// <summary>The name on the command line, and of the folder of its seeds.</summary>
    public abstract string Name { get; }

    /// <summary>Pieces that an attack on this parser is made of; mutations insert them.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>
    /// Inputs beside the seeds of the folder, from published test data if that is there.
    /// </summary>
    public virtual IEnumerable<byte[]> PublishedSeeds() => [];

    /// <summary>Runs the parser. Deterministic: the same input does the same.</summary>
    /// <exception cref="InvariantException">Something does not hold.</exception>
    public abstract void Run(byte[] input);

    /// <summary>A place to cut the input in two, which depends on the input alone.</summary>
    protected static int SplitOf(ReadOnlySpan<byte> input)
    {
        uint hash = 2166136261;
        foreach (byte b in input)
            hash = (hash ^ b) * 16777619;
        return input.IsEmpty ? 0 : (int)(hash % (uint)(input.Length + 1));
    }

    /// <summary>Words written as text; each character is a byte.</summary>
    protected static byte[][] Latin1(params string[] words) =>
        [.. words.Select(System.Text.Encoding.Latin1.GetBytes)];
}
