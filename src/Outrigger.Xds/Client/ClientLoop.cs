using Grpc.Core;
using Outrigger.Xds.Client.Protocol;

namespace Outrigger.Xds.Client;

/// <summary>The client's one task: opens streams one after the other and runs the protocol on each.</summary>
internal sealed class ClientLoop<TRequest, TResponse>(
    ClientContext context, IClientVariant<TRequest, TResponse> variant)
    where TRequest : class
{
    private readonly ResponseHandler _handler = new(context);
    private readonly JitteredBackOff _backOff =
        new(context.Options.BackOffBase, context.Options.BackOffMax, context.Random);

    private CancellationToken _stop;
    private Task _wake = Task.CompletedTask;

    public async Task RunAsync(CancellationToken cancellation)
    {
        _stop = cancellation;
        _wake = context.Wake.WaitAsync(cancellation);
        using var timer = new DeadlineTimer(context.Time, context.StartedAt, context.Wake);
        while (true)
        {
            string reason = await RunStreamAsync(timer);
            cancellation.ThrowIfCancellationRequested();
            TimeSpan retryIn = _backOff.Next();
            TimeSpan retryAt = context.Now + retryIn;
            timer.Set(retryAt);
            context.SetState(ConnectionState.Disconnected);
            ClientLog.Disconnected(context.Logger, reason, retryIn.TotalMilliseconds);
            AdsClientMetrics.StreamFailed();
            await _handler.NotifyAsync(
                new ConnectionChange(ConnectionState.Disconnected, reason, retryIn), cancellation);
            while (context.Now < retryAt)
                await WaitAsync(read: null, retryAt, timer);
        }
    }

    /// <returns>Why the stream ended.</returns>
    private async Task<string> RunStreamAsync(DeadlineTimer timer)
    {
        context.Table.BeginStream();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        try
        {
            using AsyncDuplexStreamingCall<TRequest, TResponse> call =
                variant.Open(context.Invoker, ended.Token);
            try
            {
                await ExchangeAsync(call, timer, ended.Token);
                return "the server ended the stream";
            }
            finally
            {
                await ended.CancelAsync();
            }
        }
        catch (RpcException failure)
        {
            return $"{failure.StatusCode}: {failure.Status.Detail}";
        }
        catch (Exception failure) when (!_stop.IsCancellationRequested)
        {
            // Broken connections show in many ways, and a fault of ours must not end the client either.
            return $"{failure.GetType().Name}: {failure.Message}";
        }
    }

    private async Task ExchangeAsync(
        AsyncDuplexStreamingCall<TRequest, TResponse> call,
        DeadlineTimer timer,
        CancellationToken cancellation)
    {
        bool isFirstRequest = true;
        bool isFirstResponse = true;
        bool isWritable = true;
        Task<bool> read = call.ResponseStream.MoveNext(cancellation);
        while (true)
        {
            while (isWritable && NextRequest() is { } request)
            {
                if (isFirstRequest)
                    variant.SetNode(request, context.Options.Node);
                isFirstRequest = false;
                isWritable = await TryWriteAsync(call, request, cancellation);
            }

            await WaitAsync(read, until: null, timer);
            if (!read.IsCompleted)
                continue;
            if (!await read)
                return;
            if (isFirstResponse)
                await ConnectedAsync(cancellation);
            isFirstResponse = false;
            await _handler.HandleAsync(variant.Decode(call.ResponseStream.Current), cancellation);
            read = call.ResponseStream.MoveNext(cancellation);
        }
    }

    /// <returns>Whether the call still takes requests. When not, its reads tell how it ended.</returns>
    private static async ValueTask<bool> TryWriteAsync(
        AsyncDuplexStreamingCall<TRequest, TResponse> call, TRequest request, CancellationToken cancellation)
    {
        try
        {
            await call.RequestStream.WriteAsync(request, cancellation);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private async ValueTask ConnectedAsync(CancellationToken cancellation)
    {
        _backOff.Reset();
        context.SetState(ConnectionState.Connected);
        ClientLog.Connected(context.Logger);
        await _handler.NotifyAsync(
            new ConnectionChange(ConnectionState.Connected, Reason: null, RetryIn: null), cancellation);
    }

    private TRequest? NextRequest()
    {
        lock (context.Table.Gate)
        {
            foreach (TypeState type in context.Table.Types)
            {
                if (variant.NextRequest(type) is { } request)
                    return request;
            }
        }

        return null;
    }

    /// <summary>
    /// Waits for a response, a changed subscription or a moment, and meanwhile reports what is overdue: those
    /// waits run with and without a connection.
    /// </summary>
    private async ValueTask WaitAsync(Task? read, TimeSpan? until, DeadlineTimer timer)
    {
        await _handler.ReportOverdueAsync(_stop);
        TimeSpan? deadline = context.Table.NextDeadline;
        if (until is { } moment && !(deadline < moment))
            deadline = moment;
        timer.Set(deadline);
        if (read is null)
            await _wake;
        else
            await Task.WhenAny(read, _wake);
        if (_wake.IsCompleted)
        {
            await _wake;
            // Bound to the client, not to the stream: the wait outlives a stream.
            _wake = context.Wake.WaitAsync(_stop);
        }
    }
}
