using System.Text;

namespace Outrigger.Routing.Authorization;

/// <summary>One compiled policy: <c>envoy.config.rbac.v3.Policy</c>. Immutable; shared by all workers.</summary>
public sealed class AuthorizationPolicyEntry
{
    internal AuthorizationPolicyEntry(string name, int index, int root)
    {
        Name = name;
        Index = index;
        Root = root;
        DenialDetails = AuthorizationDecision.DetailsOf(name);
    }

    /// <summary>
    /// The name, such as <c>ns[shop]-policy[readers]-rule[0]</c>: what logs and statistics call it.
    /// </summary>
    public string Name { get; }

    /// <summary>The place in the order in which policies are asked, which is that of the names' bytes.</summary>
    public int Index { get; }

    /// <summary>The response code details of a request that this policy denies.</summary>
    public string DenialDetails { get; }

    /// <summary>Where its formula begins.</summary>
    internal int Root { get; }

    /// <summary>The order in which Envoy asks policies.</summary>
    internal static int CompareNames(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
