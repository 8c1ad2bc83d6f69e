using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Finds a message's descriptor by its full name or type URL, for reading and writing
/// <c>google.protobuf.Any</c>. Immutable and safe for use from any thread. It uses generated descriptors
/// only, so it works under NativeAOT.
/// </summary>
public sealed class TypeRegistry
{
    private static readonly Lazy<TypeRegistry> LazyContract = new(() => new TypeRegistry(ContractRoots()));

    private readonly Dictionary<string, MessageDescriptor> byName = new(StringComparer.Ordinal);

    /// <summary>
    /// Makes a registry of every message in the given files and in the files that they import.
    /// </summary>
    /// <param name="files">The files to start from.</param>
    public TypeRegistry(params IEnumerable<FileDescriptor> files)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (FileDescriptor file in files)
        {
            AddFile(file, seen);
        }
    }

    /// <summary>Every message of the xDS contract, and the well-known types of protobuf.</summary>
    public static TypeRegistry Contract => LazyContract.Value;

    /// <summary>The descriptors of all messages, in no particular order.</summary>
    public IReadOnlyCollection<MessageDescriptor> Messages => byName.Values;

    /// <summary>Finds a message by its full name, such as <c>envoy.config.cluster.v3.Cluster</c>.</summary>
    /// <param name="fullName">The full name, without a leading dot.</param>
    /// <param name="descriptor">The descriptor, when the name is known.</param>
    /// <returns>Whether the name is known.</returns>
    public bool TryFind(string fullName, [NotNullWhen(true)] out MessageDescriptor? descriptor) =>
        byName.TryGetValue(fullName, out descriptor);

    /// <summary>Finds a message by a type URL: only what follows the last slash counts.</summary>
    /// <param name="typeUrl">
    /// A URL such as <c>type.googleapis.com/envoy.config.cluster.v3.Cluster</c>.
    /// </param>
    /// <param name="descriptor">The descriptor, when the type is known.</param>
    /// <returns>Whether the type is known.</returns>
    public bool TryFindByUrl(string typeUrl, [NotNullWhen(true)] out MessageDescriptor? descriptor) =>
        byName.TryGetValue(NameOf(typeUrl), out descriptor);

    /// <summary>The full name of the message that a type URL stands for.</summary>
    /// <param name="typeUrl">A type URL, or a full name.</param>
    /// <returns>What follows the last slash, or all of it when there is none.</returns>
    public static string NameOf(string typeUrl) => typeUrl[(typeUrl.LastIndexOf('/') + 1)..];

    // Files that nothing else imports. A test compares what they reach with what the assembly holds.
    private static FileDescriptor[] ContractRoots() =>
    [
        Envoy.Admin.V3.ClustersReflection.Descriptor,
        Envoy.Admin.V3.ConfigDumpReflection.Descriptor,
        Envoy.Admin.V3.ListenersReflection.Descriptor,
        Envoy.Admin.V3.ServerInfoReflection.Descriptor,
        Envoy.Config.Bootstrap.V3.BootstrapReflection.Descriptor,
        Envoy.Config.Cluster.V3.ClusterReflection.Descriptor,
        Envoy.Config.Endpoint.V3.EndpointReflection.Descriptor,
        Envoy.Config.Listener.V3.ListenerReflection.Descriptor,
        Envoy.Config.Route.V3.RouteReflection.Descriptor,
        Envoy.Extensions.Filters.Http.Router.V3.RouterReflection.Descriptor,
        Envoy.Extensions.Filters.Listener.HttpInspector.V3.HttpInspectorReflection.Descriptor,
        Envoy.Extensions.Filters.Listener.OriginalDst.V3.OriginalDstReflection.Descriptor,
        Envoy.Extensions.Filters.Listener.TlsInspector.V3.TlsInspectorReflection.Descriptor,
        Envoy.Extensions.Filters.Network.HttpConnectionManager.V3.HttpConnectionManagerReflection.Descriptor,
        Envoy.Extensions.Filters.Network.TcpProxy.V3.TcpProxyReflection.Descriptor,
        Envoy.Extensions.TransportSockets.RawBuffer.V3.RawBufferReflection.Descriptor,
        Envoy.Extensions.Upstreams.Http.V3.HttpProtocolOptionsReflection.Descriptor,
        Envoy.Service.Discovery.V3.AdsReflection.Descriptor,
        Envoy.Service.Status.V3.CsdsReflection.Descriptor,
        Envoy.Type.V3.RangeReflection.Descriptor,
        global::Udpa.Type.V1.TypedStructReflection.Descriptor,
        global::Xds.Type.V3.TypedStructReflection.Descriptor,
        AnyReflection.Descriptor,
        DurationReflection.Descriptor,
        EmptyReflection.Descriptor,
        FieldMaskReflection.Descriptor,
        StructReflection.Descriptor,
        TimestampReflection.Descriptor,
        WrappersReflection.Descriptor,
    ];

    private void AddFile(FileDescriptor file, HashSet<string> seen)
    {
        if (!seen.Add(file.Name))
        {
            return;
        }

        foreach (FileDescriptor dependency in file.Dependencies)
        {
            AddFile(dependency, seen);
        }

        foreach (MessageDescriptor message in file.MessageTypes)
        {
            AddMessage(message);
        }
    }

    private void AddMessage(MessageDescriptor message)
    {
        if (message.IsMapEntry)
        {
            return;
        }

        byName[message.FullName] = message;
        foreach (MessageDescriptor nested in message.NestedTypes)
        {
            AddMessage(nested);
        }
    }
}
