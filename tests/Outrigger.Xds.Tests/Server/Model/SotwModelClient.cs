using Envoy.Service.Discovery.V3;
using Outrigger.Xds.Server.Caching;
using Outrigger.Xds.Server.Sessions;
using Outrigger.Xds.Tests.Support;

namespace Outrigger.Xds.Tests.Server.Model;

/// <summary>State of the world.</summary>
internal sealed class SotwModelClient(ResourceSnapshot snapshot, SotwSession session)
    : ModelClient(snapshot, session)
{
    private readonly Queue<DiscoveryRequest> _requests = new();
    private readonly Queue<DiscoveryResponse> _responses = new();
    private readonly Dictionary<TypeUrl, string> _accepted = [];
    private readonly Dictionary<TypeUrl, string> _nonces = [];

    /// <summary>Types of which it took the last response in part only.</summary>
    private readonly HashSet<TypeUrl> _mixed = [];

    public override int RequestsUnderWay => _requests.Count;

    public override int ResponsesUnderWay => _responses.Count;

    public override void Subscribe(TypeUrl type, string name)
    {
        if (!Wanted.TryGetValue(type, out SortedSet<string>? names))
            Wanted[type] = names = new SortedSet<string>(StringComparer.Ordinal);
        if (names.Add(name))
            Request(type);
    }

    public override void Unsubscribe(TypeUrl type, string name)
    {
        if (!Wanted.TryGetValue(type, out SortedSet<string>? names) || !names.Remove(name))
            return;
        Drop(type, held => !Wants(type, held));
        Request(type);
    }

    public override void DeliverRequest()
    {
        DiscoveryRequest request = _requests.Dequeue();
        Trace.Add($"arrived {RequestText.Of(request)}");
        Assert.Null(((SotwSession)Session).Handle(request, out RequestOutcome outcome));
        if (outcome is RequestOutcome.Ack or RequestOutcome.Nack)
            Answered(new TypeUrl(request.TypeUrl));
    }

    public override void DeliverResponse()
    {
        DiscoveryResponse response = _responses.Dequeue();
        Trace.Add($"received {response.Nonce}");
        var type = new TypeUrl(response.TypeUrl);
        var resources = response.Resources.Select(any => TestResource.Read(any.Value)).ToList();
        bool areGood = Apply(type, resources.Select(
            resource => (resource.Name, resource.Content, response.VersionInfo)));
        if (type.IsFullState)
            Drop(type, name => !resources.Exists(resource => resource.Name == name));
        _nonces[type] = response.Nonce;
        if (areGood)
            _accepted[type] = response.VersionInfo;
        if (areGood && resources.TrueForAll(resource => Wants(type, resource.Name)))
            _mixed.Remove(type);
        else
            _mixed.Add(type);
        Request(type, areGood ? null : new Google.Rpc.Status { Message = "bad" });
    }

    protected override void Resume()
    {
        _requests.Clear();
        _responses.Clear();
        _nonces.Clear();
        foreach ((TypeUrl type, SortedSet<string> names) in Wanted)
        {
            // Whoever holds parts of two versions, or lacks a name, must not claim a version.
            if (_mixed.Contains(type) || names.Count == 0
                || names.Any(name => !Held.ContainsKey((type, name))))
                _accepted.Remove(type);
            // A first request without names would be a wildcard.
            if (names.Count > 0)
                Request(type);
        }
    }

    protected override void Send(Push push) => _responses.Enqueue(((SotwSession)Session).Encode(push));

    private void Request(TypeUrl type, Google.Rpc.Status? error = null)
    {
        var request = new DiscoveryRequest
        {
            TypeUrl = type.Value,
            VersionInfo = _accepted.GetValueOrDefault(type, ""),
            ResponseNonce = _nonces.GetValueOrDefault(type, ""),
            ErrorDetail = error,
        };
        request.ResourceNames.AddRange(Wanted[type]);
        Trace.Add($"requested {RequestText.Of(request)}");
        _requests.Enqueue(request);
    }
}
