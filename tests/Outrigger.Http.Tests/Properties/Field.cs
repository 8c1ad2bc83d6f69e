using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Outrigger.Http.Tests.Properties;

/// <summary>A field that may be in a message: a token in lower case, and a value without white space at its ends.</summary>
public sealed record Field(string Name, string Value)
{
    private const string NameCharacters = "abcxyz019!#$%&'*+-.^_`|~";
    private const string ValueCharacters = "abcXYZ019 \t,;=\"()<>@:\\/[]?{}\u0080\u00e9\u00ff";

    // Names that are known, and one that no writer drops because it is the connection's.
    private static readonly string[] s_knownNames =
        ["accept", "cookie", "user-agent", "x-request-id", "via", "authorization", "content-type", "set-cookie"];

    public byte[] NameBytes => Encoding.Latin1.GetBytes(Name);

    public byte[] ValueBytes => Encoding.Latin1.GetBytes(Value);

    public override string ToString() => $"{Name}: {Value}";

    internal static Gen<Field> Generator { get; } =
        from name in Gen.Frequency(
            (1, Gen.Elements(s_knownNames)),
            (2, Text(NameCharacters, 1, 20).Select(text => "x" + text)))
        from value in Text(ValueCharacters, 0, 60)
        select new Field(name, value.Trim(' ', '\t'));

    internal static Gen<string> Text(string characters, int lengthMin, int lengthMax) =>
        from length in Gen.Choose(lengthMin, lengthMax)
        from text in Gen.ArrayOf(Gen.Elements(characters.ToCharArray()), length)
        select new string(text);
}
