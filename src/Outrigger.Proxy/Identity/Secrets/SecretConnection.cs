using System.Net.Sockets;
using Outrigger.Http;
using Outrigger.Http.Http2;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Identity.Secrets;

/// <summary>
/// One client of secrets: HTTP/2 on a socket, and its gRPC streams. One task does everything; others only wake
/// it.
/// </summary>
internal sealed class SecretConnection : IHttp2Handler, IDisposable
{
    private const int InputBytes = 32 * 1024;

    // Who asks for two secrets sends little; the windows bound what anybody can make us hold.
    private static readonly Http2Options Options = new()
    {
        ConcurrentStreamsMax = 8,
        StreamWindowBytes = 64 * 1024,
        ConnectionWindowBytes = 128 * 1024,
        HeaderListBytesMax = 16 * 1024,
    };

    private readonly Socket _socket;
    private readonly WorkloadIdentity _identity;
    private readonly TimeProvider _time;
    private readonly EventLog _log;
    private readonly OutputBuffer _output = new();
    private readonly Http2Session _session;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly List<SecretStream> _streams = [];
    private readonly RequestHead _requestHead = new();
    private readonly HeaderMap _trailers = new();
    private readonly byte[] _input = new byte[InputBytes];
    private int _inputCount;

    /// <summary>Takes a connection over.</summary>
    public SecretConnection(Socket socket, WorkloadIdentity identity, TimeProvider time, EventLog log)
    {
        _socket = socket;
        _identity = identity;
        _time = time;
        _log = log;
        _session = new Http2Session(Http2Role.Server, Options, this, _output);
    }

    /// <inheritdoc/>
    public long NowMs => _time.GetTimestamp() / (_time.TimestampFrequency / 1000);

    /// <summary>Has the connection look whether there is something new to send. Safe for any thread.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or has ended.
            return;
        }
    }

    /// <summary>Serves until the client goes or the server ends.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _session.Start();
        Task<int> read = ReceiveAsync(ended.Token);
        Task wake = _wake.WaitAsync(ended.Token);
        try
        {
            while (!_session.IsClosed)
            {
                await FlushAsync(ended.Token);
                await Task.WhenAny(read, wake);
                if (read.IsCompleted)
                {
                    if (await read is 0)
                    {
                        return;
                    }

                    TakeInput(read.Result);
                    read = ReceiveAsync(ended.Token);
                }

                if (wake.IsCompleted)
                {
                    await wake;
                    wake = _wake.WaitAsync(ended.Token);
                    Push();
                }
            }

            await FlushAsync(ended.Token);
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
        _wake.Dispose();
    }

    /// <inheritdoc/>
    public RequestHead? OnStreamOpened(Http2Stream stream) => _requestHead;

    /// <inheritdoc/>
    public void OnRequestHead(Http2Stream stream, bool endsStream)
    {
        bool isDelta = _requestHead.Path.SequenceEqual(SecretStream.DeltaPath);
        if (!isDelta && !_requestHead.Path.SequenceEqual(SecretStream.StatePath))
        {
            Refuse(stream);
            return;
        }

        var head = new ResponseHead();
        head.Headers.TryAdd(KnownHeader.ContentType, "application/grpc"u8);
        head.SetUntilClose();
        if (!_session.TryWriteHead(stream, head, endsStream: false))
        {
            _session.Reset(stream, Http2ErrorCode.EnhanceYourCalm);
            return;
        }

        var owner = new SecretStream(_session, stream, isDelta, _identity, _log);
        stream.Owner = owner;
        _streams.Add(owner);
    }

    /// <inheritdoc/>
    public void OnRequestRefused(Http2Stream stream, int status) => Refuse(stream);

    /// <inheritdoc/>
    public ResponseHead ResponseHeadOf(Http2Stream stream) =>
        throw new InvalidOperationException("A server asks nothing.");

    /// <inheritdoc/>
    public void OnInterimResponse(Http2Stream stream) => throw new InvalidOperationException("A server asks nothing.");

    /// <inheritdoc/>
    public void OnResponseHead(Http2Stream stream, bool endsStream) =>
        throw new InvalidOperationException("A server asks nothing.");

    /// <inheritdoc/>
    public void OnData(Http2Stream stream, ReadOnlySpan<byte> payload, bool endsStream)
    {
        _session.Consume(stream, payload.Length);
        if (stream.Owner is not SecretStream owner)
        {
            return;
        }

        if (!owner.Take(payload))
        {
            _session.Reset(stream, Http2ErrorCode.ProtocolError);
        }
        else if (endsStream)
        {
            owner.End();
        }
    }

    /// <inheritdoc/>
    public HeaderMap TrailersOf(Http2Stream stream) => _trailers;

    /// <inheritdoc/>
    public void OnTrailers(Http2Stream stream) => (stream.Owner as SecretStream)?.End();

    /// <inheritdoc/>
    public void OnReset(Http2Stream stream, Http2ErrorCode code, Http2ResetSource source)
    {
        // Its end follows.
    }

    /// <inheritdoc/>
    public void OnWritable(Http2Stream stream) => (stream.Owner as SecretStream)?.Send();

    /// <inheritdoc/>
    public void OnStreamClosed(Http2Stream stream)
    {
        if (stream.Owner is SecretStream owner)
        {
            _streams.Remove(owner);
        }
    }

    /// <inheritdoc/>
    public void OnSettings()
    {
        // What they allow, the session knows.
    }

    /// <inheritdoc/>
    public void OnPingAck(ulong payload)
    {
        // None is sent.
    }

    /// <inheritdoc/>
    public void OnGoAway(int lastStreamId, Http2ErrorCode code)
    {
        // A client that opens no more streams goes on with those that it has.
    }

    /// <inheritdoc/>
    public void OnFailure(Http2ErrorCode code, string reason) =>
        _log.Warning("identity", "a client of secrets broke HTTP/2", ("reason", reason));

    private void Push()
    {
        foreach (SecretStream stream in _streams.ToArray())
        {
            stream.Push();
        }
    }

    private async Task<int> ReceiveAsync(CancellationToken cancellation) =>
        await _socket.ReceiveAsync(_input.AsMemory(_inputCount), cancellation);

    private void TakeInput(int count)
    {
        _inputCount += count;
        int taken = _session.Receive(_input.AsSpan(0, _inputCount));
        _inputCount -= taken;
        _input.AsSpan(taken, _inputCount).CopyTo(_input);
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        while (_output.Written.Length > 0)
        {
            for (int sent = 0; sent < _output.Written.Length;)
            {
                sent += await _socket.SendAsync(_output.Written[sent..], cancellation);
            }

            _output.Clear();
            _session.OnOutputRoom();
        }
    }

    /// <summary>An answer of trailers only: no such method (gRPC's status 12).</summary>
    private void Refuse(Http2Stream stream)
    {
        var head = new ResponseHead();
        head.Headers.TryAdd(KnownHeader.ContentType, "application/grpc"u8);
        head.Headers.TryAdd(KnownHeader.GrpcStatus, "12"u8);
        head.Headers.TryAdd(KnownHeader.GrpcMessage, "secrets are streamed by StreamSecrets and DeltaSecrets"u8);
        head.SetNoBody();
        if (!_session.TryWriteHead(stream, head, endsStream: true))
        {
            _session.Reset(stream, Http2ErrorCode.RefusedStream);
        }
    }
}
