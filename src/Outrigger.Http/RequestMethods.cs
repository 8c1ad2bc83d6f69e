namespace Outrigger.Http;

/// <summary>
/// Translates between method tokens, which are case-sensitive, and <see cref="RequestMethod"/>.
/// </summary>
public static class RequestMethods
{
    /// <summary>
    /// Whether doing it twice is meant to have the effect of doing it once, so that a request may be repeated
    /// when its fate is unknown (RFC 9110 section 9.2.2). Of a method that we do not know we do not say so.
    /// </summary>
    public static bool IsIdempotent(this RequestMethod method) => method is RequestMethod.Get
        or RequestMethod.Head or RequestMethod.Options or RequestMethod.Trace or RequestMethod.Put
        or RequestMethod.Delete;

    /// <summary>The number of a method token, or <see cref="RequestMethod.Other"/>.</summary>
    public static RequestMethod Resolve(ReadOnlySpan<byte> method) => method.Length switch
    {
        3 when method.SequenceEqual("GET"u8) => RequestMethod.Get,
        3 when method.SequenceEqual("PUT"u8) => RequestMethod.Put,
        4 when method.SequenceEqual("POST"u8) => RequestMethod.Post,
        4 when method.SequenceEqual("HEAD"u8) => RequestMethod.Head,
        5 when method.SequenceEqual("PATCH"u8) => RequestMethod.Patch,
        5 when method.SequenceEqual("TRACE"u8) => RequestMethod.Trace,
        6 when method.SequenceEqual("DELETE"u8) => RequestMethod.Delete,
        7 when method.SequenceEqual("OPTIONS"u8) => RequestMethod.Options,
        7 when method.SequenceEqual("CONNECT"u8) => RequestMethod.Connect,
        _ => RequestMethod.Other,
    };
}
