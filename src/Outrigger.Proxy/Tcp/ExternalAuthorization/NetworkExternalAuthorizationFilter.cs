using System.Text;
using Outrigger.Net.Tasks;
using Outrigger.Proxy.Http.Calls;
using Outrigger.Proxy.Http.Filters.ExternalAuthorization;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Protobuf;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Tcp.ExternalAuthorization;

/// <summary>
/// Asks a service of gRPC whether a connection may be served, before anything of it goes anywhere. What may not
/// is closed. Follows <c>envoy.extensions.filters.network.ext_authz.v3.ExtAuthz</c>; unlike Envoy it does not wait
/// for the client's first bytes, for a server may be the one who speaks first.
/// </summary>
internal sealed class NetworkExternalAuthorizationFilter : NetworkFilterModel
{
    private const string CanonicalName = "envoy.filters.network.ext_authz";

    /// <summary>The service.</summary>
    public required GrpcAuthorizationService Service { get; init; }

    /// <summary>What is counted.</summary>
    public required NetworkExternalAuthorizationStats Stats { get; init; }

    /// <summary>Which connections are asked about, by what filters before this one noted; null for all.</summary>
    public MetadataCondition? EnabledMetadata { get; init; }

    /// <summary>Whether a connection is served when the service did not say.</summary>
    public bool AllowsOnFailure { get; init; }

    /// <inheritdoc/>
    public override bool? Decide(DownstreamConnection client)
    {
        if (EnabledMetadata?.IsMatch(client.Metadata) ?? true)
            return null;
        Stats.Disabled.Add();
        return true;
    }

    /// <inheritdoc/>
    public override async LoopTask<bool> WaitAsync(DownstreamConnection client)
    {
        Stats.Total.Add();
        Stats.Active.Add();
        var decision = await AskAsync(client);
        Stats.Active.Add(-1);
        var isServed = Follow(decision, client) && !client.Socket.IsClosed;
        if (!isServed)
            Stats.CxClosed.Add();
        return isServed;
    }

    private async LoopTask<AuthorizationDecision> AskAsync(DownstreamConnection client)
    {
        var calls = client.Worker.Calls;
        var call = calls.Rent();
        var question = new ConnectionQuestion(call);
        client.Session = question;
        client.Socket.Observer = question;
        try
        {
            call.Message.Begin(UnaryGrpc.FrameBytes);
            CheckRequestWriter.Write(call.Message, Service.Request, client);
            if (!Service.TryPrepare(call))
                return AuthorizationDecision.Failed;
            var outcome = await call.RunAsync(Service.Cluster, Service.Options, call.Message.Written);
            return outcome switch
            {
                CallOutcome.Response => Service.Read(call),
                CallOutcome.Cancelled => AuthorizationDecision.Abandoned,
                _ => AuthorizationDecision.Failed,
            };
        }
        finally
        {
            client.Socket.Observer = null;
            client.Session = null;
            call.Clear();
            calls.Return(call);
        }
    }

    private bool Follow(AuthorizationDecision decision, DownstreamConnection client)
    {
        foreach (var member in decision.Metadata is { } noted ? noted.Members : [])
            client.Metadata.Set(CanonicalName, Encoding.UTF8.GetString(member.Name), member.Value);
        switch (decision.Verdict)
        {
            case AuthorizationVerdict.Allowed:
                Stats.Ok.Add();
                return true;
            case AuthorizationVerdict.Denied:
                Stats.Denied.Add();
                return false;
            case AuthorizationVerdict.Abandoned:
                return false;
        }

        Stats.Error.Add();
        if (AllowsOnFailure)
            Stats.FailureModeAllowed.Add();
        return AllowsOnFailure;
    }
}
