using Outrigger.Routing.FilterChains;
using Outrigger.Routing.Matching;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Authorization.Conditions;

/// <summary>
/// One condition of a policy, without the conjunctions around it. Policies that ask the same share one. Immutable.
/// </summary>
internal sealed class PolicyCondition(ConditionKind kind)
{
    /// <summary>What it looks at.</summary>
    public ConditionKind Kind { get; } = kind;

    /// <summary>The condition on a header.</summary>
    public HeaderCondition? Header { get; init; }

    /// <summary>The condition on a path, a server name or the peer's name.</summary>
    public ByteStringMatcher Text { get; init; }

    /// <summary>The template.</summary>
    public UriTemplate? Template { get; init; }

    /// <summary>The range of addresses.</summary>
    public CidrPrefix Range { get; init; }

    /// <summary>The first port.</summary>
    public int PortFirst { get; init; }

    /// <summary>The last port.</summary>
    public int PortLast { get; init; }

    /// <summary>The condition on what filters noted.</summary>
    public MetadataCondition? Metadata { get; init; }

    /// <summary>
    /// Where its answer is kept during a decision; below 0 when asking again is as cheap as remembering.
    /// </summary>
    public int AnswerPlace { get; set; } = -1;

    /// <summary>Whether the condition holds.</summary>
    public bool IsMatch<TRequest>(scoped ref TRequest request, scoped in Evaluation evaluation)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (AnswerPlace < 0)
        {
            return Test(ref request, in evaluation);
        }

        if (!evaluation.Scratch.TryRecall(AnswerPlace, out bool answer))
        {
            answer = Test(ref request, in evaluation);
            evaluation.Scratch.Remember(AnswerPlace, answer);
        }

        return answer;
    }

    private bool Test<TRequest>(scoped ref TRequest request, scoped in Evaluation evaluation)
        where TRequest : struct, IRequestView, allows ref struct
    {
        switch (Kind)
        {
            case ConditionKind.Header:
                return Header!.IsMatchCore(ref request);
            case ConditionKind.UrlPath:
                return !evaluation.Path.IsEmpty && Text.IsMatch(evaluation.Path);
            case ConditionKind.UriTemplate:
                return Template!.IsMatch(evaluation.Path);
            case ConditionKind.DestinationAddress:
                return Range.Contains(evaluation.Input.DestinationAddress);
            case ConditionKind.DestinationPort:
                return evaluation.Input.DestinationAddress.Family != AddressFamilyKind.None
                    && evaluation.Input.DestinationPort >= PortFirst
                    && evaluation.Input.DestinationPort <= PortLast;
            case ConditionKind.SourceAddress:
                return Range.Contains(evaluation.Input.SourceAddress);
            case ConditionKind.DirectRemoteAddress:
                return Range.Contains(evaluation.Input.DirectRemoteAddress);
            case ConditionKind.RemoteAddress:
                return Range.Contains(evaluation.Input.RemoteAddress);
            case ConditionKind.RequestedServerName:
                return Text.IsMatch(evaluation.Input.RequestedServerName);
            case ConditionKind.Metadata:
                return Metadata!.IsMatch(evaluation.Input.Metadata);
            case ConditionKind.Authenticated:
                return evaluation.Input.Peer is not null;
            case ConditionKind.AuthenticatedName:
                return IsAnyNameMatch(evaluation.Input.Peer);
            default:
                return evaluation.Input.Peer is { UriCount: > 0 } peer && Text.IsMatch(peer.FirstUri);
        }
    }

    private bool IsAnyNameMatch(PeerNames? peer)
    {
        if (peer is null)
        {
            return false;
        }

        foreach (byte[] name in peer.All)
        {
            if (Text.IsMatch(name))
            {
                return true;
            }
        }

        return false;
    }
}
