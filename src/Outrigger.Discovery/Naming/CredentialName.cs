namespace Outrigger.Discovery.Naming;

/// <summary>
/// The names under which a gateway is served the Secrets that it refers to: <c>kubernetes://NAME</c> for a certificate
/// with its key, with <c>-cacert</c> at the end for roots, and <c>kubernetes://NAMESPACE/NAME</c> for those of another
/// namespace.
/// </summary>
internal static class CredentialName
{
    private const string Scheme = "kubernetes://";

    /// <summary>What stands at the end of the names of roots, and of the Secrets that hold nothing else.</summary>
    public const string RootsSuffix = "-cacert";


    /// <summary>The name of a certificate with its key.</summary>
    /// <param name="credential">The Secret as a resource names it.</param>
    public static string Of(string credential) =>
        credential.StartsWith(Scheme, StringComparison.Ordinal) ? credential : Scheme + credential;

    /// <summary>The name of the roots that belong to a certificate.</summary>
    public static string OfRoots(string credential) => Of(credential) + RootsSuffix;

    /// <summary>Whether a secret's name is that of a Secret.</summary>
    public static bool IsOne(string name) => name.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>Whether a secret's name is that of roots.</summary>
    public static bool IsOfRoots(string name) => name.EndsWith(RootsSuffix, StringComparison.Ordinal);

    /// <summary>Splits a name into namespace, Secret, and whether roots are meant.</summary>
    /// <param name="name">The name of a secret.</param>
    /// <param name="ownNamespace">The namespace of Secrets that are named without one.</param>
    public static (string Namespace, string Name, bool IsRoots) Parse(string name, string ownNamespace)
    {
        var path = name[Scheme.Length..];
        var isRoots = path.EndsWith(RootsSuffix, StringComparison.Ordinal);
        if (isRoots) path = path[..^RootsSuffix.Length];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (ownNamespace, path, isRoots) : (path[..slash], path[(slash + 1)..], isRoots);
    }
}
