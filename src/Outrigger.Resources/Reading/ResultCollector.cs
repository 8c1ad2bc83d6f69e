using Outrigger.Resources.Text;

namespace Outrigger.Resources.Reading;

/// <summary>Gathers the objects and findings of a text, document by document.</summary>
internal sealed class ResultCollector(string file)
{
    private readonly List<ResourceObject> _objects = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly Dictionary<ResourceKey, SourcePosition> _seen = [];

    public void AddTree(TreeResult tree)
    {
        if (tree.Root is null)
        {
            foreach (TreeError error in tree.Errors) Add(error);
        }
        else if (!tree.Root.IsNull())
        {
            AddDocument(tree.Root, "", tree.Errors);
        }
    }

    public void Add(TreeError error, ResourceKey? resource = null) => _diagnostics.Add(new Diagnostic
    {
        Severity = Severity.Error,
        Code = error.Code,
        Message = error.Message,
        Path = error.Path,
        Position = new SourcePosition(file, error.Line, error.Column),
        Resource = resource,
    });

    public ReadResult ToResult() => new()
    {
        Objects = _objects,
        // A stable sort by place: findings of one place stay in the order in which they were made.
        Diagnostics = [.. _diagnostics.OrderBy(d => d.Line).ThenBy(d => d.Column)],
    };

    private void AddDocument(SourceNode node, string path, IReadOnlyList<TreeError> errors)
    {
        if (node is SourceMapping mapping && ListReader.IsList(mapping))
        {
            AddItems(mapping, path, errors);
            return;
        }

        if (node is SourceSequence sequence)
        {
            foreach (SourceNode item in sequence.Items) AddDocument(item, "", []);
            foreach (TreeError error in errors) Add(error);
            return;
        }

        var context = new ReadingContext(file);
        ResourceObject? read = ObjectReader.Read(node, file, context);
        foreach (TreeError error in errors) Add(error, context.Resource);
        _diagnostics.AddRange(context.Diagnostics);
        if (read is not null && !context.HasErrors && errors.Count == 0) AddObject(read);
    }

    private void AddItems(SourceMapping list, string path, IReadOnlyList<TreeError> errors)
    {
        var context = new ReadingContext(file);
        IReadOnlyList<SourceNode> items = ListReader.ItemsOf(list, path, context);
        _diagnostics.AddRange(context.Diagnostics);
        for (int i = 0; i < items.Count; i++)
        {
            string prefix = $"items[{i}]";
            List<TreeError> own =
            [
                .. errors
                    .Where(error => error.Path.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(error => error with { Path = error.Path[prefix.Length..].TrimStart('.') }),
            ];
            AddDocument(items[i], "", own);
        }

        foreach (TreeError error in errors.Where(e => !e.Path.StartsWith("items[", StringComparison.Ordinal)))
        {
            Add(error);
        }
    }

    private void AddObject(ResourceObject read)
    {
        if (_seen.TryAdd(read.Key, read.Position))
        {
            _objects.Add(read);
            return;
        }

        SourcePosition first = _seen[read.Key];
        _diagnostics.Add(new Diagnostic
        {
            Severity = Severity.Warning,
            Code = DiagnosticCodes.DuplicateObject,
            Message = $"the object stands here a second time and replaces the one on line {first.Line}",
            Position = read.Position,
            Resource = read.Key,
        });
        _objects[_objects.FindIndex(known => known.Key == read.Key)] = read;
    }
}
