using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>What went wrong, in words.</summary>
/// <param name="Failure">What kind of failure it is.</param>
/// <param name="Text">Why, one sentence without a full stop, of printable characters.</param>
internal readonly record struct TlsFault(TlsFailure Failure, string Text)
{
    /// <summary>Empties OpenSSL's queue of errors after a call that failed.</summary>
    /// <param name="code">What <c>SSL_get_error</c> said.</param>
    /// <param name="isEstablished">Whether the handshake had succeeded before.</param>
    /// <param name="verification">What was found wrong with the peer's certificate.</param>
    /// <param name="disconnectText">What to say when the peer is simply gone.</param>
    public static TlsFault Drain(int code, bool isEstablished, TlsFault verification, string disconnectText)
    {
        var text = OpenSslErrors.Drain(out var reason);
        if (code == OpenSslConstants.ErrorSystemCall && text.Length == 0)
            return new(TlsFailure.Disconnected, disconnectText);
        TlsFault fault = reason switch
        {
            OpenSslConstants.ReasonCertificateVerifyFailed when verification.Failure != TlsFailure.None =>
                verification with { Text = $"certificate verify failed: {verification.Text}" },
            OpenSslConstants.ReasonPeerDidNotReturnCertificate =>
                new(TlsFailure.NoCertificate, "the peer did not show a certificate"),
            OpenSslConstants.ReasonUnexpectedEnd => new(TlsFailure.Disconnected, disconnectText),
            OpenSslConstants.ReasonHttpRequest => new(TlsFailure.Protocol, "the peer speaks plain HTTP, not TLS"),
            OpenSslConstants.ReasonWrongVersionNumber when !isEstablished =>
                new(TlsFailure.Protocol, $"{text}: the peer speaks something else than TLS"),
            _ => new(TlsFailure.Protocol, text.Length > 0 ? text : "TLS failed without a reason"),
        };
        return fault with { Text = Printable(fault.Text) };
    }

    /// <summary>
    /// Names in a certificate are the peer's own words: they must not forge a line of a log or a header.
    /// </summary>
    public static string Printable(string text)
    {
        const int LengthMax = 512;
        var shown = text.Length > LengthMax ? text[..LengthMax] + "..." : text;
        return string.Create(shown.Length, shown, static (target, source) =>
        {
            for (var index = 0; index < target.Length; index++)
                target[index] = source[index] is >= ' ' and <= '~' ? source[index] : '?';
        });
    }
}
