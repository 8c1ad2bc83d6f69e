using Microsoft.IdentityModel.Tokens;

namespace Outrigger.Identity.Tokens;

/// <summary>Where the public keys of a token issuer come from. Safe for use by many threads.</summary>
internal interface IKeySource
{
    /// <summary>The keys.</summary>
    /// <param name="refresh">
    /// Whether a token's key was not among those that were known; a source asks anew then, but not for every token.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The keys, or null when they cannot be had now.</returns>
    ValueTask<IReadOnlyList<SecurityKey>?> KeysAsync(bool refresh, CancellationToken cancellation);
}
