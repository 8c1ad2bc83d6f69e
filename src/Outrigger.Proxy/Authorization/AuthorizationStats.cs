using Outrigger.Proxy.Stats;

namespace Outrigger.Proxy.Authorization;

/// <summary>The statistics of the authorization filters that share a prefix, and of their policies.</summary>
/// <param name="names">How they are named.</param>
/// <param name="workersCount">How many workers there are.</param>
internal sealed class AuthorizationStats(AuthorizationStatNames names, int workersCount)
    : StatScope<AuthorizationStat>(workersCount, s_schema)
{
    private static readonly StatSchema s_schema = StatSchema.Of<AuthorizationStat>(gauges: []);

    private readonly int _workersCount = workersCount;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, StatScope<AuthorizationStat>>
        _policies = new(StringComparer.Ordinal);

    /// <summary>How they are named; also what they are found by.</summary>
    public AuthorizationStatNames Names { get; } = names;

    /// <summary>The statistics of one policy.</summary>
    /// <param name="policy">The policy's name.</param>
    public StatScope<AuthorizationStat> Policy(string policy) => _policies.GetOrAdd(
        policy, static (_, count) => new StatScope<AuthorizationStat>(count, s_schema), _workersCount);

    /// <summary>Sets all counters to 0, those of the policies too.</summary>
    public void ResetAll()
    {
        ResetCounters();
        foreach (var policy in _policies.Values)
            policy.ResetCounters();
    }

    /// <summary>Shows them all.</summary>
    public void Visit(IStatVisitor visitor)
    {
        Visit(this, policy: "", visitor);
        foreach (var (policy, scope) in _policies)
            Visit(scope, $"policy.{policy}.", visitor);
    }

    private void Visit(StatScope<AuthorizationStat> scope, string policy, IStatVisitor visitor)
    {
        var values = scope.Merge().Values;
        for (var index = 0; index < values.Length; index++)
        {
            // Of a policy only those are shown that have counted: it is among the rules, or among the shadow rules.
            if (policy.Length > 0 && values[index] == 0)
                continue;
            var isShadow = (AuthorizationStat)index >= AuthorizationStat.ShadowAllowed;
            visitor.Number(Names.Of(isShadow, policy, s_schema.Names[index]), StatKind.Counter, values[index]);
        }
    }
}
