using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Reads YAML, and so JSON, into a tree that knows where everything stands. It understands anchors, aliases
/// and merge keys (<c>&lt;&lt;</c>), and reports names that stand twice in one mapping.
/// </summary>
internal sealed class DocumentTreeReader
{
    private const int DepthMax = 200;

    private readonly Parser parser;
    private readonly DocumentLog log;
    private readonly Dictionary<string, DocumentNode> anchors = new(StringComparer.Ordinal);

    private DocumentTreeReader(string text, DocumentLog log)
    {
        parser = new Parser(new StringReader(text));
        this.log = log;
    }

    /// <summary>Reads the one document of a text.</summary>
    /// <returns>
    /// The root; null when the text is empty or is not YAML at all, which is then in the log.
    /// </returns>
    public static DocumentNode? Read(string text, DocumentLog log)
    {
        var reader = new DocumentTreeReader(text, log);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException exception)
        {
            // The library can report damage only by throwing; for us it is one more of the user's mistakes.
            reader.AddDamage(exception.Start, exception.Message);
        }
        catch (ArgumentException exception)
        {
            // So it reports an escape such as "\ud800" that is half a character; where, it does not say.
            reader.AddDamage(reader.parser.Current?.End ?? Mark.Empty, exception.Message);
        }
        catch (InvalidOperationException)
        {
            // So its scanner ends where a flow collection is left open before a plain word.
            reader.AddDamage(reader.parser.Current?.End ?? Mark.Empty, "a bracket or brace is not closed");
        }

        return null;
    }

    private void AddDamage(Mark mark, string reason) =>
        log.AddError((int)mark.Line, (int)mark.Column, "", $"not valid YAML or JSON: {reason.TrimEnd('.')}");

    private DocumentNode? ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        DocumentNode root = ReadNode("", depth: 0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            log.AddError(
                (int)second.Start.Line, (int)second.Start.Column, "", "a second document; expected only one");
        }

        return root;
    }

    private DocumentNode ReadNode(string path, int depth)
    {
        ParsingEvent next = parser.Current ?? throw new YamlException("unexpected end");
        if (depth > DepthMax)
        {
            throw new YamlException(next.Start, next.End, $"nested deeper than {DepthMax} levels");
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return anchors.TryGetValue(alias.Value.Value, out DocumentNode? found)
                ? found
                : throw new YamlException(alias.Start, alias.End, $"unknown anchor \"{alias.Value.Value}\"");
        }

        if (!parser.Accept<NodeEvent>(out var start))
        {
            throw new YamlException(next.Start, next.End, "expected a value");
        }

        DocumentNode node = start switch
        {
            Scalar => ReadScalar(parser.Consume<Scalar>()),
            SequenceStart => ReadSequence(path, depth),
            _ => ReadMapping(path, depth),
        };
        if (!start.Anchor.IsEmpty)
        {
            anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private static ScalarNode ReadScalar(Scalar scalar)
    {
        bool text = scalar.Style != ScalarStyle.Plain
            || (!scalar.Tag.IsEmpty && scalar.Tag.Value == "tag:yaml.org,2002:str");
        ScalarKind kind = text ? ScalarKind.Text : ScalarText.KindOf(scalar.Value);
        return new ScalarNode((int)scalar.Start.Line, (int)scalar.Start.Column, scalar.Value, kind);
    }

    private SequenceNode ReadSequence(string path, int depth)
    {
        SequenceStart start = parser.Consume<SequenceStart>();
        var items = new List<DocumentNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode($"{path}[{items.Count}]", depth + 1));
        }

        return new SequenceNode((int)start.Start.Line, (int)start.Start.Column, items);
    }

    private MappingNode ReadMapping(string path, int depth)
    {
        MappingStart start = parser.Consume<MappingStart>();
        var members = new List<DocumentMember>();
        var seen = new Dictionary<string, DocumentMember>(StringComparer.Ordinal);
        var merged = new List<DocumentNode>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            Scalar name = ReadName();
            string memberPath = DocumentPath.Member(path, name.Value);
            var member = new DocumentMember(
                (int)name.Start.Line, (int)name.Start.Column, name.Value, ReadNode(memberPath, depth + 1));
            if (name is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged.Add(member.Value);
            }
            else if (seen.TryAdd(name.Value, member))
            {
                members.Add(member);
            }
            else
            {
                log.AddError(
                    member.Line, member.Column, memberPath,
                    $"duplicated name \"{name.Value}\", first on line {seen[name.Value].Line}");
            }
        }

        foreach (DocumentNode source in merged)
        {
            Merge(source, members, seen, path);
        }

        return new MappingNode((int)start.Start.Line, (int)start.Start.Column, members);
    }

    private Scalar ReadName()
    {
        ParsingEvent next = parser.Current ?? throw new YamlException("unexpected end");
        return parser.TryConsume<Scalar>(out var name)
            ? name
            : throw new YamlException(
                next.Start, next.End, "a mapping's name must be a plain word or a string");
    }

    // What the mapping itself says goes before what is merged into it, and of several sources the first wins.
    private void Merge(
        DocumentNode source,
        List<DocumentMember> members,
        Dictionary<string, DocumentMember> seen,
        string path)
    {
        switch (source)
        {
            case MappingNode mapping:
                members.AddRange(mapping.Members.Where(member => seen.TryAdd(member.Name, member)));
                break;
            case SequenceNode sequence when sequence.Items.All(item => item is MappingNode):
                foreach (DocumentNode item in sequence.Items)
                {
                    Merge(item, members, seen, path);
                }

                break;
            default:
                log.AddError(
                    source.Line, source.Column, path,
                    $"<< merges a mapping or a list of mappings, found {source.Description}");
                break;
        }
    }
}
