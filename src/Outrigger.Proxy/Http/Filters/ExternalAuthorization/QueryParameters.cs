using System.Text;
using Outrigger.Http;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>Changes parameters of a request's query. Names and values are taken as they are written there.</summary>
internal static class QueryParameters
{
    /// <summary>Makes the changes; a path that would be invalid stays as it is.</summary>
    /// <param name="head">The request.</param>
    /// <param name="changes">Parameters with their new values, or null to remove them.</param>
    public static void Apply(RequestHead head, IReadOnlyList<KeyValuePair<string, string?>> changes)
    {
        var target = Encoding.UTF8.GetString(head.Path);
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? target : target[..mark];
        var parameters = mark < 0 ? [] : target[(mark + 1)..].Split('&').Where(each => each.Length > 0).ToList();
        foreach (var (name, value) in changes)
        {
            parameters.RemoveAll(each => NameOf(each).SequenceEqual(name));
            if (value is not null)
                parameters.Add($"{name}={value}");
        }

        var query = parameters.Count == 0 ? "" : "?" + string.Join('&', parameters);
        head.TrySetPath(Encoding.UTF8.GetBytes(path + query));
    }

    private static ReadOnlySpan<char> NameOf(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? parameter : parameter.AsSpan(0, equals);
    }
}
