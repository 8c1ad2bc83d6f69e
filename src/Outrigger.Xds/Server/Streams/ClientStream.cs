using Envoy.Config.Core.V3;
using Grpc.Core;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Sessions;
using Outrigger.Xds.Server.Status;

namespace Outrigger.Xds.Server.Streams;

/// <summary>
/// One stream: feeds its session with requests, snapshots and deadlines, and writes the pushes that come out.
/// </summary>
/// <remarks>
/// One task runs it all, so the session needs no lock for itself; the lock is for <see cref="Dump"/>, which
/// reads it from elsewhere. Nothing is awaited under the lock.
/// </remarks>
internal sealed class ClientStream<TRequest, TResponse>(
    StreamContext context,
    ClientId client,
    XdsVariant variant,
    IVariantSession<TRequest, TResponse> session)
    where TRequest : class
{
    private readonly Lock _gate = new();
    private readonly WakeSignal _wake = new();
    private readonly long _startedAt = context.Time.GetTimestamp();
    private readonly DateTimeOffset _connectedSince = context.Time.GetUtcNow();
    private Node _node = new();
    private NodeGroup _group;
    private long? _settledNumber;

    private TimeSpan Now => context.Time.GetElapsedTime(_startedAt);

    public async Task RunAsync(
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        ServerCallContext call)
    {
        CancellationToken cancellation = call.CancellationToken;
        try
        {
            if (!await requests.MoveNext(cancellation))
                return;
            TRequest first = requests.Current;
            _node = session.NodeOf(first) ?? throw new RpcException(new Grpc.Core.Status(
                StatusCode.InvalidArgument, "The first request of a stream must name its node."));
            _group = await context.Classifier.ConnectAsync(client, _node, call);
            await RunConnectedAsync(first, requests, responses, cancellation);
        }
        catch (Exception gone) when (cancellation.IsCancellationRequested
            && gone is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client went away; reads and writes under way report that in these ways.
            StreamLog.ClientGone(context.Logger, client, _node.Id);
        }
    }

    private async Task RunConnectedAsync(
        TRequest first,
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        CancellationToken cancellation)
    {
        StreamLog.Connected(context.Logger, client, _node.Id, _group, variant);
        AdsServerMetrics.StreamOpened(variant);
        try
        {
            using IDisposable watch = context.Cache.Watch(_group, _wake.Wake);
            using var timer = new DeadlineTimer(context.Time, _startedAt, _wake);
            Handle(first);
            await LoopAsync(requests, responses, timer, cancellation);
        }
        finally
        {
            context.Clients.Remove(client);
            AdsServerMetrics.StreamClosed(variant);
            context.Classifier.Disconnected(client, _node, _group);
            StreamLog.Disconnected(context.Logger, client, _node.Id);
        }
    }

    private async Task LoopAsync(
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        DeadlineTimer timer,
        CancellationToken cancellation)
    {
        Task<bool> read = requests.MoveNext(cancellation);
        Task wake = _wake.WaitAsync(cancellation);
        while (true)
        {
            while (TakePush() is { } push)
            {
                AdsServerMetrics.Pushed(variant, push);
                await responses.WriteAsync(session.Encode(push), cancellation);
            }

            Publish();
            timer.Set(NextDeadline());
            await Task.WhenAny(read, wake);
            if (wake.IsCompleted)
            {
                await wake;
                wake = _wake.WaitAsync(cancellation);
            }

            if (!read.IsCompleted)
                continue;
            if (!await read)
                return;
            Handle(requests.Current);
            read = requests.MoveNext(cancellation);
        }
    }

    private void Handle(TRequest request)
    {
        ProtocolViolation? violation;
        RequestOutcome outcome;
        lock (_gate)
            violation = session.Handle(request, out outcome);
        AdsServerMetrics.Received(variant, session.TypeUrlOf(request), outcome);
        if (violation is not null)
            throw new RpcException(new Grpc.Core.Status(violation.Code, violation.Message));
        if (outcome == RequestOutcome.Nack)
            LogRejection(new TypeUrl(session.TypeUrlOf(request)));
    }

    private void LogRejection(TypeUrl type)
    {
        TypeSession? rejecting = session.Session.Types.FirstOrDefault(candidate => candidate.Type == type);
        if (rejecting?.Rejection is { } rejection)
            StreamLog.Rejected(context.Logger, client, _node.Id, type, rejection.Version, rejection.Detail);
    }

    private Push? TakePush()
    {
        ResourceSnapshot? snapshot = context.Cache.Find(_group);
        lock (_gate)
        {
            // A group that lost its snapshot keeps its clients as they are.
            session.Session.Snapshot = snapshot ?? session.Session.Snapshot;
            Push? push = session.Session.TakePush(Now);
            if (push is null && session.Session.IsSettled)
                _settledNumber = session.Session.Snapshot?.Number;
            return push;
        }
    }

    private void Publish()
    {
        ClientStatus status;
        lock (_gate)
        {
            status = new ClientStatus
            {
                Id = client,
                Node = _node,
                Group = _group,
                Variant = variant,
                ConnectedSince = _connectedSince,
                SettledNumber = _settledNumber,
                Types = SessionReport.TypesOf(session.Session),
            };
        }

        context.Clients.Set(status, Dump, AcceptedVersion);
    }

    private Envoy.Service.Status.V3.ClientConfig Dump(bool withContents)
    {
        lock (_gate)
            return SessionReport.Dump(session.Session, _node, withContents);
    }

    private string? AcceptedVersion(TypeUrl type, string name)
    {
        lock (_gate)
        {
            return session.Session.Types.FirstOrDefault(each => each.Type == type)?.Sent.GetValueOrDefault(name)
                is { Outcome: ResourceOutcome.Accepted } sent
                ? sent.Version
                : null;
        }
    }

    private TimeSpan? NextDeadline()
    {
        lock (_gate)
            return session.Session.NextDeadline;
    }
}
