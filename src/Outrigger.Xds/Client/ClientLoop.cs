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

    private Task _wake = Task.CompletedTask;

    public async Task RunAsync(CancellationToken cancellation)
    {
        _wake = context.Wake.WaitAsync(cancellation);
        using ITimer timer = context.Time.CreateTimer(
            _ => context.Wake.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            string reason = await RunStreamAsync(timer, cancellation);
            cancellation.ThrowIfCancellationRequested();
            TimeSpan retryIn = _backOff.Next();
            context.SetState(ConnectionState.Disconnected);
            ClientLog.Disconnected(context.Logger, reason, retryIn.TotalMilliseconds);
            AdsClientMetrics.StreamFailed();
            await _handler.NotifyAsync(
                new ConnectionChange(ConnectionState.Disconnected, reason, retryIn), cancellation);
            TimeSpan retryAt = context.Now + retryIn;
            while (context.Now < retryAt)
                await WaitAsync(read: null, retryAt, timer, cancellation);
        }
    }

    /// <returns>Why the stream ended.</returns>
    private async Task<string> RunStreamAsync(ITimer timer, CancellationToken cancellation)
    {
        context.Table.BeginStream();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            using AsyncDuplexStreamingCall<TRequest, TResponse> call = variant.Open(context.Invoker, ended.Token);
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
        catch (Exception failure) when (failure is IOException or InvalidOperationException
            && !cancellation.IsCancellationRequested)
        {
            // A write after the server ended the call; the call's own status is told by its reads.
            return failure.Message;
        }
    }

    private async Task ExchangeAsync(
        AsyncDuplexStreamingCall<TRequest, TResponse> call, ITimer timer, CancellationToken cancellation)
    {
        bool isFirstRequest = true;
        bool isFirstResponse = true;
        Task<bool> read = call.ResponseStream.MoveNext(cancellation);
        while (true)
        {
            while (NextRequest() is { } request)
            {
                if (isFirstRequest)
                    variant.SetNode(request, context.Options.Node);
                isFirstRequest = false;
                await call.RequestStream.WriteAsync(request, cancellation);
            }

            await WaitAsync(read, until: null, timer, cancellation);
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
    /// Waits for a response, a changed subscription or a moment, and meanwhile reports what is overdue: those waits
    /// run with and without a connection.
    /// </summary>
    private async ValueTask WaitAsync(
        Task? read, TimeSpan? until, ITimer timer, CancellationToken cancellation)
    {
        await _handler.ReportOverdueAsync(cancellation);
        TimeSpan? deadline = context.Table.NextDeadline;
        if (until is { } moment && !(deadline < moment))
            deadline = moment;
        TimeSpan wait = deadline is { } at ? at - context.Now : Timeout.InfiniteTimeSpan;
        if (deadline is not null && wait < TimeSpan.Zero)
            wait = TimeSpan.Zero;
        timer.Change(wait, Timeout.InfiniteTimeSpan);
        if (read is null)
            await _wake;
        else
            await Task.WhenAny(read, _wake);
        if (_wake.IsCompleted)
        {
            await _wake;
            _wake = context.Wake.WaitAsync(cancellation);
        }
    }
}
