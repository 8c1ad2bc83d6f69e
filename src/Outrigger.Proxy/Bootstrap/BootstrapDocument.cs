using Outrigger.Proxy.Configuration;
using Outrigger.Xds.Contract.Json;
using BootstrapMessage = Envoy.Config.Bootstrap.V3.Bootstrap;

namespace Outrigger.Proxy.Bootstrap;

/// <summary>The bootstrap as it was read, before anything is made of it.</summary>
internal sealed class BootstrapDocument
{
    private readonly string _file;
    private readonly IReadOnlyDictionary<string, DocumentPosition> _positions;

    private BootstrapDocument(
        string file,
        BootstrapMessage message,
        IReadOnlyList<SourceMessage> errors,
        IReadOnlyList<UnimplementedField> unimplemented,
        IReadOnlyDictionary<string, DocumentPosition> positions)
    {
        _file = file;
        Message = message;
        Errors = errors;
        Unimplemented = unimplemented;
        _positions = positions;
    }

    /// <summary>The message, without the parts that had errors.</summary>
    public BootstrapMessage Message { get; }

    /// <summary>Every mistake of the text, with file, line and column.</summary>
    public IReadOnlyList<SourceMessage> Errors { get; }

    /// <summary>The fields and types of the text that Envoy knows and we do not.</summary>
    public IReadOnlyList<UnimplementedField> Unimplemented { get; }

    /// <summary>
    /// Reads the bootstrap that the command line names. What cannot be read is an error in the answer.
    /// </summary>
    public static BootstrapDocument Load(ProxyOptions options)
    {
        BootstrapDocument document = options.ConfigPath is { } path
            ? LoadFile(path)
            : Parse("", "--config-yaml");
        if (options.ConfigYaml is { } yaml)
        {
            document = document.MergedWith(Parse(yaml, "--config-yaml"));
        }

        return document;
    }

    /// <summary>Reads a bootstrap from text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="file">The file's name, for messages.</param>
    public static BootstrapDocument Parse(string text, string file)
    {
        ProtoDocument<BootstrapMessage> document = ProtoDocumentReader.Read<BootstrapMessage>(text, file);
        SourceMessage[] errors = [.. document.Errors.Select(error => new SourceMessage(
            error.Position, IsError: true, new ConfigurationIssue(error.Path, error.Message)))];
        return new BootstrapDocument(
            file, document.Message, errors, document.Unimplemented, document.Positions);
    }

    /// <summary>Says where in the text a field is, as exactly as is known.</summary>
    public SourceMessage Locate(ConfigurationIssue issue, bool isError)
    {
        for (string path = issue.Path; path.Length > 0; path = Parent(path))
        {
            if (_positions.TryGetValue(path, out DocumentPosition position))
            {
                return new SourceMessage(position, isError, issue);
            }
        }

        return new SourceMessage(new DocumentPosition(_file, 1, 1), isError, issue);
    }

    /// <summary>The warnings about <see cref="Unimplemented"/>.</summary>
    public IEnumerable<SourceMessage> UnimplementedWarnings => Unimplemented.Select(each => new SourceMessage(
        each.Position ?? new DocumentPosition(_file, 1, 1),
        IsError: false,
        new ConfigurationIssue(each.Path, "not implemented, it has no effect")));

    private static BootstrapDocument LoadFile(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = File.Exists(path) ? $"cannot be read: {exception.Message}" : "no such file";
            var error = new SourceMessage(
                new DocumentPosition(path, 1, 1), IsError: true, new ConfigurationIssue("", reason));
            return new BootstrapDocument(
                path, new BootstrapMessage(), [error], [], new Dictionary<string, DocumentPosition>());
        }
    }

    private BootstrapDocument MergedWith(BootstrapDocument over)
    {
        BootstrapMessage merged = Message.Clone();
        merged.MergeFrom(over.Message);
        var positions = new Dictionary<string, DocumentPosition>(_positions);
        foreach ((string path, DocumentPosition position) in over._positions)
        {
            positions[path] = position;
        }

        return new BootstrapDocument(
            _file, merged, [.. Errors, .. over.Errors], [.. Unimplemented, .. over.Unimplemented], positions);
    }

    private static string Parent(string path)
    {
        int end = Math.Max(path.LastIndexOf('.'), path.LastIndexOf('['));
        return end < 0 ? "" : path[..end];
    }
}
