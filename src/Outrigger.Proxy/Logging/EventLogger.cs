using Microsoft.Extensions.Logging;

namespace Outrigger.Proxy.Logging;

/// <summary>Lets a library that logs through <see cref="ILogger"/> log into the program's log.</summary>
/// <param name="log">The program's log.</param>
/// <param name="component">Which part of the program speaks.</param>
internal sealed class EventLogger<T>(EventLog log, string component) : ILogger<T>
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => log.IsEnabled(Level(logLevel));

    /// <inheritdoc/>
    public void Log<TState>(
        Microsoft.Extensions.Logging.LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        LogLevel level = Level(logLevel);
        if (!log.IsEnabled(level))
        {
            return;
        }

        if (exception is null)
        {
            log.Write(level, component, formatter(state, exception));
        }
        else
        {
            log.Write(level, component, formatter(state, exception), ("exception", exception));
        }
    }

    private static LogLevel Level(Microsoft.Extensions.Logging.LogLevel level) => level switch
    {
        Microsoft.Extensions.Logging.LogLevel.Trace => LogLevel.Trace,
        Microsoft.Extensions.Logging.LogLevel.Debug => LogLevel.Debug,
        Microsoft.Extensions.Logging.LogLevel.Information => LogLevel.Info,
        Microsoft.Extensions.Logging.LogLevel.Warning => LogLevel.Warning,
        Microsoft.Extensions.Logging.LogLevel.Error => LogLevel.Error,
        Microsoft.Extensions.Logging.LogLevel.Critical => LogLevel.Critical,
        _ => LogLevel.Off,
    };
}
