using System.Net.Sockets;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>What is asked of OpenSSL: one call at a time, on memory, so that none of them waits.</summary>
public sealed unsafe partial class TlsStream : ITlsSession
{
    private nint _ssl;
    private nint _incoming;
    private nint _outgoing;
    private string _serverName = "";
    private string _verifiedName = "";
    private TlsFault _verification;

    TlsContext ITlsSession.Context => _context;

    string ITlsSession.ServerName => _serverName;

    string ITlsSession.VerifiedName => _verifiedName;

    NetworkAddress? ITlsSession.LocalAddress => AddressOf(_socket.LocalEndPoint);

    NetworkAddress? ITlsSession.PeerAddress => AddressOf(_socket.RemoteEndPoint);

    void ITlsSession.NoteVerifyFailure(TlsFailure failure, string text) => _verification = new(failure, text);

    private void Open(in TlsPeerRequest peer)
    {
        _ssl = LibSsl.New(_context.Handle);
        if (_ssl == 0)
            throw new InsufficientMemoryException($"No TLS connection can be made: {OpenSslErrors.Drain()}");
        _incoming = LibCrypto.BioNew(LibCrypto.BioMemoryMethod());
        _outgoing = LibCrypto.BioNew(LibCrypto.BioMemoryMethod());
        LibSsl.SetBio(_ssl, _incoming, _outgoing);
        (_serverName, _verifiedName) = TlsPeerRequest.Prepare(_ssl, _context, in peer);
    }

    /// <returns>Whether the handshake is done; a failure is noted.</returns>
    private bool TakeStep()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ssl == 0, this);
            ActiveTls.Session = this;
            var result = LibSsl.DoHandshake(_ssl);
            ActiveTls.Session = null;
            if (result == 1)
            {
                _isEstablished = true;
                byte* protocol;
                uint length;
                LibSsl.GetAlpnSelected(_ssl, &protocol, &length);
                NegotiatedProtocol = System.Text.Encoding.UTF8.GetString(protocol, (int)length);
                OpenSslErrors.Drain();
                return true;
            }

            var code = LibSsl.GetError(_ssl, result);
            if (code is not (OpenSslConstants.ErrorWantRead or OpenSslConstants.ErrorWantWrite))
                Note(code);
            return false;
        }
    }

    /// <summary>Reads what has been received; nothing for the end, or for a buffer of no bytes.</summary>
    private int Decrypt(Span<byte> buffer, out bool isWaiting, out bool hasPending)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ssl == 0, this);
            isWaiting = false;
            hasPending = false;
            if (_fault is { } fault)
                throw new TlsStreamException(fault);
            if (_hasEnded)
                return 0;
            byte first;
            ActiveTls.Session = this;
            int result;
            fixed (byte* start = buffer)
            {
                // A read of no bytes asks whether there is something.
                result = buffer.IsEmpty
                    ? LibSsl.Peek(_ssl, &first, 1)
                    : LibSsl.Read(_ssl, start, buffer.Length);
            }

            ActiveTls.Session = null;
            hasPending = LibCrypto.BioControl(_outgoing, OpenSslConstants.BioControlPending, 0, null) > 0;
            if (result > 0)
                return buffer.IsEmpty ? 0 : result;
            isWaiting = EndRead(LibSsl.GetError(_ssl, result));
            return 0;
        }
    }

    /// <returns>Whether more must come first.</returns>
    private bool EndRead(int code)
    {
        switch (code)
        {
            case OpenSslConstants.ErrorWantRead or OpenSslConstants.ErrorWantWrite:
                return true;
            case OpenSslConstants.ErrorZeroReturn:
                _hasEnded = true;
                return false;
            default:
                throw new TlsStreamException(Note(code));
        }
    }

    /// <returns>How many bytes were taken, at least one.</returns>
    private int Encrypt(ReadOnlySpan<byte> data)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ssl == 0, this);
            if (_fault is { } fault)
                throw new TlsStreamException(fault);
            ActiveTls.Session = this;
            int result;
            fixed (byte* start = data)
                result = LibSsl.Write(_ssl, start, Math.Min(data.Length, BufferBytes));
            ActiveTls.Session = null;
            return result > 0 ? result : throw new TlsStreamException(Note(LibSsl.GetError(_ssl, result)));
        }
    }

    private int TakePending(Span<byte> buffer)
    {
        lock (_gate)
        {
            if (_ssl == 0)
                return 0;
            fixed (byte* start = buffer)
                return LibCrypto.BioRead(_outgoing, start, buffer.Length);
        }
    }

    private void Feed(ReadOnlySpan<byte> received)
    {
        lock (_gate)
        {
            if (_ssl == 0 || received.IsEmpty)
                return;
            fixed (byte* start = received)
                _ = LibCrypto.BioWrite(_incoming, start, received.Length);
        }
    }

    private TlsFault Note(int code)
    {
        TlsFault fault = TlsFault.Drain(code, _isEstablished, _verification, DisconnectText());
        _fault ??= fault;
        return _fault.Value;
    }

    /// <summary>Ends TLS if that takes no waiting: the peer learns of the end from the socket as well.</summary>
    private void SayFarewell()
    {
        if (!_sending.Wait(0))
            return;
        try
        {
            lock (_gate)
            {
                if (_ssl == 0 || !_isEstablished || _fault is not null)
                    return;
                _ = LibSsl.Shutdown(_ssl);
                OpenSslErrors.Drain();
                Span<byte> buffer = stackalloc byte[256];
                var count = TakePending(buffer);
                if (count <= 0)
                    return;
                _socket.Blocking = false;
                _socket.Send(buffer[..count], SocketFlags.None, out _);
            }
        }
        catch (ObjectDisposedException)
        {
            // The socket was closed behind our back; there is nobody to say farewell to.
            return;
        }
        finally
        {
            _sending.Release();
        }
    }

    private void Free()
    {
        lock (_gate)
        {
            if (_ssl == 0)
                return;
            LibSsl.Free(_ssl);
            _ssl = _incoming = _outgoing = 0;
            _context.Release();
        }
    }
}
