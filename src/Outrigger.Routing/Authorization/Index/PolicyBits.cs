using System.Numerics;
using System.Runtime.InteropServices;

namespace Outrigger.Routing.Authorization.Index;

/// <summary>Sets of policies, one bit each, several words at a time.</summary>
internal static class PolicyBits
{
    /// <summary>Adds the policies of one set to another of the same length.</summary>
    public static void Add(ReadOnlySpan<ulong> policies, Span<ulong> to)
    {
        Span<Vector<ulong>> wide = MemoryMarshal.Cast<ulong, Vector<ulong>>(to);
        ReadOnlySpan<Vector<ulong>> wideAdded = MemoryMarshal.Cast<ulong, Vector<ulong>>(policies);
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] |= wideAdded[i];
        }

        for (int i = wide.Length * Vector<ulong>.Count; i < to.Length; i++)
        {
            to[i] |= policies[i];
        }
    }

    /// <summary>Takes the policies out of a set that are not in another of the same length.</summary>
    /// <returns>Whether any is left.</returns>
    public static bool Keep(ReadOnlySpan<ulong> policies, Span<ulong> of)
    {
        Span<Vector<ulong>> wide = MemoryMarshal.Cast<ulong, Vector<ulong>>(of);
        ReadOnlySpan<Vector<ulong>> wideKept = MemoryMarshal.Cast<ulong, Vector<ulong>>(policies);
        Vector<ulong> left = Vector<ulong>.Zero;
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] &= wideKept[i];
            left |= wide[i];
        }

        ulong rest = 0;
        for (int i = wide.Length * Vector<ulong>.Count; i < of.Length; i++)
        {
            of[i] &= policies[i];
            rest |= of[i];
        }

        return rest != 0 || left != Vector<ulong>.Zero;
    }
}
