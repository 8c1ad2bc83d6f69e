namespace Outrigger.Http.Paths;

/// <summary>The steps of path normalisation that a listener asks for; named after Envoy's options.</summary>
/// <param name="NormalizePath">
/// Remove dot segments, decode escaped unreserved characters, escape what a URI cannot hold (RFC 3986 section
/// 6.2.2), take '\' for '/', and refuse an escaped NUL. The digits of other escapes keep their case.
/// </param>
/// <param name="MergeSlashes">Replace several adjacent slashes by one.</param>
/// <param name="EscapedSlashes">What to do with escaped slashes, before the other steps.</param>
public readonly record struct PathNormalizationOptions(
    bool NormalizePath, bool MergeSlashes, EscapedSlashesAction EscapedSlashes);
