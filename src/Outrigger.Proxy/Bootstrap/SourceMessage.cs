using Outrigger.Proxy.Configuration;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>Something to tell the user about a place in the bootstrap.</summary>
/// <param name="Position">The place.</param>
/// <param name="IsError">Whether the program cannot start with it.</param>
/// <param name="Issue">The field and what is the matter with it.</param>
internal sealed record SourceMessage(DocumentPosition Position, bool IsError, ConfigurationIssue Issue)
{
    /// <summary><c>file:line:column: error: field: sentence</c>.</summary>
    public override string ToString() => $"{Position}: {(IsError ? "error" : "warning")}: {Issue}";
}
