using System.Reflection;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>The program's version.</summary>
internal static class ProgramVersion
{
    /// <summary>The number alone: <c>0.1.0</c>.</summary>
    public static string Number { get; } =
        typeof(ProgramVersion).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "0.0.0";

    /// <summary>Name and number, as <c>--version</c> prints them.</summary>
    public static string Text => $"outrigger-proxy {Number}";
}
