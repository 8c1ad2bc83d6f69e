using System.Text;

namespace Outrigger.Net.Tls.Native;

/// <summary>
/// OpenSSL's queue of errors, one per thread. Every failing call is followed by a drain, so that the queue is
/// empty before each call and what it then holds is that call's own.
/// </summary>
internal static unsafe class OpenSslErrors
{
    private const int ErrorsMax = 16;
    private const int LibraryShift = 23;
    private const nuint LibraryMask = 0xFF;
    private const nuint ReasonMask = 0x7FFFFF;

    /// <summary>Empties the queue into a text; the reason of the first error of the TLS layer comes out too.</summary>
    /// <param name="reason">The <c>SSL_R_…</c> number, 0 for none.</param>
    internal static string Drain(out int reason)
    {
        reason = 0;
        StringBuilder? text = null;
        var previous = "";
        for (var count = 0; count < ErrorsMax; count++)
        {
            var error = LibCrypto.TakeError();
            if (error == 0)
                return text?.ToString() ?? "";
            var number = (int)(error & ReasonMask);
            var isSsl = ((error >> LibraryShift) & LibraryMask) == OpenSslConstants.LibraryNumberSsl;
            if (isSsl && reason == 0)
                reason = number;
            var line = isSsl && number > OpenSslConstants.ReasonAlertOffset
                ? AlertText(number - OpenSslConstants.ReasonAlertOffset)
                : NativeText.Read(LibCrypto.ErrorReason(error));
            if (line.Length == 0 || line == previous)
                continue;
            previous = line;
            text = text is null ? new StringBuilder(line) : text.Append(": ").Append(line);
        }

        LibCrypto.ClearErrors();
        return text?.ToString() ?? "";
    }

    /// <summary>Empties the queue into a text.</summary>
    internal static string Drain() => Drain(out _);

    private static string AlertText(int alert)
    {
        // OpenSSL has no words for the alerts of TLS 1.3 and of extensions (RFC 8446 section 6).
        var text = alert switch
        {
            109 => "missing extension",
            116 => "certificate required",
            120 => "no application protocol",
            _ => NativeText.Read(LibSsl.AlertDescription(alert)),
        };
        return $"the peer sent the alert \"{text}\"";
    }
}
