using System.Text.Json;
using Outrigger.Analysis.Syntax;
using Outrigger.Resources;
using Outrigger.Resources.Security.RequestAuthentications;

namespace Outrigger.Analysis.Objects.Security;

/// <summary>The rules of RequestAuthentications.</summary>
internal static class RequestAuthenticationValidator
{
    public static void Validate(ResourceObject<RequestAuthenticationSpec> resource, ObjectFindings findings)
    {
        for (int i = 0; i < resource.Spec.JwtRules.Count; i++)
        {
            CheckRule(resource.Spec.JwtRules[i], $"spec.jwtRules[{i}]", findings);
        }
    }

    private static void CheckRule(JwtRule rule, string path, ObjectFindings findings)
    {
        if (string.IsNullOrEmpty(rule.Issuer))
        {
            findings.Error($"{path}.issuer", "found no issuer, expected whose tokens are meant");
        }

        CheckKeys(rule, path, findings);
        for (int i = 0; i < rule.FromHeaders.Count; i++)
        {
            CheckHeader(rule.FromHeaders[i].Name, $"{path}.fromHeaders[{i}].name", findings);
        }

        for (int i = 0; i < rule.OutputClaimToHeaders.Count; i++)
        {
            CheckHeader(rule.OutputClaimToHeaders[i].Header, $"{path}.outputClaimToHeaders[{i}].header", findings);
        }

        CheckHeader(rule.OutputPayloadToHeader, $"{path}.outputPayloadToHeader", findings);
    }

    private static void CheckKeys(JwtRule rule, string path, ObjectFindings findings)
    {
        if (!string.IsNullOrEmpty(rule.Jwks))
        {
            if (KeySetFault(rule.Jwks) is { } fault) findings.Error($"{path}.jwks", fault);
        }
        else if (rule.JwksUri is null && rule.JwksUriLegacy is null && !IsAddress(rule.Issuer))
        {
            findings.Warn(
                $"{path}.issuer",
                $"found neither jwks nor jwksUri, and \"{rule.Issuer}\" is no address where keys could be found, "
                + "so that no token of this issuer is good");
        }
    }

    private static string? KeySetFault(string jwks)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(jwks);
            bool hasKeys = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("keys", out JsonElement keys)
                && keys.ValueKind == JsonValueKind.Array;
            return hasKeys ? null : "found JSON without a list of keys, expected a key set as in RFC 7517";
        }
        catch (JsonException)
        {
            // The reader can report damage only by throwing; its own words speak of bytes, not of the object.
            return "found no JSON, expected a key set as in RFC 7517";
        }
    }

    private static bool IsAddress(string? issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out Uri? address) && address is { Scheme: "http" or "https" };

    private static void CheckHeader(string? name, string path, ObjectFindings findings)
    {
        if (!string.IsNullOrEmpty(name) && !HeaderNames.IsToken(name))
        {
            findings.Error(path, $"found \"{name}\", expected the name of a header");
        }
    }
}
