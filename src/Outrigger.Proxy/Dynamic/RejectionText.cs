using Outrigger.Proxy.Configuration;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Words a rejection: the first mistake without its path, which stands apart, then all others with theirs.
/// </summary>
internal static class RejectionText
{
    /// <summary>The sentence.</summary>
    public static string Of(CompileReport report) => string.Join(
        "; ", report.Errors.Skip(1).Select(error => error.ToString()).Prepend(report.Errors[0].Message));
}
