using Outrigger.Resources.Reading;
using Outrigger.Resources.Schema;
using Outrigger.Resources.Text;

namespace Outrigger.Resources.Validation;

/// <summary>
/// The rules about a record's fields taken together. They look at the text's tree rather than at the record,
/// because whether a field was set is part of most of them.
/// </summary>
internal static class ConsistencyRules
{
    public static void Check(ConsistencyRule rule, SourceMapping mapping, string path, ReadingContext context)
    {
        if (Violation(rule, mapping) is not { } violation) return;
        SourceNode at = violation.Field is null ? mapping : mapping.FindEntry(violation.Field)!.Key;
        string atPath = violation.Field is null ? path : FieldPath.Key(path, violation.Field);
        context.Error(at, atPath, DiagnosticCodes.ConflictingFields, violation.Message);
    }

    private static (string? Field, string Message)? Violation(
        ConsistencyRule rule, SourceMapping self) => rule switch
    {
        ConsistencyRule.AddressOrNetwork when !self.Has("address") && !self.Has("network") =>
            (null, "found neither \"address\" nor \"network\", "
                + "expected an address, or a network for remote workloads"),
        ConsistencyRule.UnixSocketWithoutPorts when IsUnixSocket(self) && self.Has("ports") =>
            ("ports", "found ports with a Unix domain socket, expected none, as a socket has no ports"),
        ConsistencyRule.CidrNeedsStaticOrNone
            when HasRange(self) && Resolution(self) is not ("STATIC" or "NONE") =>
            ("addresses", $"found an address range with resolution {Resolution(self)}, "
                + "expected resolution NONE or STATIC, or single addresses"),
        ConsistencyRule.NoneWithoutEndpoints when Resolution(self) == "NONE" && self.Has("endpoints") =>
            ("endpoints", "found endpoints with resolution NONE (the default), "
                + "expected resolution STATIC or DNS"),
        ConsistencyRule.RoundRobinHasOneEndpoint
            when Resolution(self) == "DNS_ROUND_ROBIN" && CountOf(self) > 1 =>
            ("endpoints", $"found {CountOf(self)} endpoints with resolution DNS_ROUND_ROBIN, "
                + "expected at most one"),
        ConsistencyRule.PortLevelNeedsSelector when self.Has("portLevelMtls") && !HasSelectorLabels(self) =>
            ("portLevelMtls", "found \"portLevelMtls\" without a selector, "
                + "expected \"selector.matchLabels\" to name the workloads whose ports are meant"),
        ConsistencyRule.WaypointMatchNeedsWaypointContext
            when (self.TextOf("context") == "WAYPOINT") != self.Has("waypoint") => WaypointMismatch(self),
        ConsistencyRule.ServiceAccountsStandAlone when ServiceAccountsConflict(self) is { } other =>
            (other, $"found \"{other}\" together with service accounts, expected service accounts alone, "
                + "as they stand for both principals and namespaces"),
        ConsistencyRule.UpsertNeedsValue
            when self.TextOf("operation") == "UPSERT" && string.IsNullOrEmpty(self.TextOf("value")) =>
            ("operation", "found the operation UPSERT without \"value\", expected the value to set"),
        ConsistencyRule.RemoveWithoutValue when self.TextOf("operation") == "REMOVE" && self.Has("value") =>
            ("value", "found \"value\" with the operation REMOVE, expected no value"),
        ConsistencyRule.HostValueWithoutValue when self.TextOf("valueFrom") == "HOST" && self.Has("value") =>
            ("value", "found \"value\" with valueFrom HOST, expected no value, as the host's is taken"),
        ConsistencyRule.WasmOrLua when !self.Has("wasm") && !self.Has("lua") =>
            (null, "found neither \"wasm\" nor \"lua\", expected one of them"),
        _ => null,
    };

    private static (string? Field, string Message) WaypointMismatch(SourceMapping self)
    {
        if (!self.Has("waypoint"))
        {
            return (
                "context",
                "found the context WAYPOINT without \"waypoint\", expected the match to be a waypoint match");
        }

        string context = self.TextOf("context") ?? "ANY";
        return (
            "waypoint", $"found a waypoint match with the context {context}, expected the context WAYPOINT");
    }

    private static string Resolution(SourceMapping self) => self.TextOf("resolution") ?? "NONE";

    private static int CountOf(SourceMapping self) =>
        self.Find("endpoints") is SourceSequence endpoints ? endpoints.Items.Count : 0;

    private static bool HasRange(SourceMapping self) =>
        self.Find("addresses") is SourceSequence addresses
        && addresses.Items.Any(item => item is SourceScalar scalar && scalar.Text.Contains('/'));

    private static bool IsUnixSocket(SourceMapping self) =>
        self.TextOf("address")?.StartsWith("unix://", StringComparison.Ordinal) == true;

    private static bool HasSelectorLabels(SourceMapping self) =>
        self.Find("selector") is SourceMapping selector
        && selector.Find("matchLabels") is SourceMapping { Entries.Count: > 0 };

    private static string? ServiceAccountsConflict(SourceMapping self)
    {
        if (!self.Has("serviceAccounts") && !self.Has("notServiceAccounts")) return null;
        string[] others = ["principals", "notPrincipals", "namespaces", "notNamespaces"];
        return others.FirstOrDefault(self.Has);
    }
}
