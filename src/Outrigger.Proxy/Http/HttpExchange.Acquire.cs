using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Http1;
using Outrigger.Proxy.Http.Tunnels;
using Outrigger.Proxy.Model;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Upstream;

namespace Outrigger.Proxy.Http;

/// <summary>Step 4: an endpoint, and a stream to it.</summary>
internal sealed partial class HttpExchange
{
    private EndpointState? ChooseEndpoint(ClusterState cluster)
    {
        if (cluster.Model.Kind != ClusterKind.OriginalDestination)
            return cluster.Choose(ref _worker.Random);
        var destination = Client.OriginalDestination;
        if (cluster.Model.OriginalDestination?.HeaderName is { } headerName)
        {
            var name = System.Text.Encoding.ASCII.GetBytes(headerName);
            destination = Request.Headers.TryGet(name, out var value)
                ? NetworkAddress.Parse(System.Text.Encoding.ASCII.GetString(value))
                : null;
        }

        if (destination is null)
            cluster.Stats.Increment(ClusterStat.OriginalDstHostInvalid);
        return destination is null ? null : cluster.ChooseOriginal(destination);
    }

    /// <summary>Takes a stream to the endpoint; false when there is no connection to it.</summary>
    private LoopTask<bool> AcquireAsync(ClusterState cluster, EndpointState endpoint, bool isFresh)
    {
        if (_tunnel == TunnelKind.Terminated)
            return AcquireRawAsync(cluster, endpoint);
        return SpeaksHttp2(cluster)
            ? AcquireHttp2Async(cluster, endpoint)
            : AcquireHttp1Async(cluster, endpoint, isFresh);
    }

    private async LoopTask<bool> AcquireHttp2Async(ClusterState cluster, EndpointState endpoint)
    {
        var stream = _worker.Http2ClientStreams.Rent();
        stream.Begin(this);
        _upstream = stream;
        var pool = cluster.Http2PoolOf(endpoint, Client, Request);
        if (await pool.AcquireAsync(stream))
            return true;
        UpstreamTransportFailure = pool.TransportFailure;
        return false;
    }

    private async LoopTask<bool> AcquireHttp1Async(ClusterState cluster, EndpointState endpoint, bool isFresh)
    {
        var isOwn = isFresh || cluster.IsForOneClient(Client);
        var connection = isOwn ? null : endpoint.TakeUsable(cluster.Model.Http, Request);
        connection ??= await ConnectAsync(cluster, endpoint);
        if (connection is null)
            return false;
        if (connection.RequestsCount == 0)
            cluster.Stats.Increment(ClusterStat.UpstreamCxHttp1Total);
        _http1Client ??= new Http1ClientStream(_loop, Clock);
        _http1Client.Begin(connection, cluster.ResponseLimits);
        _upstream = _http1Client;
        return true;
    }

    private async LoopTask<bool> AcquireRawAsync(ClusterState cluster, EndpointState endpoint)
    {
        if (await ConnectAsync(cluster, endpoint) is not { } connection)
            return false;
        _upstream = new RawClientStream(connection, Clock);
        return true;
    }

    private bool SpeaksHttp2(ClusterState cluster) => cluster.Model.Http.Version switch
    {
        UpstreamHttpVersion.Http2 => true,
        UpstreamHttpVersion.SameAsDownstream => Request.Version == Outrigger.Http.HttpVersion.Http2,
        _ => false,
    };

    private async LoopTask<UpstreamConnection?> ConnectAsync(ClusterState cluster, EndpointState endpoint)
    {
        cluster.Stats.Increment(ClusterStat.UpstreamRqPendingTotal);
        cluster.Stats.Increment(ClusterStat.UpstreamRqPendingActive);
        var request = endpoint.Tls is { } tls
            ? UpstreamServerName.CreateRequest(cluster.Model.Http, tls, Request, isHttp2: false)
            : default;
        var connect = await cluster.ConnectAsync(endpoint, Client, request);
        cluster.Stats.Decrement(ClusterStat.UpstreamRqPendingActive);
        if (connect.Connection is null)
            cluster.Stats.Increment(ClusterStat.UpstreamRqPendingFailureEject);
        UpstreamTransportFailure = connect.TransportFailure;
        return connect.Connection;
    }
}
