using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Networking.VirtualServices;
using Outrigger.Resources.Validation;

namespace Outrigger.Analysis.Objects.VirtualServices;

/// <summary>The rules of a destination.</summary>
internal static class DestinationValidator
{
    public static void Validate(Destination? destination, string path, ObjectFindings findings)
    {
        if (destination is null) return;
        Common.CheckHost(destination.Host, $"{path}.host", allowsWildcard: false, findings);
        if (destination.Subset is { } subset && !Names.IsDnsLabel(subset))
        {
            findings.Error(
                $"{path}.subset", $"found \"{subset}\", expected a subset's name of lower-case letters, "
                    + "digits and dashes");
        }

        if (destination.Port is not { } port) return;
        if (port.Number is null)
        {
            findings.Error($"{path}.port", "found a port without \"number\", expected its number");
        }

        Common.CheckPort(port.Number, $"{path}.port.number", findings);
    }
}
