namespace Outrigger.Xds.Contract.Schema;

/// <summary>The classes that protobuf's compiler makes of messages.</summary>
internal static class ClassNames
{
    /// <summary>
    /// The message that a class was made of; null when there is none. Words become capitalised without
    /// underscores, a nested message stands inside a class <c>Types</c>, and protobuf's own messages have a
    /// namespace of their own.
    /// </summary>
    public static string? ToMessageName(Type type, IReadOnlyList<string> messageNames)
    {
        string path = (type.FullName ?? "").Replace("+Types+", ".", StringComparison.Ordinal);
        path = path.Replace("Google.Protobuf.WellKnownTypes.", "Google.Protobuf.", StringComparison.Ordinal);
        return messageNames.FirstOrDefault(name => IsSame(name, path));
    }

    private static bool IsSame(string messageName, string path)
    {
        int position = 0;
        foreach (char letter in messageName)
        {
            if (letter == '_')
            {
                continue;
            }

            if (position == path.Length
                || char.ToLowerInvariant(path[position]) != char.ToLowerInvariant(letter))
            {
                return false;
            }

            position++;
        }

        return position == path.Length;
    }
}
