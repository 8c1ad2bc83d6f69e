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
        new([new TheoryDataRow<XdsVariant>(XdsVariant.StateOfTheWorld), new TheoryDataRow<XdsVariant>(XdsVariant.Delta)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
