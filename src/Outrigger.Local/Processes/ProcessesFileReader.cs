using System.Globalization;
using Outrigger.Resources;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Outrigger.Local.Processes;

/// <summary>
/// Reads processes files strictly: every mistake is an error with its line and column, and all are told at
/// once.
/// </summary>
internal sealed class ProcessesFileReader(string file)
{
    private const string ProcessesField = "processes";
    private static readonly string[] EntryFields =
        ["deployment", "namespace", "command", "workingDirectory", "env", "ports"];

    private readonly List<Diagnostic> _diagnostics = [];
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(file))!;

    /// <summary>Reads the text of the file.</summary>
    public ProcessesFileResult Read(string text)
    {
        var definitions = ReadDocument(text);
        return _diagnostics.Count > 0
            ? new ProcessesFileResult(null, _diagnostics)
            : new ProcessesFileResult(new ProcessesFile(definitions), []);
    }

    private List<ProcessDefinition> ReadDocument(string text)
    {
        var definitions = new List<ProcessDefinition>();
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            var code = exception.Message.Contains("Duplicate key", StringComparison.Ordinal)
                ? DiagnosticCodes.DuplicateKey
                : DiagnosticCodes.Syntax;
            Report(code, exception.Start, "", $"not valid YAML: {exception.Message}");
            return definitions;
        }

        if (stream.Documents.Count != 1)
        {
            Report(DiagnosticCodes.NotAnObject, new Mark(0, 1, 1), "",
                $"found {stream.Documents.Count} documents, expected one with the list '{ProcessesField}'");
            return definitions;
        }

        if (ReadMapping(stream.Documents[0].RootNode, "", [ProcessesField]) is not { } root)
        {
            return definitions;
        }

        if (!root.Children.TryGetValue(ProcessesField, out var list))
        {
            if (_diagnostics.Count > 0)
            {
                // The list is there under a misspelt name, which was told; that it is missing would be said
                // twice.
                return definitions;
            }

            Report(DiagnosticCodes.MissingField, root.Start, "", $"the list '{ProcessesField}' is missing");
            return definitions;
        }

        ReadEntries(list, definitions);
        return definitions;
    }

    private void ReadEntries(YamlNode list, List<ProcessDefinition> definitions)
    {
        var seen = new HashSet<(string, string)>();
        var index = 0;
        foreach (var node in Items(list, ProcessesField))
        {
            var path = $"{ProcessesField}[{index++}]";
            if (ReadEntry(node, path) is not { } definition)
            {
                continue;
            }

            if (seen.Add((definition.Namespace, definition.Deployment)))
            {
                definitions.Add(definition);
            }
            else
            {
                Report(DiagnosticCodes.DuplicateObject, node.Start, path,
                    $"the Deployment {definition.Namespace}/{definition.Deployment} already has a process");
            }
        }
    }

    private ProcessDefinition? ReadEntry(YamlNode node, string path)
    {
        var errorsBefore = _diagnostics.Count;
        if (ReadMapping(node, path, EntryFields) is not { } entry)
        {
            return null;
        }

        var deployment = ReadRequired(entry, "deployment", path);
        var command = ReadCommand(entry, path);
        var definition = new ProcessDefinition
        {
            Deployment = deployment,
            Namespace = ReadOptional(entry, "namespace", path) ?? ResourceKey.DefaultNamespace,
            Command = command,
            WorkingDirectory =
                Path.GetFullPath(ReadOptional(entry, "workingDirectory", path) ?? ".", _folder),
            Environment = ReadEnvironment(entry, path),
            Ports = ReadPorts(entry, path),
        };
        return _diagnostics.Count == errorsBefore ? definition : null;
    }

    private List<ProcessText> ReadCommand(YamlMappingNode entry, string path)
    {
        var command = new List<ProcessText>();
        if (!entry.Children.TryGetValue("command", out var node))
        {
            Report(DiagnosticCodes.MissingField, entry.Start, path, "the field 'command' is missing");
            return command;
        }

        var index = 0;
        foreach (var item in Items(node, $"{path}.command"))
        {
            if (ReadText(item, $"{path}.command[{index++}]") is { } word)
            {
                command.Add(word);
            }
        }

        if (node is YamlSequenceNode { Children.Count: 0 })
        {
            Report(DiagnosticCodes.InvalidValue, node.Start, $"{path}.command",
                "found an empty list, expected a program and its arguments");
        }

        return command;
    }

    private Dictionary<string, ProcessText> ReadEnvironment(YamlMappingNode entry, string path)
    {
        var environment = new Dictionary<string, ProcessText>();
        if (!entry.Children.TryGetValue("env", out var node)
            || ReadMapping(node, $"{path}.env", null) is not { } map)
        {
            return environment;
        }

        foreach (var (key, value) in map.Children)
        {
            var name = ((YamlScalarNode)key).Value!;
            if (name.Length == 0 || name.Contains('='))
            {
                Report(DiagnosticCodes.InvalidName, key.Start, $"{path}.env",
                    $"found the name '{name}', expected one without '='");
            }
            else if (ReadText(value, $"{path}.env.{name}") is { } text)
            {
                environment[name] = text;
            }
        }

        return environment;
    }

    private List<int> ReadPorts(YamlMappingNode entry, string path)
    {
        var ports = new List<int>();
        if (!entry.Children.TryGetValue("ports", out var node))
        {
            return ports;
        }

        var index = 0;
        foreach (var item in Items(node, $"{path}.ports"))
        {
            var itemPath = $"{path}.ports[{index++}]";
            if (item is YamlScalarNode scalar
                && int.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && port is >= 1 and <= 65535)
            {
                ports.Add(port);
            }
            else
            {
                Report(DiagnosticCodes.InvalidValue, item.Start, itemPath,
                    $"found {Describe(item)}, expected a port number from 1 to 65535");
            }
        }

        return ports;
    }

    private ProcessText? ReadText(YamlNode node, string path)
    {
        if (ReadScalar(node, path) is not { } text)
        {
            return null;
        }

        if (ProcessText.TryParse(text, out var parsed, out var unknownName))
        {
            return parsed;
        }

        var known = string.Join(", ", ProcessText.KnownNames.Select(name => $"{{{name}}}"));
        Report(DiagnosticCodes.InvalidValue, node.Start, path,
            $"found the placeholder {{{unknownName}}}, expected one of {known} "
            + $"(or {{{{{unknownName}}}}} for the text itself)");
        return null;
    }

    private string ReadRequired(YamlMappingNode entry, string field, string path)
    {
        if (entry.Children.ContainsKey(field))
        {
            return ReadOptional(entry, field, path) ?? "";
        }

        Report(DiagnosticCodes.MissingField, entry.Start, path, $"the field '{field}' is missing");
        return "";
    }

    private string? ReadOptional(YamlMappingNode entry, string field, string path)
    {
        if (!entry.Children.TryGetValue(field, out var node))
        {
            return null;
        }

        var text = ReadScalar(node, $"{path}.{field}");
        if (text is { Length: 0 })
        {
            Report(
                DiagnosticCodes.InvalidValue, node.Start, $"{path}.{field}",
                "found an empty text, expected a name");
        }

        return text;
    }

    private string? ReadScalar(YamlNode node, string path)
    {
        if (node is YamlScalarNode { Value: { } value } scalar && !IsNull(scalar))
        {
            return value;
        }

        Report(DiagnosticCodes.WrongType, node.Start, path, $"found {Describe(node)}, expected a text");
        return null;
    }

    /// <summary>
    /// The mapping with only fields of <paramref name="fields"/> (null: any), or null after an error.
    /// </summary>
    private YamlMappingNode? ReadMapping(YamlNode node, string path, string[]? fields)
    {
        if (node is not YamlMappingNode mapping)
        {
            Report(
                DiagnosticCodes.WrongType, node.Start, path, $"found {Describe(node)}, expected a mapping");
            return null;
        }

        foreach (var key in mapping.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value;
            if (name is null)
            {
                Report(
                    DiagnosticCodes.WrongType, key.Start, path,
                    $"found {Describe(key)} as a key, expected a name");
                return null;
            }

            if (fields is not null && !fields.Contains(name))
            {
                Report(DiagnosticCodes.UnknownField, key.Start, path,
                    $"found the field '{name}', expected one of {string.Join(", ", fields)}");
            }
        }

        return mapping;
    }

    private IEnumerable<YamlNode> Items(YamlNode node, string path)
    {
        if (node is YamlSequenceNode sequence)
        {
            return sequence.Children;
        }

        Report(DiagnosticCodes.WrongType, node.Start, path, $"found {Describe(node)}, expected a list");
        return [];
    }

    private void Report(string code, Mark mark, string path, string message) =>
        _diagnostics.Add(new Diagnostic
    {
        Severity = Severity.Error,
        Code = code,
        Message = message,
        Position = new SourcePosition(file, (int)mark.Line, (int)mark.Column),
        Path = path,
    });

    private static bool IsNull(YamlScalarNode scalar) =>
        scalar is { Style: ScalarStyle.Plain, Value: "" or "null" or "~" };

    private static string Describe(YamlNode node) => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        YamlScalarNode scalar when IsNull(scalar) => "nothing",
        YamlScalarNode scalar => $"'{scalar.Value}'",
        _ => "an alias",
    };
}
