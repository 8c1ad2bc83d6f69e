using System.Runtime.CompilerServices;

namespace Outrigger.Fuzz;

/// <summary>What must hold; the messages are written only when it does not.</summary>
internal static class Invariant
{
    /// <summary>Fails unless the condition holds.</summary>
    public static void Holds(bool condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        if (!condition)
            throw new InvariantException($"does not hold: {text}");
    }

    /// <summary>Fails unless two descriptions are the same.</summary>
    public static void Same(string expected, string actual, string what)
    {
        if (expected != actual)
            throw new InvariantException($"{what} differs\n--- expected\n{expected}\n--- found\n{actual}");
    }
}
