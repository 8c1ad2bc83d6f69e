namespace Outrigger.Proxy.Admin;

/// <summary>A request to the administration server.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path without the query.</param>
/// <param name="Query">The parameters of the query, decoded; one without a value has an empty one.</param>
internal sealed record AdminRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query)
{
    /// <summary>Takes a request target apart. The last of several parameters of one name counts.</summary>
    public static AdminRequest Parse(string method, string target)
    {
        int mark = target.IndexOf('?');
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        if (mark >= 0)
        {
            foreach (string pair in target[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                int equals = pair.IndexOf('=');
                string name = equals < 0 ? pair : pair[..equals];
                query[Decode(name)] = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            }
        }

        return new AdminRequest(method, mark < 0 ? target : target[..mark], query);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
