using System.IO.Hashing;
using Envoy.Config.Core.V3;
using Envoy.Service.Discovery.V3;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Logging;
using Outrigger.Xds;
using Outrigger.Xds.Client;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// The file that keeps the last accepted resources over a restart. It is replaced as a whole, so that it is
/// complete whenever the program dies. Layout: a line with name and version of the format, the XXH128 of the
/// rest, then length-prefixed messages: the node, and one <c>DeltaDiscoveryResponse</c> for each type.
/// </summary>
internal sealed class StateFile
{
    private const string FileName = "accepted-resources";
    private const int ChecksumLength = 16;

    private readonly string _directory;
    private readonly EventLog _log;

    /// <summary>Names the file. Nothing is read or written yet.</summary>
    /// <param name="directory">The directory; made when the file is first written.</param>
    /// <param name="log">Says what is wrong with the file.</param>
    public StateFile(string directory, EventLog log)
    {
        _directory = directory;
        _log = log;
        FilePath = Path.Combine(directory, FileName);
    }

    private static ReadOnlySpan<byte> Header => "outrigger accepted resources 1\n"u8;

    /// <summary>Where the file is.</summary>
    public string FilePath { get; }

    /// <summary>
    /// Reads the file; null when there is none, or when it cannot be used, which is then logged. The program
    /// starts without it in both cases.
    /// </summary>
    /// <param name="nodeId">Who asks; the state of another node is not used.</param>
    public SavedState? Load(string nodeId)
    {
        byte[] bytes;
        try
        {
            if (!File.Exists(FilePath))
            {
                return null;
            }

            bytes = File.ReadAllBytes(FilePath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Ignore($"it cannot be read: {exception.Message}");
        }

        if (!bytes.AsSpan().StartsWith(Header))
        {
            return Ignore("it has another format or version");
        }

        int bodyStart = Header.Length + ChecksumLength;
        if (bytes.Length < bodyStart
            || !XxHash128.Hash(bytes.AsSpan(bodyStart)).AsSpan().SequenceEqual(
                bytes.AsSpan(Header.Length..bodyStart)))
        {
            return Ignore("it is damaged: its checksum does not fit");
        }

        SavedState? state = Decode(bytes.AsMemory(bodyStart));
        return state is not null && state.NodeId != nodeId
            ? Ignore($"it belongs to the node \"{state.NodeId}\", this one is \"{nodeId}\"")
            : state;
    }

    /// <summary>Replaces the file. A failure is logged; the old file stays then.</summary>
    /// <returns>Whether the new file is in place.</returns>
    public bool Save(SavedState state)
    {
        byte[] body = Encode(state);
        string temporary = FilePath + ".tmp";
        try
        {
            Directory.CreateDirectory(_directory);
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                stream.Write(Header);
                stream.Write(XxHash128.Hash(body));
                stream.Write(body);
                // The content must be on the disk before the name is; which name wins a power cut does not
                // matter.
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, FilePath, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _log.Error(
                "state", "cannot save accepted resources", ("file", FilePath), ("reason", exception.Message));
            return false;
        }
    }

    private SavedState? Ignore(string reason)
    {
        _log.Warning("state", "the saved resources are not used", ("file", FilePath), ("reason", reason));
        return null;
    }

    private static byte[] Encode(SavedState state)
    {
        using var stream = new MemoryStream();
        new Node { Id = state.NodeId }.WriteDelimitedTo(stream);
        foreach (ResourceUpdate update in state.Updates)
        {
            var message = new DeltaDiscoveryResponse
            {
                TypeUrl = update.Type.Value,
                SystemVersionInfo = update.Version,
            };
            message.Resources.Add(update.Resources.Select(resource => new Resource
            {
                Name = resource.Name,
                Version = resource.Version,
                Resource_ = new Any { TypeUrl = update.Type.Value, Value = resource.Payload },
            }));
            message.WriteDelimitedTo(stream);
        }

        return stream.ToArray();
    }

    private SavedState? Decode(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            Node node = Node.Parser.ParseDelimitedFrom(stream);
            List<ResourceUpdate> updates = [];
            while (stream.Position < stream.Length)
            {
                updates.Add(ToUpdate(DeltaDiscoveryResponse.Parser.ParseDelimitedFrom(stream)));
            }

            return new SavedState(node.Id, updates);
        }
        catch (InvalidProtocolBufferException exception)
        {
            // The checksum fits, so we wrote this ourselves; but a start must not fail on it.
            return Ignore($"its messages cannot be read: {exception.Message}");
        }
    }

    private static ResourceUpdate ToUpdate(DeltaDiscoveryResponse message) => new(
        new TypeUrl(message.TypeUrl),
        message.SystemVersionInfo,
        [.. message.Resources.Select(resource => new ReceivedResource(
            resource.Name, resource.Version, resource.Resource_?.Value ?? ByteString.Empty))],
        []);
}
