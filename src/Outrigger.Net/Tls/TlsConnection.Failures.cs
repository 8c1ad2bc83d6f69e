using System.Runtime.InteropServices;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>What went wrong, in words.</summary>
public sealed unsafe partial class TlsConnection
{
    private TlsFailure _verifyFailure;
    private string _verifyText = "";

    /// <summary>What kind of failure ended the handshake or the connection.</summary>
    public TlsFailure Failure { get; private set; }

    /// <summary>Why it failed, one sentence without a full stop; empty when nothing failed.</summary>
    public string FailureText { get; private set; } = "";

    /// <summary>Notes why the peer's certificate was refused; the handshake then fails for that reason.</summary>
    internal void NoteVerifyFailure(TlsFailure failure, string text)
    {
        _verifyFailure = failure;
        _verifyText = text;
    }

    private void Fail(int result)
    {
        var code = LibSsl.GetError(_ssl, result);
        var text = OpenSslErrors.Drain(out var reason);
        if (code == OpenSslConstants.ErrorSystemCall && text.Length == 0)
        {
            Fail(TlsFailure.Disconnected, DisconnectText());
            return;
        }

        switch (reason)
        {
            case OpenSslConstants.ReasonCertificateVerifyFailed when _verifyText.Length > 0:
                Fail(_verifyFailure, $"certificate verify failed: {_verifyText}");
                break;
            case OpenSslConstants.ReasonPeerDidNotReturnCertificate:
                Fail(TlsFailure.NoCertificate, "the peer did not show a certificate");
                break;
            case OpenSslConstants.ReasonUnexpectedEnd:
                Fail(TlsFailure.Disconnected, DisconnectText());
                break;
            case OpenSslConstants.ReasonHttpRequest:
                Fail(TlsFailure.Protocol, "the peer speaks plain HTTP, not TLS");
                break;
            case OpenSslConstants.ReasonWrongVersionNumber when !IsEstablished:
                Fail(TlsFailure.Protocol, $"{text}: the peer speaks something else than TLS");
                break;
            default:
                Fail(TlsFailure.Protocol, text.Length > 0 ? text : "TLS failed without a reason");
                break;
        }
    }

    private void Fail(TlsFailure failure, string text)
    {
        // The first failure is the cause; what follows from it says less.
        if (Failure != TlsFailure.None)
            return;
        Failure = failure;
        FailureText = Printable(text);
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

    /// <summary>
    /// Names in a certificate are the peer's own words: they must not forge a line of a log or a header.
    /// </summary>
    private static string Printable(string text)
    {
        const int LengthMax = 512;
        var shown = text.Length > LengthMax ? text[..LengthMax] + "..." : text;
        return string.Create(shown.Length, shown, static (target, source) =>
        {
            for (var index = 0; index < target.Length; index++)
                target[index] = source[index] is >= ' ' and <= '~' ? source[index] : '?';
        });
    }

    private string DisconnectText()
    {
        var stage = IsEstablished ? "without ending TLS, so what it sent may be cut off" : "during the handshake";
        return _bio->Error == 0
            ? $"the peer closed the connection {stage}"
            : $"the connection broke {stage}: {Marshal.GetPInvokeErrorMessage(_bio->Error)}";
    }
}
