using System.Collections.Immutable;

namespace Outrigger.Proxy.Logging;

/// <summary>The names of the log levels, as on the command line and in <c>/logging</c>.</summary>
internal static class LogLevels
{
    /// <summary>The names, by level.</summary>
    public static ImmutableArray<string> Names { get; } =
        ["trace", "debug", "info", "warning", "error", "critical", "off"];

    /// <summary>The name of a level.</summary>
    public static string NameOf(LogLevel level) => Names[(int)level];

    /// <summary>Finds a level by its name; <c>warn</c> and <c>err</c> are understood too.</summary>
    public static bool TryParse(string name, out LogLevel level)
    {
        int index = Names.IndexOf(name switch { "warn" => "warning", "err" => "error", _ => name });
        level = index < 0 ? LogLevel.Info : (LogLevel)index;
        return index >= 0;
    }
}
