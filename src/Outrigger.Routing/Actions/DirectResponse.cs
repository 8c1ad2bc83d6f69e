using Envoy.Config.Core.V3;
using Envoy.Config.Route.V3;
using Google.Protobuf;
using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Actions;

/// <summary>An answer without an upstream: <c>envoy.config.route.v3.DirectResponseAction</c>.</summary>
/// <param name="Status">The HTTP status, 200 to 599.</param>
/// <param name="Body">The body; empty for none.</param>
public sealed record DirectResponse(int Status, ReadOnlyMemory<byte> Body)
{
    internal static DirectResponse? Compile(
        DirectResponseAction action, int bodyLengthMax, FieldPath path, CompileContext context)
    {
        if (action.Status is < 200 or > 599)
        {
            context.Error(path.Field("status"), $"{action.Status} is no final status; expected 200 to 599");
        }

        ByteString body = ReadBody(action.Body, path.Field("body"), context);
        if (body.Length > bodyLengthMax)
        {
            context.Error(path.Field("body"), $"{body.Length} bytes; expected at most {bodyLengthMax}");
        }

        return new((int)action.Status, body.Memory);
    }

    private static ByteString ReadBody(DataSource? source, FieldPath path, CompileContext context)
    {
        switch (source?.SpecifierCase)
        {
            case null or DataSource.SpecifierOneofCase.None:
                return ByteString.Empty;
            case DataSource.SpecifierOneofCase.InlineBytes:
                return source.InlineBytes;
            case DataSource.SpecifierOneofCase.InlineString:
                return ByteString.CopyFromUtf8(source.InlineString);
            case DataSource.SpecifierOneofCase.Filename:
                context.Error(
                    path.Field("filename"), "a body from a file is not supported; expected an inline one");
                return ByteString.Empty;
            default:
                context.Error(
                    path.Field("environment_variable"),
                    "a body from the environment is not supported; expected an inline one");
                return ByteString.Empty;
        }
    }
}
