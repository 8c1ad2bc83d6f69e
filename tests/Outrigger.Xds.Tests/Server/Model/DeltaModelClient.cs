using Envoy.Service.Discovery.V3;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Sessions;
using Outrigger.Xds.Tests.Support;

namespace Outrigger.Xds.Tests.Server.Model;

/// <summary>Delta.</summary>
internal sealed class DeltaModelClient(ResourceSnapshot snapshot, DeltaSession session)
    : ModelClient(snapshot, session)
{
    private readonly Queue<DeltaDiscoveryRequest> _requests = new();
    private readonly Queue<DeltaDiscoveryResponse> _responses = new();

    public override int RequestsUnderWay => _requests.Count;

    public override int ResponsesUnderWay => _responses.Count;

    public override void Subscribe(TypeUrl type, string name)
    {
        if (!Wanted.TryGetValue(type, out SortedSet<string>? names))
            Wanted[type] = names = new SortedSet<string>(StringComparer.Ordinal);
        if (!names.Add(name))
            return;
        var request = new DeltaDiscoveryRequest { TypeUrl = type.Value };
        request.ResourceNamesSubscribe.Add(name);
        Trace.Add($"requested {RequestText.Of(request)}");
        _requests.Enqueue(request);
    }

    public override void Unsubscribe(TypeUrl type, string name)
    {
        if (!Wanted.TryGetValue(type, out SortedSet<string>? names) || !names.Remove(name))
            return;
        Drop(type, held => !Wants(type, held));
        var request = new DeltaDiscoveryRequest { TypeUrl = type.Value };
        request.ResourceNamesUnsubscribe.Add(name);
        Trace.Add($"requested {RequestText.Of(request)}");
        _requests.Enqueue(request);
    }

    public override void DeliverRequest()
    {
        DeltaDiscoveryRequest request = _requests.Dequeue();
        Trace.Add($"arrived {RequestText.Of(request)}");
        Assert.Null(((DeltaSession)Session).Handle(request, out RequestOutcome outcome));
        if (outcome is RequestOutcome.Ack or RequestOutcome.Nack)
            Answered(new TypeUrl(request.TypeUrl));
    }

    public override void DeliverResponse()
    {
        DeltaDiscoveryResponse response = _responses.Dequeue();
        Trace.Add($"received {response.Nonce}");
        var type = new TypeUrl(response.TypeUrl);
        bool areGood = Apply(type, response.Resources.Select(resource =>
            (resource.Name, TestResource.Read(resource.Resource_.Value).Content, resource.Version)));
        Drop(type, response.RemovedResources.Contains);
        _requests.Enqueue(new DeltaDiscoveryRequest
        {
            TypeUrl = type.Value,
            ResponseNonce = response.Nonce,
            ErrorDetail = areGood ? null : new Google.Rpc.Status { Message = "bad" },
        });
    }

    protected override void Resume()
    {
        _requests.Clear();
        _responses.Clear();
        foreach ((TypeUrl type, SortedSet<string> names) in Wanted)
        {
            // A first message without names would be a wildcard.
            if (names.Count == 0)
                continue;
            var request = new DeltaDiscoveryRequest { TypeUrl = type.Value };
            request.ResourceNamesSubscribe.AddRange(names);
            foreach (((TypeUrl Type, string Name) key, (_, string version)) in Held)
            {
                if (key.Type == type)
                    request.InitialResourceVersions[key.Name] = version;
            }

            Trace.Add($"requested {RequestText.Of(request)}");
        _requests.Enqueue(request);
        }
    }

    protected override void Send(Push push) => _responses.Enqueue(((DeltaSession)Session).Encode(push));
}
