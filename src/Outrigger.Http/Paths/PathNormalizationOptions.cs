namespace Outrigger.Http.Paths;

/// <summary>The steps of path normalisation that a listener asks for; named after Envoy's options.</summary>
/// <param name="NormalizePath">
/// Remove dot segments, decode escaped unreserved characters, write escapes in upper case (RFC 3986 section
/// 6.2.2), and take '\' for '/'.
/// </param>
/// <param name="MergeSlashes">Replace several adjacent slashes by one.</param>
/// <param name="EscapedSlashes">What to do with escaped slashes, before the other steps.</param>
public readonly record struct PathNormalizationOptions(
    bool NormalizePath, bool MergeSlashes, EscapedSlashesAction EscapedSlashes);
