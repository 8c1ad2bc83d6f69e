using Google.Protobuf;

namespace Outrigger.Xds.Client.Protocol;


/// <summary>A response in the form common to both variants.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Version">Its version as a whole.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="IsWholeState">Whether what it does not name is gone.</param>
internal sealed record DecodedResponse(TypeUrl Type, string Version, string Nonce, bool IsWholeState)
{
    /// <summary>The resources that could be read.</summary>
    public List<DecodedResource> Resources { get; } = [];

    /// <summary>Names that are said to be gone.</summary>
    public List<string> Removed { get; } = [];

    /// <summary>Resources that could not be read.</summary>
    public List<ResourceRejection> Malformed { get; } = [];
}
