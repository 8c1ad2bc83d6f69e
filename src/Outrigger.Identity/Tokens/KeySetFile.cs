using Microsoft.IdentityModel.Tokens;

namespace Outrigger.Identity.Tokens;

/// <summary>The keys of a file, read again when it was replaced. Thread-safe.</summary>
internal sealed class KeySetFile(string path) : IKeySource
{
    private readonly Lock _gate = new();
    private (DateTime Written, long Length) _seen;
    private IReadOnlyList<SecurityKey>? _keys;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SecurityKey>?> KeysAsync(bool refresh, CancellationToken cancellation)
    {
        lock (_gate)
        {
            var file = new FileInfo(path);
            if (!file.Exists) return new((IReadOnlyList<SecurityKey>?)null);
            var seen = (file.LastWriteTimeUtc, file.Length);
            if (_keys is not null && seen == _seen && !refresh) return new(_keys);
            try
            {
                _keys = file.Length > KeySet.LengthMax ? null : KeySet.TryRead(File.ReadAllText(path));
                _seen = seen;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It was replaced or taken away at this moment; the caller comes again.
                _keys = null;
            }

            return new(_keys);
        }
    }
}
