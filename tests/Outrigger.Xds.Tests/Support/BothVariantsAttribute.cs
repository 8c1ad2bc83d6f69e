using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Outrigger.Xds.Tests.Support;

/// <summary>Runs a test once for each variant of the protocol.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BothVariantsAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<XdsVariant>().Select(variant => new TheoryDataRow<XdsVariant>(variant))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
