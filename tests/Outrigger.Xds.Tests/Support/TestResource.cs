using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Xds.Server.Caching;

namespace Outrigger.Xds.Tests.Support;

/// <summary>
/// Resources as the library sees them: a name in field 1, and content that it must not look at.
/// </summary>
internal static class TestResource
{
    public static readonly TypeUrl BarrierType = new("type.googleapis.com/outrigger.test.Barrier");
    private const int ContentField = 1000;
    private const int BarrierCount = 64;

    private static readonly NamedResource[] Barriers =
        [.. Enumerable.Range(0, BarrierCount).Select(index => Create(BarrierType, BarrierName(index)))];

    public static NamedResource Cluster(string name, string content = "1", params string[] warmedBy) =>
        NamedResource.Create(
            name, Payload(TypeUrl.Cluster, name, content), warmedBy.Length > 0 ? warmedBy : null);

    public static NamedResource Endpoints(string name, string content = "1") =>
        Create(TypeUrl.ClusterLoadAssignment, name, content);

    public static NamedResource Listener(string name, string content = "1", params string[] warmedBy) =>
        NamedResource.Create(name, Payload(TypeUrl.Listener, name, content), warmedBy);

    public static NamedResource Route(string name, string content = "1") =>
        Create(TypeUrl.RouteConfiguration, name, content);

    public static NamedResource Create(TypeUrl type, string name, string content = "1") =>
        NamedResource.Create(name, Payload(type, name, content));

    public static Any Payload(TypeUrl type, string name, string content)
    {
        using var buffer = new MemoryStream();
        using var output = new CodedOutputStream(buffer);
        output.WriteTag(1, WireFormat.WireType.LengthDelimited);
        output.WriteString(name);
        output.WriteTag(ContentField, WireFormat.WireType.LengthDelimited);
        output.WriteString(content);
        output.Flush();
        return new Any { TypeUrl = type.Value, Value = ByteString.CopyFrom(buffer.ToArray()) };
    }

    /// <summary>The name and content of a payload.</summary>
    public static (string Name, string Content) Read(ByteString payload)
    {
        CodedInputStream input = payload.CreateCodedInput();
        input.ReadTag();
        string name = input.ReadString();
        input.ReadTag();
        return (name, input.ReadString());
    }

    /// <summary>
    /// A snapshot that also has what <see cref="ProtocolStream.ExpectNothingAsync"/> needs.
    /// </summary>
    public static ResourceSnapshot Snapshot(long number, params IEnumerable<NamedResource> resources) =>
        ResourceSnapshot.Create(number, resources.Concat(Barriers));

    public static string BarrierName(int index) => $"barrier-{index}";
}
