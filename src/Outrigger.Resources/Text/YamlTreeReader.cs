using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Outrigger.Resources.Text;

/// <summary>
/// Reads one YAML document into a tree with places. Depth and size are bounded, so that neither nesting nor
/// aliases of aliases can exhaust the program.
/// </summary>
internal sealed class YamlTreeReader
{
    private const int DepthMax = 100;
    private const int NodesMax = 500_000;
    private const string TextTag = "tag:yaml.org,2002:str";

    private readonly IParser _parser;
    private readonly DocumentText _document;
    private readonly int _lineOffset;
    private readonly List<TreeError> _errors = [];
    private readonly Dictionary<string, (SourceNode Node, int Size)> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlTreeReader(IParser parser, DocumentText document)
    {
        _parser = parser;
        _document = document;
        _lineOffset = document.LineOffset;
    }

    public static TreeResult Read(DocumentText document)
    {
        var scanner = new Scanner(new StringReader(document.Text), skipComments: true);
        var reader = new YamlTreeReader(new Parser(scanner), document);
        SourceNode? root = null;
        try
        {
            root = reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            reader._errors.Add(YamlSyntaxMessage.Describe(exception, document));
        }
        catch (TreeFaultException exception)
        {
            reader._errors.Add(exception.Error);
        }
        catch (Exception exception) when (
            exception is InvalidOperationException or ArgumentException or FormatException)
        {
            // The YAML library fails so on some texts that it should call malformed, such as a plain text
            // that runs into the next line inside brackets.
            reader._errors.Add(reader.Malformed());
        }

        return new TreeResult(root, reader._errors);
    }

    private SourceNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _)) return null;
        SourceNode root = ReadNode("", 0);
        _parser.Consume<DocumentEnd>();
        return root;
    }

    private SourceNode ReadNode(string path, int depth)
    {
        if (depth > DepthMax) throw Limit($"the nesting is deeper than {DepthMax} levels");
        CountNodes(1);
        int before = _nodes;
        ParsingEvent at = _parser.Current!;
        SourceNode node = at switch
        {
            AnchorAlias alias => ReadAlias(alias),
            Scalar scalar => ReadScalar(scalar),
            SequenceStart start => ReadSequence(start, path, depth),
            MappingStart start => ReadMapping(start, path, depth),
            _ => throw new YamlException(at.Start, at.End, $"found {at}, expected a value"),
        };
        if (at is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            _anchors[anchored.Anchor.Value] = (node, _nodes - before + 1);
        }

        return node;
    }

    private SourceNode ReadAlias(AnchorAlias alias)
    {
        _parser.MoveNext();
        if (!_anchors.TryGetValue(alias.Value.Value, out (SourceNode Node, int Size) target))
        {
            string name = alias.Value.Value;
            throw Fault(alias.Start, $"the alias *{name} has no anchor &{name} before it");
        }

        CountNodes(target.Size);
        return target.Node;
    }

    private SourceScalar ReadScalar(Scalar scalar)
    {
        _parser.MoveNext();
        bool isPlain = scalar.Style == ScalarStyle.Plain
            && (scalar.Tag.IsEmpty || scalar.Tag.Value != TextTag);
        ScalarKind kind = isPlain ? ScalarResolver.Resolve(scalar.Value) : ScalarKind.Text;
        int line = Line(scalar.Start);
        int column = Column(scalar.Start);
        return scalar.Style != ScalarStyle.Literal
            ? new SourceScalar(line, column, scalar.Value, kind)
            : new SourceScalar(line, column, scalar.Value, kind)
            {
                Content = new TextOrigin(line + 1, 1 + BlockIndent.Of(_document.Text, (int)scalar.Start.Index)),
            };
    }

    private SourceSequence ReadSequence(SequenceStart start, string path, int depth)
    {
        _parser.MoveNext();
        var items = new List<SourceNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(FieldPath.Index(path, items.Count), depth + 1));
        }

        return new SourceSequence(Line(start.Start), Column(start.Start), items);
    }

    private SourceMapping ReadMapping(MappingStart start, string path, int depth)
    {
        _parser.MoveNext();
        var entries = new List<SourceEntry>();
        var seen = new Dictionary<string, SourceScalar>(StringComparer.Ordinal);
        var merged = new List<SourceMapping>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            Mark keyMark = _parser.Current!.Start;
            SourceNode keyNode = ReadNode(path, depth + 1);
            if (keyNode is SourceMapping && IsTemplate(start, keyMark))
            {
                throw Fault(
                    start.Start,
                    "found a template expression ({{…}}), expected YAML; render the template first");
            }

            if (keyNode is not SourceScalar key)
            {
                Report(
                    keyNode,
                    DiagnosticCodes.Syntax,
                    $"found {keyNode.Description} as a key, expected a text",
                    path);
                ReadNode(path, depth + 1);
                continue;
            }

            SourceNode value = ReadNode(FieldPath.Key(path, key.Text), depth + 1);
            if (key.Text == "<<" && key.Kind == ScalarKind.Text)
            {
                AddMerged(value, merged, path);
            }
            else if (seen.TryGetValue(key.Text, out SourceScalar? first))
            {
                string message =
                    $"the key \"{key.Text}\" stands here a second time; the first is on line {first.Line}";
                Report(key, DiagnosticCodes.DuplicateKey, message, FieldPath.Key(path, key.Text));
            }
            else
            {
                seen.Add(key.Text, key);
                entries.Add(new SourceEntry(key, value));
            }
        }

        foreach (SourceEntry entry in merged.SelectMany(mapping => mapping.Entries))
        {
            if (seen.TryAdd(entry.Key.Text, entry.Key)) entries.Add(entry);
        }

        return new SourceMapping(Line(start.Start), Column(start.Start), entries);
    }

    private void AddMerged(SourceNode value, List<SourceMapping> merged, string path)
    {
        IReadOnlyList<SourceNode> nodes = value is SourceSequence sequence ? sequence.Items : [value];
        foreach (SourceNode node in nodes)
        {
            if (node is SourceMapping mapping) merged.Add(mapping);
            else Report(
                node,
                DiagnosticCodes.Syntax,
                $"found {node.Description} to merge (<<), expected a mapping",
                path);
        }
    }

    private void CountNodes(int count)
    {
        _nodes += count;
        if (_nodes > NodesMax)
        {
            throw Limit($"the document has more than {NodesMax} values, counting repeated aliases");
        }
    }

    private TreeError Malformed()
    {
        Mark mark = _parser.Current?.End ?? Mark.Empty;
        const string Message = "found what is not YAML after this, expected closed brackets and quotes";
        return new TreeError(DiagnosticCodes.Syntax, Line(mark), Column(mark), Message);
    }

    private TreeFaultException Limit(string message) => Fault(_parser.Current!.Start, message);

    private TreeFaultException Fault(Mark mark, string message) =>
        new(new TreeError(DiagnosticCodes.Syntax, Line(mark), Column(mark), message));

    // "{{" begins a mapping whose first key is a mapping, which no user means.
    private static bool IsTemplate(MappingStart mapping, Mark key) =>
        mapping.Style == MappingStyle.Flow
        && key.Line == mapping.Start.Line
        && key.Column == mapping.Start.Column + 1;

    private void Report(SourceNode node, string code, string message, string path) =>
        _errors.Add(new TreeError(code, node.Line, node.Column, message, path));

    private int Line(Mark mark) => (int)mark.Line + _lineOffset;

    private static int Column(Mark mark) => (int)mark.Column;

    /// <summary>Ends the reading of a document of which no sense can be made.</summary>
    private sealed class TreeFaultException(TreeError error) : Exception(error.Message)
    {
        public TreeError Error { get; } = error;
    }
}
