using Outrigger.Resources;

namespace Outrigger.Analysis.Mesh;

/// <summary>A host that traffic can be sent to.</summary>
/// <param name="Name">Its full name, or a wildcard of a ServiceEntry.</param>
/// <param name="Resource">The Service or ServiceEntry that has it.</param>
/// <param name="Ports">Its ports.</param>
/// <param name="Selector">Labels of its workloads; empty if they are not selected.</param>
internal sealed record KnownHost(
    string Name,
    ResourceObject Resource,
    IReadOnlyList<long> Ports,
    IReadOnlyDictionary<string, string> Selector);
