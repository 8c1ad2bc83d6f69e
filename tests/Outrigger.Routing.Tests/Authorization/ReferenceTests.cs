using Envoy.Config.Rbac.V3;
using Outrigger.Routing.Authorization;

namespace Outrigger.Routing.Tests.Authorization;

/// <summary>However policies are found, the decision is the one of asking every policy in its turn.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData(1, 3, 60)]
    [InlineData(2, 70, 8)]
    [InlineData(3, 200, 3)]
    public void The_engine_decides_as_the_reference(int seed, int policyCount, int rounds)
    {
        int matched = 0;
        int total = 0;
        var scratch = new AuthorizationScratch();
        for (int round = 0; round < rounds; round++)
        {
            var random = new RandomRules((seed * 10_000) + round);
            RBAC rules = random.Rules(policyCount);
            AuthorizationEngineResult result = AuthorizationEngine.Compile(rules);
            Assert.Empty(result.Errors);
            for (int i = 0; i < 100; i++, total++)
            {
                AuthorizationCase request = random.Request();
                string? expected = ReferenceEngine.FindPolicy(rules, request);
                AuthorizationDecision decision = request.DecideBy(result.Engine!, scratch);
                Assert.True(
                    expected == decision.Policy?.Name,
                    $"round {round}, {request}: expected {expected ?? "none"}, found {decision.Policy?.Name ?? "none"}");
                Assert.Equal(rules.Action == RBAC.Types.Action.Allow, decision.IsAllowed == (expected is not null));
                matched += expected is null ? 0 : 1;
            }
        }

        // Both ways must have been tried often.
        Assert.InRange(matched, total / 20, total);
    }

    /// <summary>One policy alone is where the index lets the most through, and where a mistake in it shows.</summary>
    [Fact]
    public void A_single_policy_matches_as_in_the_reference()
    {
        int matched = 0;
        for (int round = 0; round < 1500; round++)
        {
            var random = new RandomRules(round);
            RBAC rules = random.Rules(policyCount: 1);
            AuthorizationEngine engine = AuthorizationEngine.Compile(rules).Engine!;
            for (int i = 0; i < 20; i++)
            {
                AuthorizationCase request = random.Request();
                string? expected = ReferenceEngine.FindPolicy(rules, request);
                Assert.True(
                    expected == request.DecideBy(engine).Policy?.Name, $"round {round}, {request}: {rules}");
                matched += expected is null ? 0 : 1;
            }
        }

        Assert.InRange(matched, 3000, 27_000);
    }
}
