using System.Text;
using Outrigger.Routing.FilterChains;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Authorization.Index;

/// <summary>How a key is compared with a value.</summary>
internal enum GuardKeyKind : byte
{
    /// <summary>The value is the text, in any case.</summary>
    Exact,

    /// <summary>The value begins with the text, in any case.</summary>
    Prefix,

    /// <summary>The value ends with the text, in any case.</summary>
    Suffix,

    /// <summary>There is a value.</summary>
    Present,

    /// <summary>The address is in the range.</summary>
    Range,

    /// <summary>The port is the number.</summary>
    Number,
}

/// <summary>An attribute by which policies are found, and which one where there are several of its kind.</summary>
/// <param name="Source">The attribute.</param>
/// <param name="Name">The header's name, or the place of the value; empty for the others.</param>
internal readonly record struct GuardAttribute(GuardSource Source, string Name = "");

/// <summary>
/// A value that an attribute has to have so that a condition can hold. It may let more through than the condition
/// does, never less.
/// </summary>
/// <param name="Kind">How it is compared.</param>
/// <param name="Text">The text in lower case, one character per byte; empty for the other kinds.</param>
/// <param name="Range">The range of addresses.</param>
/// <param name="Number">The port.</param>
internal readonly record struct GuardKey(
    GuardKeyKind Kind, string Text = "", CidrPrefix Range = default, int Number = 0)
{
    /// <summary>The text as bytes.</summary>
    public byte[] Bytes => Encoding.Latin1.GetBytes(Text);

    /// <summary>A key of a text.</summary>
    public static GuardKey Of(GuardKeyKind kind, ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            characters[i] = (char)AsciiBytes.Lower(text[i]);
        }

        return new(kind, new string(characters));
    }
}
