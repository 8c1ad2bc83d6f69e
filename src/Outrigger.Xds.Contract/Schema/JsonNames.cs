namespace Outrigger.Xds.Contract.Schema;

/// <summary>Protobuf's rule for the names of fields in JSON.</summary>
internal static class JsonNames
{
    /// <summary>Drops each underscore and writes the letter after it as a capital.</summary>
    public static string Of(string protoName)
    {
        if (!protoName.Contains('_'))
        {
            return protoName;
        }

        string[] words = protoName.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(word =>
            word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
