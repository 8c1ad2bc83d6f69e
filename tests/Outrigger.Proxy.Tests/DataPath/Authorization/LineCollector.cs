using System.Text;

namespace Outrigger.Proxy.Tests.DataPath.Authorization;

/// <summary>Keeps what a log writes, for any thread to read.</summary>
internal sealed class LineCollector : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_lock)
            _text.Append(value);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_lock)
            _text.Append(buffer);
    }

    public override void Write(string? value) => Write(value.AsSpan());

    /// <summary>The whole lines that hold a text.</summary>
    public IReadOnlyList<string> Containing(string text)
    {
        lock (_lock)
        {
            var lines = _text.ToString().Split('\n');
            return [.. lines[..^1].Where(line => line.Contains(text, StringComparison.Ordinal))];
        }
    }
}
