using System.Buffers.Text;
using Outrigger.Net.Loops;

namespace Outrigger.Proxy.Http;

/// <summary>
/// The value of the <c>date</c> header (RFC 9110 section 6.6.1), written once per second and worker.
/// </summary>
/// <param name="loop">The worker's loop.</param>
internal sealed class DateText(EventLoop loop)
{
    private const int LengthMax = 29;
    private const int MillisecondsPerSecond = 1000;

    private readonly byte[] _text = new byte[LengthMax];
    private long _validUntilMs = long.MinValue;

    /// <summary>The present date and time; valid during the call of the reader.</summary>
    public ReadOnlySpan<byte> Current
    {
        get
        {
            if (loop.NowMs >= _validUntilMs)
                Renew();
            return _text;
        }
    }

    private void Renew()
    {
        var now = loop.UtcNow;
        _validUntilMs = loop.NowMs + MillisecondsPerSecond - now.Millisecond;
        Utf8Formatter.TryFormat(now, _text, out _, 'R');
    }
}
