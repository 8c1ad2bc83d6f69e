using Google.Protobuf.WellKnownTypes;
using Outrigger.Proxy.Http.Filters;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Tests.DataPath.Authorization;

/// <summary>Notes the claims that a test's header tells, as the filter does that verifies tokens.</summary>
internal sealed class ClaimsFilter() : HttpFilterModel("claims")
{
    public const string Header = "x-test-claims";

    public override FilterVerdict Decide(HttpFilterContext context)
    {
        if (context.Request.Headers.TryGet("x-test-claims"u8, out var claims))
        {
            var text = System.Text.Encoding.UTF8.GetString(claims);
            context.Metadata.Set(
                "envoy.filters.http.jwt_authn", "payload", MetadataValue.From(Struct.Parser.ParseJson(text)));
        }

        return FilterVerdict.Continue;
    }
}
