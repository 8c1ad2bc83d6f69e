using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Outrigger.Identity.Storage;

namespace Outrigger.Identity.Registration;

/// <summary>
/// Who asked for a certificate and what became of it: one line of JSON for each, in a file that only its owner may
/// read. It holds no secret: of tokens only the name, of keys only the public one's hash. When the file has reached its
/// size it becomes <c>audit.1.jsonl</c>, in the place of the one before. Thread-safe.
/// </summary>
public sealed class AuditLog : IDisposable
{
    /// <summary>Texts of callers are cut off here.</summary>
    private const int TextLengthMax = 512;

    private const long FileSizeMax = 64 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The file is read by people and by tools for JSON, never put into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly Lock _gate = new();
    private readonly Journal _journal;
    private readonly string _former;

    /// <summary>Opens the log of a folder.</summary>
    /// <param name="folder">The authority's folder.</param>
    public AuditLog(string folder)
    {
        _journal = new Journal(Path.Combine(folder, "audit.jsonl"));
        _former = Path.Combine(folder, "audit.1.jsonl");
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    /// <summary>Adds a line; it is there when this returns.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    internal void Write(AuditEntry entry)
    {
        var line = JsonSerializer.Serialize(
            entry with { Message = Cut(entry.Message), Requested = Cut(entry.Requested) }, Json);
        lock (_gate)
        {
            if (_journal.Length > FileSizeMax) _journal.MoveTo(_former);
            _journal.Append(line);
        }
    }

    private static string? Cut(string? text) => text is { Length: > TextLengthMax } ? text[..TextLengthMax] : text;
}
