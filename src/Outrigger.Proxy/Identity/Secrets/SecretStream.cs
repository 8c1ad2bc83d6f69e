using System.Buffers.Binary;
using Envoy.Service.Discovery.V3;
using Google.Protobuf;
using Outrigger.Http;
using Outrigger.Http.Http2;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Identity.Secrets;

/// <summary>
/// One gRPC stream of secrets: takes the client's messages out of its content, and puts ours into the answer's
/// (gRPC over HTTP/2: a byte for compression, four of length, the message).
/// </summary>
internal sealed class SecretStream(
    Http2Session session, Http2Stream stream, bool isDelta, WorkloadIdentity identity, EventLog log)
{
    private const int PrefixBytes = 5;
    private const int MessageBytesMax = 64 * 1024;

    private readonly SecretSubscription _subscription = new(identity);
    private readonly List<byte> _received = [];
    private byte[] _pending = [];
    private int _pendingStart;
    private bool _isEnding;

    /// <summary>The path of the state-of-the-world variant.</summary>
    public static ReadOnlySpan<byte> StatePath => "/envoy.service.secret.v3.SecretDiscoveryService/StreamSecrets"u8;

    /// <summary>The path of the delta variant.</summary>
    public static ReadOnlySpan<byte> DeltaPath => "/envoy.service.secret.v3.SecretDiscoveryService/DeltaSecrets"u8;

    /// <summary>Takes content of the request.</summary>
    /// <returns>Whether it can be understood.</returns>
    public bool Take(ReadOnlySpan<byte> content)
    {
        _received.AddRange(content);
        while (_received.Count >= PrefixBytes)
        {
            ReadOnlySpan<byte> bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_received);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
            bool isCompressed = bytes[0] != 0;
            if (isCompressed || length > MessageBytesMax)
            {
                return false;
            }

            if (_received.Count < PrefixBytes + length)
            {
                return true;
            }

            if (!TakeMessage(bytes.Slice(PrefixBytes, (int)length)))
            {
                return false;
            }

            _received.RemoveRange(0, PrefixBytes + (int)length);
        }

        Push();
        return true;
    }

    /// <summary>Sends what the client wants and does not have.</summary>
    public void Push()
    {
        // One message at a time: what is newer by then takes the place of what was not sent yet.
        if (_pending.Length == 0 && !_isEnding)
        {
            IMessage? message = isDelta ? _subscription.NextDelta() : _subscription.NextState();
            if (message is null)
            {
                return;
            }

            _pending = new byte[PrefixBytes + message.CalculateSize()];
            BinaryPrimitives.WriteInt32BigEndian(_pending.AsSpan(1), _pending.Length - PrefixBytes);
            message.WriteTo(_pending.AsSpan(PrefixBytes));
            _pendingStart = 0;
        }

        Send();
    }

    /// <summary>Goes on sending.</summary>
    public void Send()
    {
        if (_pending.Length > 0)
        {
            _pendingStart += session.WriteData(stream, _pending.AsSpan(_pendingStart), endsStream: false);
            if (_pendingStart < _pending.Length)
            {
                return;
            }

            // A key is not left lying about.
            Array.Clear(_pending);
            _pending = [];
            Push();
        }
        else if (_isEnding && !stream.IsLocalEnded)
        {
            var trailers = new HeaderMap();
            trailers.TryAdd(KnownHeader.GrpcStatus, "0"u8);
            _ = session.TryWriteTrailers(stream, trailers);
        }
    }

    /// <summary>Ends the answer, since the client has ended its side.</summary>
    public void End()
    {
        _isEnding = true;
        Send();
    }

    private bool TakeMessage(ReadOnlySpan<byte> bytes)
    {
        try
        {
            string? rejection = isDelta
                ? _subscription.Take(DeltaDiscoveryRequest.Parser.ParseFrom(bytes))
                : _subscription.Take(DiscoveryRequest.Parser.ParseFrom(bytes));
            if (rejection is not null)
            {
                log.Warning("identity", "a client rejected the workload's secrets", ("reason", rejection));
            }

            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            // The library can report damage only by throwing.
            return false;
        }
    }
}
