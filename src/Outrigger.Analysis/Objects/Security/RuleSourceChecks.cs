using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Security.AuthorizationPolicies;

namespace Outrigger.Analysis.Objects.Security;

/// <summary>The sources of AuthorizationPolicies: what is wrong with them, and what of them nobody is.</summary>
internal static class RuleSourceChecks
{
    private const string UriPrefix = "spiffe://";

    public static void Check(RuleSource source, string path, ObjectFindings findings)
    {
        Common.CheckRanges(source.IpBlocks, $"{path}.ipBlocks", findings);
        Common.CheckRanges(source.NotIpBlocks, $"{path}.notIpBlocks", findings);
        Common.CheckRanges(source.RemoteIpBlocks, $"{path}.remoteIpBlocks", findings);
        Common.CheckRanges(source.NotRemoteIpBlocks, $"{path}.notRemoteIpBlocks", findings);
        CheckAccounts(source.ServiceAccounts, $"{path}.serviceAccounts", findings);
        CheckAccounts(source.NotServiceAccounts, $"{path}.notServiceAccounts", findings);
        CheckPrincipals(source.Principals, $"{path}.principals", findings);
        CheckPrincipals(source.NotPrincipals, $"{path}.notPrincipals", findings);
        NeverMatches.Check(source.Principals, source.NotPrincipals, $"{path}.notPrincipals", findings);
        NeverMatches.Check(
            source.RequestPrincipals, source.NotRequestPrincipals, $"{path}.notRequestPrincipals", findings);
        NeverMatches.Check(source.Namespaces, source.NotNamespaces, $"{path}.notNamespaces", findings);
    }

    private static void CheckAccounts(IReadOnlyList<string> accounts, string path, ObjectFindings findings)
    {
        for (int i = 0; i < accounts.Count; i++)
        {
            string[] parts = accounts[i].Split('/');
            bool isAccount = parts.Length <= 2
                && parts.All(part => part.Length > 0 && !part.Contains('*', StringComparison.Ordinal));
            if (isAccount) continue;
            findings.Error(
                $"{path}[{i}]",
                $"found \"{accounts[i]}\", expected a service account as NAME or NAMESPACE/NAME, without wildcards");
        }
    }

    private static void CheckPrincipals(IReadOnlyList<string> principals, string path, ObjectFindings findings)
    {
        for (int i = 0; i < principals.Count; i++)
        {
            if (!principals[i].StartsWith(UriPrefix, StringComparison.Ordinal)) continue;
            findings.Warn(
                $"{path}[{i}]",
                $"nobody is \"{principals[i]}\": principals stand without {UriPrefix}, as "
                    + principals[i][UriPrefix.Length..]);
        }
    }
}
