namespace Outrigger.Testing.Corpora;

/// <summary>Where we judge a request of the desync corpus otherwise than the corpus does, and why; by the case's name.</summary>
public static class DesyncExceptions
{
    private const string OtherCoding = "codings other than chunked are not implemented, as in Envoy (501)";
    private const string CodingParameter = "chunked has no parameters (RFC 9112 section 7.1)";

    /// <summary>Compliant in the corpus, and refused by us on purpose.</summary>
    public static IReadOnlyDictionary<string, string> RefusedThoughCompliant { get; } = new Dictionary<string, string>
    {
        ["Correct TE OK"] = OtherCoding,
        ["Transfer-Encoding: identity and chunked OK"] = OtherCoding,
        ["Multiple transfer encoding headers in a single request OK"] = OtherCoding,
        ["Different Transfer-Encoding headers"] = OtherCoding,
        ["Different Transfer-Encoding headers combined"] = OtherCoding,
        ["TE with custom parameters OK"] = CodingParameter,
        ["Transfer-Encoding with a param: chunked;custom_param"] = CodingParameter,
        ["Compliant URL"] = "it holds a fragment, which no client may send (RFC 9112 section 3.2)",
        ["International in URI"] = "a target is ASCII (RFC 3986 section 2); others must be escaped",
        ["Empty URI"] = "a request without target is malformed (RFC 9112 section 3)",
    };
}
