namespace Outrigger.Resources.Schema;

/// <summary>Rules about one value, each the equal of a validation expression (CEL) of Istio's CRDs.</summary>
public enum ValueRule
{
    /// <summary>A duration of 1 ms or more.</summary>
    AtLeastOneMillisecond,

    /// <summary>A port number from 1 to 65535.</summary>
    PortNumber,

    /// <summary>A map none of whose keys holds an asterisk.</summary>
    KeysWithoutWildcard,

    /// <summary>A map none of whose keys is empty.</summary>
    KeysNotEmpty,

    /// <summary>A text without an asterisk.</summary>
    WithoutWildcard,

    /// <summary>An empty text: references to other namespaces are not possible.</summary>
    Empty,

    /// <summary>
    /// If a Unix domain socket (<c>unix://</c>): an absolute path or an abstract name (<c>@</c>).
    /// </summary>
    UnixSocketIsAbsolute,

    /// <summary>If a Unix domain socket (<c>unix://</c>): not a folder.</summary>
    UnixSocketIsNotFolder,

    /// <summary>
    /// A map whose keys are port names: letters, digits and inner dashes, under 63 characters.
    /// </summary>
    KeysArePortNames,

    /// <summary>A map whose keys are port numbers from 1 to 65535.</summary>
    KeysArePortNumbers,

    /// <summary>Any text but a lone asterisk.</summary>
    NotLoneWildcard,

    /// <summary>Empty, <c>HTTP</c> or <c>HTTPS</c>.</summary>
    ProbeScheme,

    /// <summary>A URL with the scheme <c>http</c> or <c>https</c>.</summary>
    HttpUrl,

    /// <summary>
    /// A URL with the scheme <c>http</c>, <c>https</c>, <c>file</c> or <c>oci</c>, or without one.
    /// </summary>
    ModuleUrl,
}
