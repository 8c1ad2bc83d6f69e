using System.Text;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Jwt;

/// <summary>The claims as policies and routes see them.</summary>
public static class JwtPayload
{
    /// <summary>
    /// Makes lists of claims whose text is a list separated by spaces, such as <c>scope</c>
    /// (<c>JwtProvider.normalize_payload_in_metadata</c>).
    /// </summary>
    /// <param name="claims">The claims.</param>
    /// <param name="spaceDelimited">The names of those claims.</param>
    public static MetadataValue Normalize(MetadataValue claims, IReadOnlyCollection<string> spaceDelimited)
    {
        if (spaceDelimited.Count == 0)
        {
            return claims;
        }

        var members = new List<MetadataMember>();
        foreach (MetadataMember member in claims.Members)
        {
            string name = Encoding.UTF8.GetString(member.Name);
            bool isList = member.Value.Kind == MetadataKind.Text && spaceDelimited.Contains(name);
            members.Add(isList ? new MetadataMember(name, Split(member.Value)) : member);
        }

        return MetadataValue.Struct(members);
    }

    /// <summary>
    /// The claim of that name; a name with dots leads into the claims, when there is no claim that is called
    /// just so.
    /// </summary>
    /// <param name="claims">The claims.</param>
    /// <param name="name">The name, such as <c>sub</c> or <c>resource.owner.name</c>.</param>
    public static MetadataValue? Find(MetadataValue claims, string name)
    {
        if (claims.Find(Encoding.UTF8.GetBytes(name)) is { } direct)
        {
            return direct;
        }

        MetadataValue? current = claims;
        foreach (string part in name.Split('.'))
        {
            current = current.Find(Encoding.UTF8.GetBytes(part));
            if (current is null)
            {
                return null;
            }
        }

        return current;
    }

    /// <summary>
    /// A claim as a header's value: texts, numbers and booleans have one; null for everything else, and for
    /// texts with characters that headers must not have.
    /// </summary>
    /// <param name="claim">The claim.</param>
    public static byte[]? HeaderValueOf(MetadataValue? claim) => claim?.Kind switch
    {
        MetadataKind.Text when IsHeaderText(claim.Utf8) => claim.Utf8.ToArray(),
        MetadataKind.Number => Encoding.ASCII.GetBytes(NumberText(claim.Number)),
        MetadataKind.Boolean => claim.Boolean ? "true"u8.ToArray() : "false"u8.ToArray(),
        _ => null,
    };

    private static MetadataValue Split(MetadataValue text) => MetadataValue.List(
    [
        .. Encoding.UTF8.GetString(text.Utf8).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(MetadataValue.Of),
    ]);

    private static bool IsHeaderText(ReadOnlySpan<byte> text)
    {
        // Control bytes would end the header or hide in it; white space around a value is not part of it.
        foreach (byte each in text)
        {
            if (each < 0x20 || each == 0x7F)
            {
                return false;
            }
        }

        return !text.IsEmpty && text[0] != (byte)' ' && text[^1] != (byte)' ';
    }

    /// <summary>Whole numbers without a point, others with six digits behind it, as Envoy writes them.</summary>
    private static string NumberText(double number) =>
        number is >= 0 and < ulong.MaxValue && Math.Floor(number) == number
            ? ((ulong)number).ToString()
            : number.ToString("F6");
}
