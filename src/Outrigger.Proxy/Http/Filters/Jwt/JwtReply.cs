using System.Text;
using Outrigger.Http;
using Outrigger.Routing.Jwt;

namespace Outrigger.Proxy.Http.Filters.Jwt;

/// <summary>What clients with a bad token, or without one, get: Envoy's answers.</summary>
internal static class JwtReply
{
    private const int RealmPathBytesMax = 256;

    private static readonly byte[][] s_bodies =
        [.. Enum.GetValues<JwtStatus>().Select(status => Encoding.UTF8.GetBytes(JwtStatusText.Of(status)))];

    private static readonly string[] s_details =
        [.. Enum.GetValues<JwtStatus>().Select(status => DetailsOf(JwtStatusText.Of(status)))];

    /// <summary>The answer to a request with a bad token or without one.</summary>
    /// <param name="status">What is wrong.</param>
    /// <param name="request">The request.</param>
    /// <param name="isStripped">Whether the client does not learn why.</param>
    public static LocalReply Of(JwtStatus status, RequestHead request, bool isStripped)
    {
        var code = status == JwtStatus.AudienceNotAllowed ? 403 : 401;
        var details = s_details[(int)status];
        if (isStripped)
            return new LocalReply(code, default, Details: details);
        var challenge = $"Bearer realm=\"{RealmOf(request)}\"";
        if (status != JwtStatus.Missing)
            challenge += ", error=\"invalid_token\"";
        var headers = new ReplyHeaders().Add("www-authenticate"u8, Encoding.ASCII.GetBytes(challenge));
        return new LocalReply(code, s_bodies[(int)status], Headers: headers, Details: details);
    }

    /// <summary>The answer when a route names a requirement that the filter does not have.</summary>
    /// <param name="name">The requirement.</param>
    /// <param name="isStripped">Whether the client does not learn why.</param>
    public static LocalReply UnknownRequirement(string name, bool isStripped)
    {
        var reason = $"Wrong requirement_name: {name}";
        var body = isStripped ? default : Encoding.UTF8.GetBytes($"Failed JWT authentication: {reason}");
        return new LocalReply(403, body, Details: DetailsOf(reason));
    }

    /// <summary>Spaces would end the field in many readers of access logs.</summary>
    private static string DetailsOf(string reason) => $"jwt_authn_access_denied{{{reason.Replace(' ', '_')}}}";

    /// <summary>
    /// The request's own address. Without its query, unlike Envoy's, because that may be where the token is.
    /// </summary>
    private static string RealmOf(RequestHead request)
    {
        var path = request.Path;
        var end = path.IndexOfAny((byte)'?', (byte)'#');
        path = end < 0 ? path : path[..end];
        var realm = new StringBuilder();
        realm.Append(request.Scheme == HttpScheme.Https ? "https://" : "http://");
        Append(request.Authority, realm);
        Append(path[..Math.Min(path.Length, RealmPathBytesMax)], realm);
        return realm.ToString();
    }

    private static void Append(ReadOnlySpan<byte> text, StringBuilder realm)
    {
        foreach (var each in text)
        {
            // Quotes would end the value.
            if (each is > 0x20 and < 0x7F and not (byte)'"' and not (byte)'\\')
                realm.Append((char)each);
        }
    }
}
