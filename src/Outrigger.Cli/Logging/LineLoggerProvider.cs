using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Outrigger.Cli.Logging;

/// <summary>
/// Writes one line for each entry: UTC time, level, category, message, and an exception folded into the same
/// line, so that every line of a log stands for itself.
/// </summary>
internal sealed class LineLoggerProvider(TextWriter output, TimeProvider time) : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, LineLogger> _loggers = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        _loggers.GetOrAdd(categoryName, name => new LineLogger(this, name[(name.LastIndexOf('.') + 1)..]));

    /// <inheritdoc/>
    public void Dispose() => output.Flush();

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var line = new StringBuilder()
            .Append(time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"))
            .Append(' ').Append(NameOf(level).PadRight(5))
            .Append(' ').Append(category).Append(": ").Append(Folded(message));
        if (exception is not null) line.Append(" | ").Append(Folded(exception.ToString()));
        lock (_lock) output.WriteLine(line);
    }

    // Text from files and peers is in messages; a line feed in it must not forge an entry.
    private static string Folded(string text) => text.ReplaceLineEndings(" | ");

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            provider.Write(logLevel, category, formatter(state, exception), exception);
        }
    }
}
