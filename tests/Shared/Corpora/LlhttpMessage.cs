namespace Outrigger.Testing.Corpora;

/// <summary>What llhttp reports of one message. Text is Latin-1.</summary>
public sealed class LlhttpMessage
{
    public string Method { get; internal set; } = "";

    public string Target { get; internal set; } = "";

    /// <summary>The fields of the head as (name, value), without surrounding white space.</summary>
    public List<(string Name, string Value)> Headers { get; } = [];

    public string Body { get; internal set; } = "";

    /// <summary>Whether the end of the head was seen.</summary>
    public bool HasHead { get; internal set; }

    /// <summary>Whether the end of the content was seen.</summary>
    public bool IsComplete { get; internal set; }

    /// <summary>Offset behind the start line's version in the original input; -1 when it has none.</summary>
    internal int VersionEnd { get; set; } = -1;
}
