namespace Outrigger.Resources.Tests.Conformance;

/// <summary>Which of our rules each validation expression of the CRDs is re-expressed by.</summary>
internal static class CelRules
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["duration(self) >= duration('1ms')"] = "rule AtLeastOneMillisecond",
        ["0 < self && self <= 65535"] = "rule PortNumber",
        ["self.all(key, !key.contains(\"*\"))"] = "rule KeysWithoutWildcard",
        ["self.all(key, key.size() != 0)"] = "rule KeysNotEmpty",
        ["!self.contains(\"*\")"] = "rule WithoutWildcard",
        ["self.size() == 0"] = "rule Empty",
        [
            "self.startsWith(\"unix://\") ? (self.substring(7, 8) == \"/\" || self.substring(7, 8) == "
                + "\"@\") : true"
        ] =
            "rule UnixSocketIsAbsolute",
        ["self.startsWith(\"unix://\") ? !self.endsWith(\"/\") : true"] = "rule UnixSocketIsNotFolder",
        ["self.all(key, size(key) < 63 && key.matches(\"^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$\"))"] =
            "rule KeysArePortNames",
        ["self.all(key, 0 < int(key) && int(key) <= 65535)"] = "rule KeysArePortNumbers",
        ["self != \"*\""] = "rule NotLoneWildcard",
        ["self in [\"\", \"HTTP\", \"HTTPS\"]"] = "rule ProbeScheme",
        ["url(self).getScheme() in [\"http\", \"https\"]"] = "rule HttpUrl",
        ["self.all(l1, self.exists_one(l2, l1.number == l2.number))"] = "unique number",
        ["has(self.address) || has(self.network)"] = "record AddressOrNetwork",
        ["(has(self.address) ? self.address : \"\").startsWith(\"unix://\") ? !has(self.ports) : true"] =
            "record UnixSocketWithoutPorts",
        ["has(self.wasm) != has(self.lua)"] = "record WasmOrLua",
        ["(has(self.valueFrom) ? self.valueFrom : \"\") != \"HOST\" || !has(self.value)"] =
            "record HostValueWithoutValue",
        ["((has(self.operation) ? self.operation : \"\") == \"UPSERT\") ? (self.value != \"\") : true"] =
            "record UpsertNeedsValue",
        ["((has(self.operation) ? self.operation : \"\") == \"REMOVE\") ? !has(self.value) : true"] =
            "record RemoveWithoutValue",
        ["((has(self.resolution) ? self.resolution : \"NONE\") == \"NONE\") ? !has(self.endpoints) : true"] =
            "record NoneWithoutEndpoints",
    };

    private static readonly (string Start, string Name)[] Starts =
    [
        ("isURL(self)", "rule ModuleUrl"),
        ("!((has(self.addresses)", "record CidrNeedsStaticOrNone"),
        (
            "((has(self.resolution) ? self.resolution : \"\") == \"DNS_ROUND_ROBIN\")",
            "record RoundRobinHasOneEndpoint"),
        ("has(self.portLevelMtls)", "record PortLevelNeedsSelector"),
        ("has(self.context)", "record WaypointMatchNeedsWaypointContext"),
        ("(has(self.serviceAccounts)", "record ServiceAccountsStandAlone"),
    ];

    /// <summary>
    /// Our rule's name; an expression that we do not know comes back as it is, and so fails the comparison.
    /// </summary>
    public static string NameOf(string expression)
    {
        if (Names.TryGetValue(expression, out string? name)) return name;
        if (CountsFields(expression, out IReadOnlyList<string> fields)) return OneOf(fields);
        string? byStart = Starts
            .Where(pair => expression.StartsWith(pair.Start, StringComparison.Ordinal))
            .Select(pair => pair.Name)
            .FirstOrDefault();
        return byStart ?? $"unknown expression {expression}";
    }

    public static string OneOf(IEnumerable<string> fields) =>
        "one of " + string.Join(", ", fields.Order(StringComparer.Ordinal));

    // (has(self.a) ? 1 : 0) + (has(self.b) ? 1 : 0) <= 1
    private static bool CountsFields(string expression, out IReadOnlyList<string> fields)
    {
        fields = [];
        const string End = " <= 1";
        if (!expression.EndsWith(End, StringComparison.Ordinal)) return false;
        string[] terms = expression[..^End.Length].Split(" + ");
        if (!terms.All(term => term.StartsWith("(has(self.") && term.EndsWith(") ? 1 : 0)"))) return false;
        fields = [.. terms.Select(term => term["(has(self.".Length..^") ? 1 : 0)".Length])];
        return true;
    }
}
