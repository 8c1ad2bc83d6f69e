using System.Buffers;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Outrigger.Proxy.Logging;

/// <summary>
/// The program's log: one line per event, with named fields. Any thread may log, loops too: a line is queued,
/// and one thread of the log's own writes it. When the queue is full the line is dropped and counted; nobody
/// ever waits.
/// </summary>
internal sealed class EventLog : IDisposable
{
    private const int QueueCapacity = 4096;

    // A value with one of these stands in quotes.
    private static readonly SearchValues<char> Quoted = SearchValues.Create(" \"=\r\n\t");

    private readonly Channel<Entry> _queue;
    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly Thread _writer;
    private volatile LogLevel _level;
    private long _droppedCount;

    /// <summary>Starts the log.</summary>
    /// <param name="output">
    /// Where lines go; used by the log's thread only, and flushed after each batch.
    /// </param>
    /// <param name="level">The least important level that is logged.</param>
    /// <param name="time">The clock.</param>
    public EventLog(TextWriter output, LogLevel level, TimeProvider time)
    {
        _output = output;
        _level = level;
        _time = time;
        var options = new BoundedChannelOptions(QueueCapacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        };
        _queue = Channel.CreateBounded<Entry>(options);
        _writer = new Thread(WriteAll, maxStackSize: 256 * 1024) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    /// <summary>The least important level that is logged. May be set at any time.</summary>
    public LogLevel Level
    {
        get => _level;
        set => _level = value;
    }

    /// <summary>How many lines were dropped because the queue was full.</summary>
    public long DroppedCount => Volatile.Read(ref _droppedCount);

    /// <summary>Whether lines of this level are logged. Ask before building a costly line.</summary>
    public bool IsEnabled(LogLevel level) => level >= _level && _level != LogLevel.Off;

    /// <summary>Logs one event.</summary>
    /// <param name="level">How important it is.</param>
    /// <param name="component">
    /// Which part of the program speaks: <c>config</c>, <c>xds</c>, <c>listener</c>, …
    /// </param>
    /// <param name="message">What happened.</param>
    /// <param name="fields">What it happened to, by name.</param>
    public void Write(
        LogLevel level, string component, string message,
        params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        if (!IsEnabled(level))
        {
            return;
        }

        var entry = new Entry(_time.GetUtcNow(), level, component, message, fields.ToArray());
        if (!_queue.Writer.TryWrite(entry))
        {
            Interlocked.Increment(ref _droppedCount);
        }
    }

    /// <summary>For whoever looks for a fault.</summary>
    public void Debug(
        string component, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(LogLevel.Debug, component, message, fields);

    /// <summary>What an operator wants to know.</summary>
    public void Info(
        string component, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(LogLevel.Info, component, message, fields);

    /// <summary>Something is not as it should be.</summary>
    public void Warning(
        string component, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(LogLevel.Warning, component, message, fields);

    /// <summary>Something failed.</summary>
    public void Error(
        string component, string message, params ReadOnlySpan<(string Name, object? Value)> fields) =>
        Write(LogLevel.Error, component, message, fields);

    /// <summary>Writes what is queued, then ends the log.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _writer.Join(TimeSpan.FromSeconds(2));
    }

    private void WriteAll()
    {
        var line = new StringBuilder();
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_queue.Reader.TryRead(out Entry entry))
            {
                line.Clear();
                entry.AppendTo(line);
                _output.Write(line);
            }

            _output.Flush();
        }
    }

    private readonly record struct Entry(
        DateTimeOffset Time, LogLevel Level, string Component, string Message,
        (string Name, object? Value)[] Fields)
    {
        public void AppendTo(StringBuilder line)
        {
            line.Append(CultureInfo.InvariantCulture, $"{Time:yyyy-MM-ddTHH:mm:ss.fffZ} ");
            line.Append(LogLevels.NameOf(Level)).Append(' ').Append(Component).Append(": ").Append(Message);
            foreach ((string name, object? value) in Fields)
            {
                line.Append(' ').Append(name).Append('=');
                AppendValue(line, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            }

            line.Append('\n');
        }

        // A value with spaces is quoted, and a line break never gets through: one event is one line.
        private static void AppendValue(StringBuilder line, string value)
        {
            bool isPlain = value.Length > 0 && !value.AsSpan().ContainsAny(Quoted);
            if (isPlain)
            {
                line.Append(value);
                return;
            }

            line.Append('"');
            line.Append(
                value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r"));
            line.Append('"');
        }
    }
}
