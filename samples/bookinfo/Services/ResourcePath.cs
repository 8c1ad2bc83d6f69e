using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Outrigger.Samples.Bookinfo.Services;

/// <summary>Reads paths of the form <c>/collection/{id}</c>.</summary>
internal static class ResourcePath
{
    /// <summary>
    /// True when the path is <paramref name="collection"/> and one more segment; <paramref name="id"/> is
    /// null when that segment is not a number.
    /// </summary>
    public static bool TryMatch(PathString path, string collection, out int? id)
    {
        id = null;
        if (!path.StartsWithSegments(collection, out var rest) || !rest.HasValue)
        {
            return false;
        }

        var segment = rest.Value.AsSpan(1);
        if (segment.Contains('/'))
        {
            return false;
        }

        if (int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            id = number;
        }

        return true;
    }
}
