namespace Outrigger.Proxy.Configuration;

/// <summary>One thing that is wrong with a resource, or one part of it that has no effect.</summary>
/// <param name="Path">
/// The field, in protobuf names from the resource's root; empty for the resource itself.
/// </param>
/// <param name="Message">One sentence: what was found, and what was expected or what happens instead.</param>
internal readonly record struct ConfigurationIssue(string Path, string Message)
{
    /// <summary>Path and sentence, as they belong into a rejection.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
