using Outrigger.Net.Tls;
using Outrigger.Proxy.Configuration;
using Outrigger.Proxy.Logging;

namespace Outrigger.Proxy.Tls;

/// <summary>How a context is made. Null when a secret has not come yet.</summary>
/// <param name="material">Reads what it is made of.</param>
/// <exception cref="TlsConfigurationException">It cannot be made of that.</exception>
internal delegate TlsContext? TlsRecipe(TlsMaterial material);

/// <summary>
/// Makes the contexts of listeners and clusters, and makes them anew when a file or a secret changes.
/// Connections go on with the context that they began with. A context that cannot be made leaves the one
/// before in force. Safe for any thread; no thread of its own, and no timer without a file to look at.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="log">The log; null for none.</param>
internal sealed class TlsContextKeeper(TimeProvider time, EventLog? log = null) : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TicketKeyInterval = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private ITimer? _timer;
    private TlsTicketKeys? _ticketKeys;

    /// <summary>The secrets by name.</summary>
    public TlsSecretStore Secrets { get; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>The ticket keys of every listener that has none of its own.</summary>
    public TlsTicketKeys TicketKeys
    {
        get
        {
            lock (_gate)
            {
                return _ticketKeys ??= TlsTicketKeys.CreateRotating(time, TicketKeyInterval);
            }
        }
    }

    /// <summary>The names of the secrets that the management server is to give.</summary>
    public IReadOnlySet<string> DiscoveredNames
    {
        get
        {
            lock (_gate)
            {
                DropUnused();
                return _entries.SelectMany(entry => entry.Material.References)
                    .Where(reference => reference.Source == SecretSource.ManagementServer)
                    .Select(reference => reference.Name)
                    .ToHashSet(StringComparer.Ordinal);
            }
        }
    }

    /// <summary>What each context is for, and its place.</summary>
    public IReadOnlyList<(string Name, TlsContextHolder Holder)> Contexts
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _entries
                        .Select(entry => (entry.Name, entry.Holder.TryGetTarget(out TlsContextHolder? holder), holder))
                        .Where(each => each.Item2)
                        .Select(each => (each.Name, each.holder!)),
                ];
            }
        }
    }

    /// <summary>Makes a context and keeps it up to date for as long as somebody holds its place.</summary>
    /// <param name="recipe">How it is made.</param>
    /// <param name="name">What it is for, in the log.</param>
    /// <param name="path">Where it is configured, for a mistake.</param>
    /// <param name="report">Takes the mistake.</param>
    public TlsContextHolder Add(TlsRecipe recipe, string name, FieldPath path, CompileReport report)
    {
        var holder = new TlsContextHolder();
        var material = new TlsMaterial(Secrets);
        try
        {
            holder.Swap(recipe(material));
        }
        catch (TlsConfigurationException exception)
        {
            report.Error(path, exception.Message);
            return holder;
        }

        lock (_gate)
        {
            DropUnused();
            _entries.Add(new Entry(recipe, name, material, new WeakReference<TlsContextHolder>(holder)));
            if (material.Files.Count > 0)
            {
                _timer ??= time.CreateTimer(_ => Look(), null, LookInterval, LookInterval);
            }
        }

        return holder;
    }

    /// <summary>Makes the contexts anew that are made of a secret.</summary>
    /// <param name="secret">The secret, which has changed.</param>
    /// <returns>Why contexts could not be made of it; they stay as they were. Empty when all follow.</returns>
    public IReadOnlyList<string> Refresh(SecretReference secret)
    {
        List<string> faults = [];
        lock (_gate)
        {
            DropUnused();
            foreach (Entry entry in _entries)
            {
                if (entry.Material.References.Contains(secret) && Remake(entry, LogLevel.Debug) is { } fault)
                {
                    faults.Add($"{entry.Name}: {fault}");
                }
            }
        }

        return faults;
    }

    /// <summary>Looks for files that have changed, and makes their contexts anew.</summary>
    public void Look()
    {
        lock (_gate)
        {
            DropUnused();
            foreach (Entry entry in _entries)
            {
                if (entry.Material.Files.Any(file => FileStamp.Of(file.Key) != file.Value))
                {
                    _ = Remake(entry, LogLevel.Info);
                }
            }
        }
    }

    /// <summary>Looks no more.</summary>
    public void Dispose() => _timer?.Dispose();

    /// <returns>Why the context cannot be made; null when it was made, or a secret of it has not come.</returns>
    private string? Remake(Entry entry, LogLevel successLevel)
    {
        if (!entry.Holder.TryGetTarget(out TlsContextHolder? holder))
        {
            return null;
        }

        var material = new TlsMaterial(Secrets);
        try
        {
            if (entry.Recipe(material) is { } context)
            {
                holder.Swap(context);
                log?.Write(
                    successLevel, "tls", "certificates, keys or trusted roots are new", ("for", entry.Name));
            }

            entry.Material = material;
            entry.LastFault = "";
            return null;
        }
        catch (TlsConfigurationException exception)
        {
            // Files change one after the other: key and certificate fit again at the next look, or the one after.
            if (exception.Message != entry.LastFault)
            {
                log?.Warning(
                    "tls", "the new certificates, keys or roots cannot be used, the old ones stay",
                    ("for", entry.Name), ("reason", exception.Message));
            }

            entry.LastFault = exception.Message;
            return exception.Message;
        }
    }

    private void DropUnused() => _entries.RemoveAll(entry => !entry.Holder.TryGetTarget(out _));

    private sealed class Entry(
        TlsRecipe recipe, string name, TlsMaterial material, WeakReference<TlsContextHolder> holder)
    {
        public TlsRecipe Recipe { get; } = recipe;

        public string Name { get; } = name;

        public TlsMaterial Material { get; set; } = material;

        public WeakReference<TlsContextHolder> Holder { get; } = holder;

        public string LastFault { get; set; } = "";
    }
}
