using System.Runtime.InteropServices;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>
/// The keys that session tickets are sealed with: the first seals, all open. Shared by all workers, and by
/// the contexts that follow one another, so that sessions outlive a change of certificates. Safe for any
/// thread.
/// </summary>
public sealed class TlsTicketKeys
{
    /// <summary>Bytes of a key: its name (16), the key of its HMAC (32) and that of its cipher (32).</summary>
    public const int KeyBytes = NameBytes + SecretBytes + SecretBytes;

    private const int NameBytes = 16;
    private const int SecretBytes = 32;
    private const int RotatingKeysMax = 3;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private volatile byte[][] _keys;
    private long _rotatedAt;

    private TlsTicketKeys(byte[][] keys, TimeProvider time, TimeSpan interval)
    {
        _keys = keys;
        _time = time;
        _interval = interval;
        _rotatedAt = time.GetTimestamp();
    }

    /// <summary>What came of looking for a ticket's key.</summary>
    internal enum TicketUse
    {
        /// <summary>No such key: the ticket is as good as none.</summary>
        Unknown = 0,

        /// <summary>Sealed with the newest key.</summary>
        Current = 1,

        /// <summary>Sealed with an older key: the client gets a new ticket.</summary>
        Old = 2,
    }

    /// <summary>
    /// Random keys of our own, a new one every so often. A ticket is good for one to two intervals more.
    /// </summary>
    /// <param name="time">The clock.</param>
    /// <param name="interval">Time between two keys.</param>
    /// <exception cref="TlsConfigurationException">OpenSSL is not installed.</exception>
    public static TlsTicketKeys CreateRotating(TimeProvider time, TimeSpan interval)
    {
        TlsLibrary.Require();
        return new TlsTicketKeys([CreateKey()], time, interval);
    }

    /// <summary>Keys that somebody else makes and rotates.</summary>
    /// <param name="keys">At least one, each of <see cref="KeyBytes"/> bytes; the first seals.</param>
    /// <exception cref="TlsConfigurationException">There is no key, or one has another length.</exception>
    public static TlsTicketKeys Create(IReadOnlyList<ReadOnlyMemory<byte>> keys)
    {
        if (keys.Count == 0)
            throw new TlsConfigurationException("no session ticket key is given");
        foreach (var key in keys)
        {
            if (key.Length != KeyBytes)
            {
                throw new TlsConfigurationException(
                    $"a session ticket key has {key.Length} bytes, expected {KeyBytes}");
            }
        }

        return new TlsTicketKeys([.. keys.Select(key => key.ToArray())], TimeProvider.System, TimeSpan.Zero);
    }

    /// <summary>Prepares the ciphers that seal a new ticket.</summary>
    /// <returns>Whether they are ready.</returns>
    internal unsafe bool TrySeal(byte* keyName, byte* initializationVector, nint cipherContext, nint macContext)
    {
        Rotate();
        var key = _keys[0];
        key.AsSpan(0, NameBytes).CopyTo(new Span<byte>(keyName, NameBytes));
        if (LibCrypto.RandomBytes(initializationVector, 16) != 1)
            return false;
        fixed (byte* start = key)
        {
            return LibCrypto.EncryptInitialize(
                    cipherContext, Cipher.Handle, 0, start + NameBytes + SecretBytes, initializationVector) == 1
                && SetMac(macContext, start + NameBytes);
        }
    }

    /// <summary>Prepares the ciphers that open a ticket.</summary>
    internal unsafe TicketUse Open(byte* keyName, byte* initializationVector, nint cipherContext, nint macContext)
    {
        Rotate();
        var keys = _keys;
        for (var index = 0; index < keys.Length; index++)
        {
            if (!keys[index].AsSpan(0, NameBytes).SequenceEqual(new ReadOnlySpan<byte>(keyName, NameBytes)))
                continue;
            fixed (byte* start = keys[index])
            {
                var isReady = SetMac(macContext, start + NameBytes) && LibCrypto.DecryptInitialize(
                    cipherContext, Cipher.Handle, 0, start + NameBytes + SecretBytes, initializationVector) == 1;
                return !isReady ? TicketUse.Unknown : index == 0 ? TicketUse.Current : TicketUse.Old;
            }
        }

        return TicketUse.Unknown;
    }

    private static unsafe bool SetMac(nint context, byte* secret)
    {
        var parameters = stackalloc OpenSslParameter[3];
        fixed (byte* keyText = "key\0"u8)
        fixed (byte* digestText = "digest\0"u8)
        fixed (byte* digest = "SHA256\0"u8)
        {
            parameters[0] = new OpenSslParameter
            {
                Key = keyText, Type = OpenSslConstants.ParameterOctets, Data = secret, DataBytes = SecretBytes,
            };
            parameters[1] = new OpenSslParameter
            {
                Key = digestText, Type = OpenSslConstants.ParameterUtf8, Data = digest, DataBytes = 6,
            };
            parameters[2] = default;
            return LibCrypto.MacSetParameters(context, parameters) == 1;
        }
    }

    private static unsafe byte[] CreateKey()
    {
        var key = new byte[KeyBytes];
        fixed (byte* start = key)
        {
            if (LibCrypto.RandomBytes(start, KeyBytes) != 1)
                throw new TlsConfigurationException($"OpenSSL gives no random bytes: {OpenSslErrors.Drain()}");
        }

        return key;
    }

    private void Rotate()
    {
        if (_interval == TimeSpan.Zero || _time.GetElapsedTime(Interlocked.Read(ref _rotatedAt)) < _interval)
            return;
        lock (_gate)
        {
            var elapsed = _time.GetElapsedTime(_rotatedAt);
            if (elapsed < _interval)
                return;
            // After a long silence the old keys are older than any ticket that they should still open.
            var old = elapsed < _interval * 2 ? _keys.Take(RotatingKeysMax - 1) : [];
            _keys = [CreateKey(), .. old];
            Interlocked.Exchange(ref _rotatedAt, _time.GetTimestamp());
        }
    }

    /// <summary>The cipher of tickets; looked up once, for a look-up costs more than its use.</summary>
    private static class Cipher
    {
        internal static readonly nint Handle = Fetch();

        private static unsafe nint Fetch()
        {
            fixed (byte* name = "AES-256-CBC\0"u8)
                return LibCrypto.FetchCipher(0, name, null);
        }
    }
}
