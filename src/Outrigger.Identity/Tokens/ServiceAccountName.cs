namespace Outrigger.Identity.Tokens;

/// <summary>Names of service accounts as Kubernetes' tokens have them.</summary>
internal static class ServiceAccountName
{
    public const string Prefix = "system:serviceaccount:";

    /// <summary>Reads <c>system:serviceaccount:NAMESPACE:NAME</c>.</summary>
    public static bool TryParse(string? text, out string objectNamespace, out string account)
    {
        (objectNamespace, account) = ("", "");
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        if (text[Prefix.Length..].Split(':') is not [var first, var second]) return false;
        if (!SpiffeId.IsName(first) || !SpiffeId.IsName(second)) return false;
        (objectNamespace, account) = (first, second);
        return true;
    }
}
