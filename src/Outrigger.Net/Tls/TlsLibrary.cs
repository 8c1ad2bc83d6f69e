using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>The installed OpenSSL. Loaded when TLS is configured for the first time, and not before.</summary>
public static class TlsLibrary
{
    private static readonly Lock Gate = new();
    private static nuint s_version;

    /// <summary>Whether the post-quantum key agreement X25519MLKEM768 can be offered (OpenSSL 3.5).</summary>
    internal static bool HasHybridKeyAgreement => s_version >= OpenSslConstants.Version35;

    /// <summary>Loads the library unless it is loaded.</summary>
    /// <exception cref="TlsConfigurationException">It is not installed.</exception>
    public static void Require()
    {
        lock (Gate)
        {
            if (s_version != 0)
                return;
            try
            {
                Load();
            }
            catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
            {
                throw new TlsConfigurationException(
                    "TLS needs OpenSSL 3 (libssl.so.3 and libcrypto.so.3), which is not installed; "
                    + "on Debian and Ubuntu the package is libssl3",
                    fault);
            }
        }
    }

    private static unsafe void Load()
    {
        // Workers may still serve while the process exits, so the library must not clean up behind their backs.
        if (LibSsl.Initialize(OpenSslConstants.InitializeNoExitHandler, null) != 1)
            throw new TlsConfigurationException($"OpenSSL does not start: {OpenSslErrors.Drain()}");
        SocketBio.Initialize();
        s_version = LibCrypto.VersionNumber();
    }
}
