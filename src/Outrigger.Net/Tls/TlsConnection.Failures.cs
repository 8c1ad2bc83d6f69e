using System.Runtime.InteropServices;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>What went wrong, in words.</summary>
public sealed unsafe partial class TlsConnection
{
    private TlsFault _verification;

    /// <summary>What kind of failure ended the handshake or the connection.</summary>
    public TlsFailure Failure { get; private set; }

    /// <summary>Why it failed, one sentence without a full stop; empty when nothing failed.</summary>
    public string FailureText { get; private set; } = "";

    void ITlsSession.NoteVerifyFailure(TlsFailure failure, string text) => _verification = new(failure, text);

    private void Fail(int result)
    {
        var code = LibSsl.GetError(_ssl, result);
        var fault = TlsFault.Drain(code, IsEstablished, _verification, DisconnectText());
        Fail(fault.Failure, fault.Text);
    }

    private void Fail(TlsFailure failure, string text)
    {
        // The first failure is the cause; what follows from it says less.
        if (Failure != TlsFailure.None)
            return;
        Failure = failure;
        FailureText = TlsFault.Printable(text);
    }

    /// <summary>
    /// A broken pipe says little, but what the peer sent before it hung up may say why: a client of TLS 1.3
    /// learns only so that its certificate was refused.
    /// </summary>
    private void FailWrite(int result)
    {
        var isBroken = LibSsl.GetError(_ssl, result) == OpenSslConstants.ErrorSystemCall;
        if (isBroken)
        {
            OpenSslErrors.Drain();
            byte first;
            _bio->IsReadDrained = false;
            var peeked = LibSsl.Peek(_ssl, &first, 1);
            var code = peeked > 0 ? OpenSslConstants.ErrorNone : LibSsl.GetError(_ssl, peeked);
            if (code == OpenSslConstants.ErrorSsl)
                Fail(peeked);
            OpenSslErrors.Drain();
            Fail(TlsFailure.Disconnected, DisconnectText());
        }
        else
        {
            Fail(result);
        }

        _read.IsReady = true;
        _write.IsReady = true;
    }

    private string DisconnectText()
    {
        var stage = IsEstablished ? "without ending TLS, so what it sent may be cut off" : "during the handshake";
        return _bio->Error == 0
            ? $"the peer closed the connection {stage}"
            : $"the connection broke {stage}: {Marshal.GetPInvokeErrorMessage(_bio->Error)}";
    }
}
