using Outrigger.Config;

namespace Outrigger.Analysis.Mesh;

/// <summary>
/// Everything that is checked about objects taken together. All of it warns; none of it rejects.
/// </summary>
internal static class MeshChecks
{
    public static void Run(ConfigSnapshot snapshot, AnalyzerOptions options, Findings findings)
    {
        var index = new MeshIndex(snapshot, options);
        DestinationChecks.Run(index, findings);
        VirtualServiceGatewayChecks.Run(index, findings);
        VirtualServiceConflictChecks.Run(index, findings);
        DestinationRuleChecks.Run(index, findings);
        GatewayChecks.Run(index, findings);
        GatewayCredentialChecks.Run(index, findings);
        PeerAuthenticationChecks.Run(index, findings);
        ServiceChecks.Run(index, findings);
        DeploymentChecks.Run(index, findings);
        SelectorChecks.Run(index, findings);
        AuthorizerChecks.Run(index, findings);
    }
}
