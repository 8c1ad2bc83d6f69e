using System.Text.Json;
using Outrigger.Analysis;
using Outrigger.Config;
using Outrigger.Resources;
using Outrigger.Resources.Security.RequestAuthentications;

namespace Outrigger.ControlPlane.KeySets;

/// <summary>
/// The key sets of all issuers that RequestAuthentications name, as they were fetched last. They are written into
/// the rules before anybody generates of them, so that proxies get keys and never fetch any. What was fetched is on
/// disk as well: a control plane that starts anew serves the same keys. Thread-safe.
/// </summary>
internal sealed class KeySetCatalog
{
    /// <summary>How long fetching may take when a rule does not say, as in Istio.</summary>
    private static readonly TimeSpan s_timeoutDefault = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_refreshInterval = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly string _file;
    private readonly Dictionary<string, string> _stored;
    private readonly Dictionary<KeySetSource, KeySetEntry> _entries = [];

    /// <summary>Makes a catalog.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="file">Where fetched keys are kept.</param>
    public KeySetCatalog(TimeProvider time, string file)
    {
        _time = time;
        _file = file;
        _stored = Load(file);
    }

    /// <summary>Called when there is something new to fetch.</summary>
    public Action Wanted { get; set; } = () => { };

    /// <summary>
    /// The objects, RequestAuthentications with the keys that are known; from now on the keys of these are followed,
    /// and of no others.
    /// </summary>
    /// <param name="objects">What is in force.</param>
    public IReadOnlyList<ResourceObject> Complete(IReadOnlyCollection<ResourceObject> objects)
    {
        lock (_lock)
        {
            Follow(objects.OfType<ResourceObject<RequestAuthenticationSpec>>().SelectMany(each => each.Spec.JwtRules));
            return
            [
                .. objects.Select(each =>
                    each is ResourceObject<RequestAuthenticationSpec> authentication ? Complete(authentication) : each),
            ];
        }
    }

    /// <summary>The verdicts, with warnings where keys could not be fetched.</summary>
    /// <param name="analysis">The verdicts on the objects.</param>
    public AnalysisResult Warn(AnalysisResult analysis)
    {
        var verdicts = new Dictionary<ResourceKey, ObjectVerdict>(analysis.Verdicts);
        foreach (var each in analysis.Snapshot.List<RequestAuthenticationSpec>())
        {
            var warnings = Warnings(each);
            if (warnings.Count == 0) continue;
            verdicts[each.Key] = new ObjectVerdict(each.Key, [.. verdicts[each.Key].Messages, .. warnings]);
        }
        return new AnalysisResult { Snapshot = analysis.Snapshot, Verdicts = verdicts };
    }

    /// <summary>Takes what is to be fetched now; <see cref="Report"/> gives it back.</summary>
    /// <param name="nextDueAt">When the next fetch is due after these; null for never.</param>
    public IReadOnlyList<(KeySetSource Source, TimeSpan Timeout)> TakeDue(out DateTimeOffset? nextDueAt)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            var due = _entries.Where(entry => !entry.Value.IsInFlight && entry.Value.DueAt <= now).ToList();
            foreach (var (_, entry) in due) entry.IsInFlight = true;
            var waiting = _entries.Values.Where(entry => !entry.IsInFlight).Select(entry => entry.DueAt).ToList();
            nextDueAt = waiting.Count == 0 ? null : waiting.Min();
            return [.. due.Select(entry => (entry.Key, entry.Value.Timeout))];
        }
    }

    /// <summary>Notes what came of a fetch.</summary>
    /// <param name="source">Where the keys are.</param>
    /// <param name="keys">The keys; null when they could not be fetched.</param>
    /// <param name="mistake">Why they could not be; empty otherwise.</param>
    /// <returns>Whether proxies or users are to be told.</returns>
    public bool Report(KeySetSource source, string? keys, string mistake)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(source, out var entry)) return false;
            entry.IsInFlight = false;
            entry.DueAt = _time.GetUtcNow() + (keys is null ? s_retryInterval : s_refreshInterval);
            var isNew = entry.Mistake != mistake || (keys is not null && entry.Keys != keys);
            entry.Mistake = mistake;
            if (keys is null || entry.Keys == keys) return isNew;
            entry.Keys = keys;
            _stored[Name(source)] = keys;
            Save();
            return true;
        }
    }

    private static string Name(KeySetSource source) =>
        source.IsDiscovered ? $"issuer {source.Address}" : source.Address;

    private void Follow(IEnumerable<JwtRule> rules)
    {
        var timeouts = new Dictionary<KeySetSource, TimeSpan>();
        foreach (var rule in rules)
        {
            if (KeySetSource.Of(rule) is not { } source) continue;
            var timeout = rule.Timeout ?? s_timeoutDefault;
            if (!timeouts.TryGetValue(source, out var longest) || timeout > longest) timeouts[source] = timeout;
        }
        foreach (var gone in _entries.Keys.Where(source => !timeouts.ContainsKey(source)).ToList())
            _entries.Remove(gone);
        var hasNew = false;
        foreach (var (source, timeout) in timeouts)
        {
            if (!_entries.TryGetValue(source, out var entry))
            {
                hasNew = true;
                entry = new KeySetEntry { DueAt = _time.GetUtcNow(), Keys = _stored.GetValueOrDefault(Name(source)) };
                _entries.Add(source, entry);
            }
            entry.Timeout = timeout;
        }
        if (hasNew) Wanted();
    }

    private ResourceObject Complete(ResourceObject<RequestAuthenticationSpec> authentication)
    {
        if (authentication.Spec.JwtRules.All(rule => KeysOf(rule) is null)) return authentication;
        var rules = authentication.Spec.JwtRules
            .Select(rule => KeysOf(rule) is { } keys ? rule with { Jwks = keys } : rule)
            .ToList();
        return ResourceObject.Create(
            authentication.Metadata, authentication.Spec with { JwtRules = rules }, authentication.Status);
    }

    private string? KeysOf(JwtRule rule) =>
        KeySetSource.Of(rule) is { } source && _entries.TryGetValue(source, out var entry) ? entry.Keys : null;

    private List<Diagnostic> Warnings(ResourceObject<RequestAuthenticationSpec> authentication)
    {
        var warnings = new List<Diagnostic>();
        for (var index = 0; index < authentication.Spec.JwtRules.Count; index++)
        {
            if (KeySetSource.Of(authentication.Spec.JwtRules[index]) is not { } source) continue;
            string? mistake;
            bool hasKeys;
            lock (_lock)
            {
                var entry = _entries.GetValueOrDefault(source);
                mistake = entry?.Mistake;
                hasKeys = entry?.Keys is not null;
            }
            if (string.IsNullOrEmpty(mistake)) continue;
            var path = $"spec.jwtRules[{index}].{(source.IsDiscovered ? "issuer" : "jwksUri")}";
            var consequence = hasKeys
                ? "the keys that were fetched before stay in force"
                : "no token of this issuer is good until they are";
            warnings.Add(new Diagnostic
            {
                Severity = Severity.Warning,
                Code = AnalysisCodes.SchemaWarning,
                Message = $"the keys could not be fetched from {source}: {mistake}; {consequence}",
                Path = path,
                Position = authentication.PositionOf(path),
                Resource = authentication.Key,
            });
        }
        return warnings;
    }

    private void Save()
    {
        // Issuers that are gone are forgotten with the next write.
        var names = _entries.Keys.Select(Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _stored.Keys.Where(name => !names.Contains(name)).ToList()) _stored.Remove(gone);
        var temporary = _file + ".tmp";
        File.WriteAllText(
            temporary, JsonSerializer.Serialize(new SortedDictionary<string, string>(_stored, StringComparer.Ordinal)));
        File.Move(temporary, _file, overwrite: true);
    }

    private static Dictionary<string, string> Load(string file)
    {
        if (!File.Exists(file)) return [];
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [];
        }
        catch (JsonException)
        {
            // Keys are fetched anew; until then no token is good.
            return [];
        }
    }
}
