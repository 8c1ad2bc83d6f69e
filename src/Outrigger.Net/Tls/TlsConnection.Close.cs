using Outrigger.Net.Sockets;
using Outrigger.Net.Timers;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>How a connection ends.</summary>
public sealed unsafe partial class TlsConnection
{
    private const int CloseTimeoutMs = 5_000;

    private CallbackTimer? _closeTimer;
    private bool _hasSaidFarewell;

    /// <summary>
    /// Ends the connection with close_notify, without waiting for the peer's. What was taken from the caller
    /// is still sent, for five seconds at most. Whoever waits resumes with
    /// <see cref="Loops.WaitResult.Closed"/>. Closing twice does nothing.
    /// </summary>
    public override void Close()
    {
        if (_isClosed)
            return;
        var lingers = !TryFlush() && Failure == TlsFailure.None && !_bio->HasHangup;
        MarkClosed();
        if (!lingers)
        {
            Release(saysFarewell: true);
            return;
        }

        _closeTimer = new CallbackTimer(() => Release(saysFarewell: false));
        Loop.Schedule(_closeTimer, Loop.NowMs + CloseTimeoutMs);
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        if (_isClosed)
            return;
        MarkClosed();
        Free();
        Socket.Abort();
    }

    private void MarkClosed()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        Observer = null;
        _read.Close();
        _write.Close();
    }

    private void GoOnClosing(bool isHangup)
    {
        if (TryFlush())
            Release(saysFarewell: true);
        else if (isHangup || Failure != TlsFailure.None)
            Release(saysFarewell: false);
    }

    private void Release(bool saysFarewell)
    {
        if (_ssl == 0)
            return;
        if (_closeTimer is { } timer)
            Loop.Cancel(timer);
        // A peer that has closed would only answer with a reset.
        if (saysFarewell && !_hasSaidFarewell && !_bio->HasHangup)
            SendFarewellRecord();
        Free();
        Socket.Close();
    }

    private void SendFarewell()
    {
        if (!_hasSaidFarewell)
            SendFarewellRecord();
        Socket.ShutdownSend();
    }

    private void SendFarewellRecord()
    {
        if (!IsEstablished || Failure != TlsFailure.None)
            return;
        _hasSaidFarewell = true;
        if (LibSsl.Shutdown(_ssl) < 0)
            OpenSslErrors.Drain();
    }

    private void Free()
    {
        if (_ssl == 0)
            return;
        if (IsEstablished && Failure == TlsFailure.None && !_hasSaidFarewell)
        {
            // Without any farewell OpenSSL would take the session for a bad one and not resume it.
            LibSsl.SetQuietShutdown(_ssl, 1);
            _ = LibSsl.Shutdown(_ssl);
        }

        LibSsl.Free(_ssl);
        _ssl = 0;
        SocketBio.FreeState(_bio);
        _bio = null;
        Socket.User = null;
        _context.Release();
    }
}
