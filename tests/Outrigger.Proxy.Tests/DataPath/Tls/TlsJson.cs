using System.Text.Json;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.DataPath.Tls;

/// <summary>Transport sockets as they stand in resources.</summary>
internal static class TlsJson
{
    public static string Downstream(TestCertificate certificate, string common = "", string context = "") =>
        Socket("DownstreamTlsContext", $"{Certificates(certificate)}, {common}", context);

    public static string Upstream(TestAuthority? authority, string common = "", string context = "", TestCertificate? own = null)
    {
        var roots = authority is null
            ? ""
            : $$""" "validationContext": { "trustedCa": { "inlineString": {{Text(authority.Pem)}} } }, """;
        return Socket("UpstreamTlsContext", $"{roots}{(own is null ? "" : Certificates(own) + ",")}{common}", context);
    }

    public static string Certificates(params TestCertificate[] certificates) =>
        $"\"tlsCertificates\": [{string.Join(", ", certificates.Select(One))}]";

    public static string Roots(TestAuthority authority, string demands = "") =>
        $$""" "validationContext": { "trustedCa": { "inlineString": {{Text(authority.Pem)}} } {{(demands.Length == 0 ? "" : ", " + demands)}} }, """;

    public static string Text(string text) => JsonSerializer.Serialize(text);

    public static string Socket(string type, string common, string context) =>
        $$"""
        "transportSocket": { "name": "envoy.transport_sockets.tls", "typedConfig": {
          "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.{{type}}",
          "commonTlsContext": { {{common.TrimEnd(' ', ',')}} } {{(context.Length == 0 ? "" : ", " + context)}} } },
        """;

    /// <summary>A listener of <see cref="ProxyHarness.HttpListenerJson"/> with a transport socket.</summary>
    public static string Listener(string name, string socket, string routes, string manager = "", string chain = "") =>
        ProxyHarness.HttpListenerJson(name, routes, manager)
            .Replace("\"filterChains\": [ {", $"\"filterChains\": [ {{ {socket} {chain}", StringComparison.Ordinal);

    private static string One(TestCertificate certificate) =>
        $$"""{ "certificateChain": { "inlineString": {{Text(certificate.Pem)}} }, "privateKey": { "inlineString": {{Text(certificate.KeyPem)}} } }""";
}
