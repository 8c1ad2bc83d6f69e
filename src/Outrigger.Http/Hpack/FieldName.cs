namespace Outrigger.Http.Hpack;

/// <summary>
/// What is known of a field's name and value: worked out once, when a field enters a table, and kept with it.
/// </summary>
/// <param name="Id">The number of an ordinary name.</param>
/// <param name="Pseudo">The number of a name with a colon.</param>
/// <param name="IsValid">
/// Whether the name is a token in lower case (or a known pseudo-header), and the value free of control bytes
/// and of white space at its ends (RFC 9113 section 8.2.1).
/// </param>
internal readonly record struct FieldName(KnownHeader Id, PseudoHeader Pseudo, bool IsValid)
{
    internal static FieldName Of(ReadOnlySpan<byte> name)
    {
        if (!name.IsEmpty && name[0] == ':')
        {
            PseudoHeader pseudo = PseudoHeaders.Resolve(name);
            return new FieldName(KnownHeader.Other, pseudo, pseudo != PseudoHeader.Unknown);
        }

        KnownHeader id = KnownHeaders.Resolve(name);
        bool isValid = id != KnownHeader.Other
            ? name.SequenceEqual(KnownHeaders.NameOf(id))
            : HttpSyntax.IsToken(name) && name.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0;
        return new FieldName(id, PseudoHeader.None, isValid);
    }

    internal FieldName WithValue(ReadOnlySpan<byte> value)
    {
        bool isValid = HttpSyntax.IndexOfControl(value) < 0
            && (value.IsEmpty || !(HttpSyntax.IsWhitespace(value[0]) || HttpSyntax.IsWhitespace(value[^1])));
        return isValid ? this : this with { IsValid = false };
    }
}
