using System.Text.Json;
using Outrigger.Identity.Storage;

namespace Outrigger.Identity.Authorities;

/// <summary>
/// The book of certificates that were issued and have not expired, and of what their holders trust: a root may be
/// dropped when no certificate needs it, and may sign when every holder trusts it. On disk, because an authority that
/// was killed must know the same. Not thread-safe.
/// </summary>
internal sealed class CertificateLedger : IDisposable
{
    /// <summary>The file is written anew when it has so many lines more than are needed.</summary>
    private const int SpareLinesMax = 1024;

    private readonly Journal _journal;
    private readonly Dictionary<string, Entry> _bySerial = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiveCertificate> _newestByHolder = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _trusted = new(StringComparer.Ordinal);

    /// <summary>The present process of each holder, named by the serial number of its first certificate.</summary>
    private readonly Dictionary<string, string> _processes = new(StringComparer.Ordinal);

    private readonly PriorityQueue<string, DateTimeOffset> _expiries = new();
    private long _entered;
    private int _lines;

    public CertificateLedger(string file, DateTimeOffset now)
    {
        _journal = new Journal(file);
        foreach (var line in _journal.Read())
        {
            _lines++;
            if (Parse(line) is { } certificate && certificate.NotAfter > now) Remember(certificate);
        }
    }

    /// <summary>How many certificates are live.</summary>
    public int Count => _bySerial.Count;

    /// <summary>The live certificate of a serial number, or null.</summary>
    public LiveCertificate? Find(string serial) => _bySerial.GetValueOrDefault(serial)?.Certificate;

    /// <summary>The newest certificate of every holder.</summary>
    public IEnumerable<LiveCertificate> Newest => _newestByHolder.Values;

    /// <summary>Enters a certificate before anybody gets it.</summary>
    /// <exception cref="IOException">It could not be stored, and must not be given away.</exception>
    public void Add(LiveCertificate certificate)
    {
        _journal.Append(Format(certificate));
        _lines++;
        Remember(certificate);
        if (_lines > (2 * _bySerial.Count) + SpareLinesMax)
        {
            _journal.Rewrite(
                _bySerial.Values.OrderBy(entry => entry.Number).Select(entry => Format(entry.Certificate)));
            _lines = _bySerial.Count;
        }
    }

    /// <summary>
    /// The holder of a certificate has said that it trusts a bundle. What a former process of the holder said, whose
    /// connection may still be open, says nothing of the present one.
    /// </summary>
    public void Confirm(string serial, string bundleVersion)
    {
        if (_bySerial.TryGetValue(serial, out var entry)
            && entry.Process == _processes.GetValueOrDefault(entry.Certificate.Holder))
        {
            _trusted[entry.Certificate.Holder] = bundleVersion;
        }
    }

    /// <summary>Whether a holder has confirmed a bundle.</summary>
    public bool HasConfirmed(string holder, string bundleVersion) =>
        _trusted.GetValueOrDefault(holder) == bundleVersion;

    /// <summary>When the last certificate expires that chains to a root; null when there is none.</summary>
    public DateTimeOffset? LastNotAfter(string rootId) => _bySerial.Values
        .Where(entry => entry.Certificate.RootId == rootId)
        .Max(entry => (DateTimeOffset?)entry.Certificate.NotAfter);

    /// <summary>Forgets what has expired.</summary>
    public void Expire(DateTimeOffset now)
    {
        while (_expiries.TryPeek(out var serial, out var notAfter) && notAfter <= now)
        {
            _expiries.Dequeue();
            if (!_bySerial.Remove(serial, out var entry)) continue;
            var holder = entry.Certificate.Holder;
            if (_newestByHolder.GetValueOrDefault(holder)?.Serial != serial) continue;
            _newestByHolder.Remove(holder);
            _processes.Remove(holder);
            _trusted.Remove(holder);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    private void Remember(LiveCertificate certificate)
    {
        if (certificate.IsFirstOfProcess || !_processes.TryGetValue(certificate.Holder, out var process))
        {
            process = certificate.Serial;
            _processes[certificate.Holder] = process;
            _trusted.Remove(certificate.Holder);
        }

        _bySerial[certificate.Serial] = new Entry(certificate, process, _entered++);
        _newestByHolder[certificate.Holder] = certificate;
        _expiries.Enqueue(certificate.Serial, certificate.NotAfter);
    }

    private static string Format(LiveCertificate certificate) => JsonSerializer.Serialize(new Line(
        certificate.Serial, certificate.Identity.ToString(), certificate.Holder,
        certificate.NotAfter, certificate.RootId, certificate.IsFirstOfProcess));

    private static LiveCertificate? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(text) is { Serial: not null, Holder: not null, Root: not null } line
                && SpiffeId.TryParse(line.Identity, out var identity)
                ? new LiveCertificate(line.Serial, identity, line.Holder, line.NotAfter, line.Root, line.First)
                : null;
        }
        catch (JsonException)
        {
            // A line that somebody damaged says nothing; the others still do.
            return null;
        }
    }

    /// <summary>A certificate, the process of its holder that it was issued to, and its place in the order.</summary>
    private sealed record Entry(LiveCertificate Certificate, string Process, long Number);

    private sealed record Line(
        string Serial, string Identity, string Holder, DateTimeOffset NotAfter, string Root, bool First);
}
