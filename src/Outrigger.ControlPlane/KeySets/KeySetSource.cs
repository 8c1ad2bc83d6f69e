using Outrigger.Resources.Security.RequestAuthentications;

namespace Outrigger.ControlPlane.KeySets;

/// <summary>Where the keys of an issuer are found.</summary>
/// <param name="Address">The address of the keys, or that of the issuer.</param>
/// <param name="IsDiscovered">
/// Whether the address is the issuer's, whose OpenID configuration says where the keys are.
/// </param>
internal readonly record struct KeySetSource(string Address, bool IsDiscovered)
{
    /// <summary>Where a rule's keys are found; null when it has them inside, or nothing says where.</summary>
    public static KeySetSource? Of(JwtRule rule)
    {
        if (!string.IsNullOrEmpty(rule.Jwks)) return null;
        if ((rule.JwksUri ?? rule.JwksUriLegacy) is { } address) return new KeySetSource(address, IsDiscovered: false);
        return IsHttp(rule.Issuer) ? new KeySetSource(rule.Issuer!, IsDiscovered: true) : null;
    }

    /// <summary>The address without what may be secret in it.</summary>
    public override string ToString() =>
        Uri.TryCreate(Address, UriKind.Absolute, out var address)
            ? $"{address.Scheme}://{address.Authority}{address.AbsolutePath}"
            : Address;

    /// <summary>Whether a text is an address that can be fetched.</summary>
    internal static bool IsHttp(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" };
}
