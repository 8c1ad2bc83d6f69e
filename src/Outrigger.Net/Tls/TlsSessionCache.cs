using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>What tells sessions of one client apart: a session never vouches for another name.</summary>
/// <param name="ServerName">The server name that was asked for.</param>
/// <param name="VerifiedName">The name that the certificate was checked for.</param>
internal readonly record struct TlsSessionKey(string ServerName, string VerifiedName);

/// <summary>
/// The sessions that a client can resume, the newest last. All workers share it; it is used once per
/// handshake.
/// </summary>
internal sealed class TlsSessionCache(int sessionsMax) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<(TlsSessionKey Key, nint Session)> _sessions = [];
    private bool _isDisposed;

    /// <summary>Keeps a session that OpenSSL hands over, in place of the oldest one when there are too many.</summary>
    /// <returns>Whether it was taken; if not it is still OpenSSL's.</returns>
    public bool Add(TlsSessionKey key, nint session)
    {
        lock (_gate)
        {
            if (_isDisposed)
                return false;
            if (_sessions.Count >= sessionsMax)
            {
                LibSsl.SessionFree(_sessions[0].Session);
                _sessions.RemoveAt(0);
            }

            _sessions.Add((key, session));
            return true;
        }
    }

    /// <summary>
    /// Offers the newest fitting session to a handshake. A ticket of TLS 1.3 is used once, so that nobody can
    /// tell two connections for the same client's (RFC 8446 appendix C.4).
    /// </summary>
    public void Resume(nint ssl, TlsSessionKey key)
    {
        lock (_gate)
        {
            for (var index = _sessions.Count - 1; index >= 0; index--)
            {
                var (sessionKey, session) = _sessions[index];
                if (sessionKey != key)
                    continue;
                _ = LibSsl.SetSession(ssl, session);
                if (LibSsl.SessionGetVersion(session) >= OpenSslConstants.Tls13Number)
                {
                    LibSsl.SessionFree(session);
                    _sessions.RemoveAt(index);
                }

                return;
            }
        }
    }

    /// <summary>Frees the sessions.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var (_, session) in _sessions)
                LibSsl.SessionFree(session);
            _sessions.Clear();
        }
    }
}
