using Envoy.Config.Core.V3;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles <c>envoy.config.core.v3.Http1ProtocolOptions</c>.</summary>
internal sealed class Http1OptionsCompiler(CompileReport report)
{
    /// <summary>The options towards clients.</summary>
    public Http1ServerOptions Compile(Http1ProtocolOptions? options, FieldPath path) => new()
    {
        AllowsAbsoluteForm = options?.AllowAbsoluteUrl ?? true,
        AcceptsHttp10 = options?.AcceptHttp10 ?? false,
        DefaultHostForHttp10 = options?.DefaultHostForHttp10 ?? "",
        WritesProperCase = CompileKeyFormat(options, path),
        TrailersEnabled = options?.EnableTrailers ?? false,
        AllowsChunkedWithLength = options?.AllowChunkedLength ?? false,
    };

    /// <summary>Whether header names are written with capitals.</summary>
    public bool CompileKeyFormat(Http1ProtocolOptions? options, FieldPath path)
    {
        FieldPath formatPath = path.Field("header_key_format");
        report.Unimplemented(
            formatPath, "stateful_formatter", options?.HeaderKeyFormat?.StatefulFormatter is not null,
            "header names are written in lower case");
        return options?.HeaderKeyFormat?.ProperCaseWords is not null;
    }
}
