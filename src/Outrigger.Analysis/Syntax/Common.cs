using Outrigger.Resources.Validation;

namespace Outrigger.Analysis.Syntax;

/// <summary>Checks of fields that several kinds have.</summary>
internal static class Common
{
    public const long PortMax = 65535;

    public static void CheckHost(string? host, string path, bool allowsWildcard, ObjectFindings findings)
    {
        if (HostNames.Fault(host ?? "", allowsWildcard) is { } fault) findings.Error(path, fault);
    }

    public static void CheckPort(long? port, string path, ObjectFindings findings)
    {
        if (port is < 1 or > PortMax)
        {
            findings.Error(path, $"found the port {port}, expected one from 1 to {PortMax}");
        }
    }

    /// <summary>Namespaces that see an object: <c>.</c>, <c>*</c>, <c>~</c>, or names.</summary>
    public static void CheckExportTo(IReadOnlyList<string> exportTo, ObjectFindings findings)
    {
        for (int i = 0; i < exportTo.Count; i++)
        {
            string value = exportTo[i];
            string path = $"spec.exportTo[{i}]";
            if (value is not ("." or "*" or "~") && !Names.IsDnsLabel(value))
            {
                findings.Error(
                    path, $"found \"{value}\", expected \".\", \"*\", \"~\" or the name of a namespace");
            }
            else if (exportTo.Take(i).Contains(value))
            {
                findings.Error(path, $"found \"{value}\" twice, expected every namespace once");
            }
            else if (value is "*" or "~" && exportTo.Count > 1)
            {
                findings.Error(
                    path,
                    $"found \"{value}\" among others, expected it alone, as it leaves no room for them");
            }
        }
    }

    public static void CheckLabels(
        IReadOnlyDictionary<string, string> labels, string path, ObjectFindings findings)
    {
        foreach ((string key, string value) in labels)
        {
            if (!Names.IsLabelKey(key))
            {
                findings.Error(
                    $"{path}[{key}]",
                    $"found the key \"{key}\", expected a label key such as app or example.com/app");
            }
            else if (!Names.IsLabelValue(value))
            {
                findings.Error(
                    $"{path}[{key}]",
                    $"found \"{value}\", expected a label value of up to 63 letters, digits, dashes, "
                        + "underscores and dots");
            }
        }
    }

    public static void CheckRanges(IReadOnlyList<string> ranges, string path, ObjectFindings findings)
    {
        for (int i = 0; i < ranges.Count; i++)
        {
            if (Addresses.IsAddressOrRange(ranges[i])) continue;
            findings.Error(
                $"{path}[{i}]",
                $"found \"{ranges[i]}\", expected an IP address or a range such as 10.0.0.0/8");
        }
    }

    public static void CheckPercent(double? percent, string path, ObjectFindings findings)
    {
        if (percent is null or (>= 0 and <= 100)) return;
        findings.Error(path, $"found {percent}, expected a percentage from 0 to 100");
    }
}
