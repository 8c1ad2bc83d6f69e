namespace Outrigger.Analysis;

/// <summary>
/// Codes of the findings of the analysis. Where Istio's analysis has a code for the same finding, it is used,
/// so that people find what they know.
/// </summary>
public static class AnalysisCodes
{
    /// <summary>An object that refers to something that does not exist.</summary>
    public const string ReferencedResourceNotFound = "IST0101";

    /// <summary>An object whose content breaks a rule of its kind.</summary>
    public const string SchemaValidation = "IST0106";

    /// <summary>
    /// VirtualServices that claim the same host for the whole mesh; only the oldest is in force.
    /// </summary>
    public const string ConflictingVirtualServiceHosts = "IST0109";

    /// <summary>Sidecars that select the same workload.</summary>
    public const string ConflictingSidecarSelectors = "IST0110";

    /// <summary>More than one Sidecar without a selector in a namespace.</summary>
    public const string MultipleSidecarsWithoutSelector = "IST0111";

    /// <summary>A destination without a port, though its service has several.</summary>
    public const string DestinationPortRequired = "IST0112";

    /// <summary>Services that disagree about the protocol of a Deployment's port.</summary>
    public const string DeploymentInMultipleServices = "IST0116";

    /// <summary>A Service port whose name does not say its protocol.</summary>
    public const string PortNameConvention = "IST0118";

    /// <summary>A selector that selects nothing.</summary>
    public const string NoMatchingWorkloads = "IST0127";

    /// <summary>A DestinationRule by which servers' certificates are not verified.</summary>
    public const string NoVerificationOfServers = "IST0128";

    /// <summary>A DestinationRule by which servers' certificates are not verified on one port.</summary>
    public const string NoVerificationOfServersOnPort = "IST0129";

    /// <summary>A rule that no request can reach.</summary>
    public const string UnreachableRule = "IST0130";

    /// <summary>A condition that an earlier rule has already.</summary>
    public const string IneffectiveMatch = "IST0131";

    /// <summary>A VirtualService host that its Gateway does not serve.</summary>
    public const string HostNotInGateway = "IST0132";

    /// <summary>An object that is accepted though something about it is doubtful.</summary>
    public const string SchemaWarning = "IST0133";

    /// <summary>
    /// A ServiceEntry for TCP without addresses, which would claim a port for every address.
    /// </summary>
    public const string ServiceEntryAddressesRequired = "IST0134";

    /// <summary>Services that lead to one port of a Deployment from different ports.</summary>
    public const string ConflictingPorts = "IST0137";

    /// <summary>Gateways that serve the same hosts on the same port.</summary>
    public const string ConflictingGateways = "IST0145";

    /// <summary>A Secret that a Gateway refers to and that is not what the Gateway needs.</summary>
    public const string InvalidGatewayCredential = "IST0161";

    /// <summary>A Gateway port that no Service of the gateway's pods has.</summary>
    public const string GatewayPortNotOnService = "IST0162";

    /// <summary>A selector that cannot select where the object is.</summary>
    public const string IneffectiveSelector = "IST0166";

    /// <summary>A policy that an older one leaves without effect.</summary>
    public const string IneffectivePolicy = "IST0167";

    /// <summary>A subset whose labels no workload of the service has.</summary>
    public const string SubsetWithoutWorkloads = "IST0173";

    /// <summary>A DestinationRule for a host that nothing has.</summary>
    public const string UnknownDestinationRuleHost = "IST0174";
}
