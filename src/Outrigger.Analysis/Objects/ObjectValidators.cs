using System.Collections.Frozen;
using Outrigger.Analysis.Objects.DestinationRules;
using Outrigger.Analysis.Objects.Gateways;
using Outrigger.Analysis.Objects.Kubernetes;
using Outrigger.Analysis.Objects.Security;
using Outrigger.Analysis.Objects.ServiceEntries;
using Outrigger.Analysis.Objects.Sidecars;
using Outrigger.Analysis.Objects.VirtualServices;
using Outrigger.Resources;
using Outrigger.Resources.Kubernetes.ConfigMaps;
using Outrigger.Resources.Kubernetes.Deployments;
using Outrigger.Resources.Kubernetes.EndpointSlices;
using Outrigger.Resources.Kubernetes.Services;
using Outrigger.Resources.Networking.DestinationRules;
using Outrigger.Resources.Networking.Gateways;
using Outrigger.Resources.Networking.ServiceEntries;
using Outrigger.Resources.Networking.Sidecars;
using Outrigger.Resources.Networking.VirtualServices;
using Outrigger.Resources.Networking.WorkloadEntries;
using Outrigger.Resources.Security.AuthorizationPolicies;
using Outrigger.Resources.Security.RequestAuthentications;

namespace Outrigger.Analysis.Objects;

/// <summary>The table of validators: what each kind asks of its objects beyond its schema.</summary>
internal static class ObjectValidators
{
    private static readonly FrozenDictionary<Type, Action<ResourceObject, ObjectFindings>> BySpec =
        new Dictionary<Type, Action<ResourceObject, ObjectFindings>>
        {
            [typeof(VirtualServiceSpec)] = Typed<VirtualServiceSpec>(VirtualServiceValidator.Validate),
            [typeof(DestinationRuleSpec)] = Typed<DestinationRuleSpec>(DestinationRuleValidator.Validate),
            [typeof(GatewaySpec)] = Typed<GatewaySpec>(GatewayValidator.Validate),
            [typeof(ServiceEntrySpec)] = Typed<ServiceEntrySpec>(ServiceEntryValidator.Validate),
            [typeof(WorkloadEntrySpec)] = Typed<WorkloadEntrySpec>(WorkloadEntryValidator.Validate),
            [typeof(SidecarSpec)] = Typed<SidecarSpec>(SidecarValidator.Validate),
            [typeof(AuthorizationPolicySpec)] =
                Typed<AuthorizationPolicySpec>(AuthorizationPolicyValidator.Validate),
            [typeof(RequestAuthenticationSpec)] =
                Typed<RequestAuthenticationSpec>(RequestAuthenticationValidator.Validate),
            [typeof(ServiceSpec)] = Typed<ServiceSpec>(ServiceValidator.Validate),
            [typeof(DeploymentSpec)] = Typed<DeploymentSpec>(DeploymentValidator.Validate),
            [typeof(ConfigMap)] = Typed<ConfigMap>(ConfigMapValidator.Validate),
            [typeof(EndpointSlice)] = Typed<EndpointSlice>(EndpointSliceValidator.Validate),
        }.ToFrozenDictionary();

    public static void Validate(ResourceObject resource, ObjectFindings findings)
    {
        if (BySpec.TryGetValue(resource.Kind.SpecType, out Action<ResourceObject, ObjectFindings>? validate))
        {
            validate(resource, findings);
        }
    }

    private static Action<ResourceObject, ObjectFindings> Typed<TSpec>(
        Action<ResourceObject<TSpec>, ObjectFindings> validate)
        where TSpec : class, IResourceSpec =>
        (resource, findings) => validate((ResourceObject<TSpec>)resource, findings);
}
