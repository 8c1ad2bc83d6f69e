namespace Outrigger.Http.Tests.Http2.Interop;

/// <summary>A message as one end received it.</summary>
internal sealed class ReceivedMessage(MessagePlan plan)
{
    private int _contentBytes;
    private bool _isRight = true;
    private string? _marker;
    private string _trailers = "none";

    internal string? Closed { get; set; }

    internal void OnField(string name, string value, bool isTrailer)
    {
        if (name != "x-marker")
            return;
        if (isTrailer)
            _trailers = value;
        else
            _marker = value;
    }

    internal void OnContent(ReadOnlySpan<byte> content)
    {
        for (int i = 0; i < content.Length; i++)
            _isRight &= content[i] == plan[_contentBytes + i];
        _contentBytes += content.Length;
    }

    public override string ToString() =>
        $"marker {_marker}; content {_contentBytes} {(_isRight ? "ok" : "wrong")}; trailers {_trailers}; closed {Closed}";
}
