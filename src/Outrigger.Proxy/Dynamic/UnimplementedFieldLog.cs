using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Stats;
using Outrigger.Xds.Contract.Json;

namespace Outrigger.Proxy.Dynamic;

/// <summary>
/// Remembers every field that was set and has no effect: warns of each kind once, counts each kind, and lists
/// them for
/// <c>/config_dump</c>. A mesh sets the same field in thousands of resources; one line about it is enough.
/// </summary>
internal sealed class UnimplementedFieldLog(EventLog log, StatsRegistry stats)
{
    private const int KindsMax = 1_000;

    private readonly SharedStat _count = stats.Counter("outrigger.config.unimplemented_fields");
    private readonly SortedDictionary<string, string> _exampleByKind = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>The kinds so far, each with the first place where it was seen.</summary>
    public IReadOnlyList<(string Kind, string Example)> Kinds
    {
        get
        {
            lock (_gate)
            {
                return [.. _exampleByKind.Select(pair => (pair.Key, pair.Value))];
            }
        }
    }

    /// <summary>Notes fields that the contract does not hold.</summary>
    /// <param name="resource">The resource that has them: <c>cluster "reviews"</c>.</param>
    /// <param name="fields">The fields.</param>
    public void Add(string resource, IReadOnlyList<UnimplementedField> fields)
    {
        foreach (UnimplementedField field in fields)
        {
            string kind = field.Number == 0
                ? field.Message
                : $"{field.Message}.{field.Name ?? $"{field.Number}"}";
            Add(kind, resource, field.Path, "not implemented, it has no effect");
        }
    }

    /// <summary>Notes fields that the compilation found to be without effect.</summary>
    /// <param name="resource">The resource that has them: <c>cluster "reviews"</c>.</param>
    /// <param name="warnings">The fields.</param>
    public void Add(string resource, IReadOnlyList<ConfigurationIssue> warnings)
    {
        string resourceKind = resource.Split(' ', 2)[0];
        foreach (ConfigurationIssue warning in warnings)
        {
            string kind = $"{resourceKind}: {WithoutIndexes(warning.Path)}: {warning.Message}";
            Add(kind, resource, warning.Path, warning.Message);
        }
    }

    private void Add(string kind, string resource, string path, string message)
    {
        string example = $"{resource}: {path}: {message}";
        lock (_gate)
        {
            if (_exampleByKind.Count >= KindsMax || !_exampleByKind.TryAdd(kind, example))
            {
                return;
            }
        }

        _count.Add();
        log.Warning("config", message, ("resource", resource), ("field", path));
    }

    // Two filters of one list are the same kind of field: clusters[3].metadata is clusters[].metadata.
    private static string WithoutIndexes(string path)
    {
        var text = new System.Text.StringBuilder(path.Length);
        bool isIndex = false;
        foreach (char character in path)
        {
            isIndex &= character != ']';
            if (!isIndex)
            {
                text.Append(character);
            }

            isIndex |= character == '[';
        }

        return text.ToString();
    }
}
