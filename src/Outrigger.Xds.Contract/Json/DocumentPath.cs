namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Paths of fields inside a document: <c>clusters[0].metadata.filter_metadata["istio"]</c>.
/// </summary>
internal static class DocumentPath
{
    /// <summary>The path of a field of a message.</summary>
    public static string Member(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    /// <summary>The path of an element of a list.</summary>
    public static string Element(string parent, int index) => $"{parent}[{index}]";

    /// <summary>The path of an entry of a map.</summary>
    public static string Entry(string parent, string key) => $"{parent}[\"{key}\"]";
}
