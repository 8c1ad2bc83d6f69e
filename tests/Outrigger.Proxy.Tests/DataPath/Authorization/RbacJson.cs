namespace Outrigger.Proxy.Tests.DataPath.Authorization;

/// <summary>Authorization filters as they stand in resources.</summary>
internal static class RbacJson
{
    public static string Http(string rules, string name = "envoy.filters.http.rbac") => $$"""
        { "name": "{{name}}", "typedConfig": {
          "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC", {{rules}} } },
        """;

    public static string Network(string rules) => $$"""
        { "name": "envoy.filters.network.rbac", "typedConfig": {
          "@type": "type.googleapis.com/envoy.extensions.filters.network.rbac.v3.RBAC", "statPrefix": "tcp.", {{rules}} } },
        """;

    /// <summary>Rules of one policy.</summary>
    public static string Rules(
        string action, string permission, string principal, string policy = "ns[a]-policy[p]-rule[0]", string field = "rules") =>
        $$"""
        "{{field}}": { "action": "{{action}}", "policies": { "{{policy}}": {
          "permissions": [ { {{permission}} } ], "principals": [ { {{principal}} } ] } } }
        """;

    public static string Path(string prefix) => $$""" "urlPath": { "path": { "prefix": "{{prefix}}" } } """;

    public static string Peer(string name) => $$""" "authenticated": { "principalName": { "exact": "{{name}}" } } """;

    public const string Any = "\"any\": true";
}
