using System.Globalization;
using Outrigger.Identity.Storage;

namespace Outrigger.Identity.Registration;

/// <summary>
/// Which key a token was used for, until the token expires: the same key again is a retry, another one is somebody who
/// stole the token. On disk, so that killing the authority opens no door. Thread-safe.
/// </summary>
internal sealed class TokenUses : IDisposable
{
    /// <summary>So many tokens are remembered at most; beyond that new ones are refused.</summary>
    private const int UsesMax = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string KeyHash, long Expires)> _uses = new(StringComparer.Ordinal);
    private readonly Journal _journal;
    private int _lines;

    public TokenUses(string file)
    {
        _journal = new Journal(file);
        foreach (var line in _journal.Read())
        {
            _lines++;
            if (line.Split(' ', 3) is [var expires, var keyHash, var token]
                && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                _uses[token] = (keyHash, seconds);
            }
        }
    }

    /// <summary>Uses a token for a key.</summary>
    /// <returns>
    /// Whether it was not used for another one. False as well when no more tokens can be remembered: one that would be
    /// forgotten could be used twice.
    /// </returns>
    /// <exception cref="IOException">It could not be stored.</exception>
    public bool TryUse(string token, string keyHash, DateTimeOffset expires, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_uses.TryGetValue(token, out var known)) return known.KeyHash == keyHash;
            if (_uses.Count >= UsesMax) Compact(now);
            if (_uses.Count >= UsesMax || token.Contains('\n', StringComparison.Ordinal)) return false;
            if (_lines > 2 * UsesMax) Compact(now);
            var use = (keyHash, expires.ToUnixTimeSeconds());
            _journal.Append(Format(token, use));
            _lines++;
            _uses[token] = use;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _journal.Dispose();

    private void Compact(DateTimeOffset now)
    {
        foreach (var (token, use) in _uses)
        {
            if (use.Expires < now.ToUnixTimeSeconds()) _uses.Remove(token);
        }

        _journal.Rewrite(_uses.Select(use => Format(use.Key, use.Value)));
        _lines = _uses.Count;
    }

    private static string Format(string token, (string KeyHash, long Expires) use) =>
        string.Create(CultureInfo.InvariantCulture, $"{use.Expires} {use.KeyHash} {token}");
}
