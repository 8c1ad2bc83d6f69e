using Envoy.Config.Rbac.V3;
using Outrigger.Routing.Authorization.Conditions;
using Outrigger.Routing.Authorization.Index;
using Outrigger.Routing.Compilation;
using Identifier = Envoy.Config.Rbac.V3.Principal.IdentifierOneofCase;

namespace Outrigger.Routing.Authorization.Compilation;

/// <summary>Compiles <c>envoy.config.rbac.v3.Principal</c>.</summary>
/// <param name="writer">Takes the formulas.</param>
/// <param name="conditions">Compiles single conditions.</param>
/// <param name="context">Takes the mistakes.</param>
internal sealed class PrincipalCompiler(
    FormulaWriter writer, ConditionCompiler conditions, CompileContext context)
    : SetCompiler<Principal>(writer, context)
{
    /// <summary>The one key of filter state that Istio's policies ask for: the peer's SPIFFE ID.</summary>
    private const string PeerPrincipalKey = "io.istio.peer_principal";

    protected override Guard Compile(Principal part, FieldPath path, int depth)
    {
        switch (part.IdentifierCase)
        {
            case Identifier.AndIds:
                return CompileAll(part.AndIds.Ids, "ids", path.Field("and_ids"), depth);
            case Identifier.OrIds:
                return CompileAny(part.OrIds.Ids, "ids", path.Field("or_ids"), depth);
            case Identifier.NotId:
                return CompileNot(part.NotId, path.Field("not_id"), depth);
            case Identifier.Any:
                return CompileTrue(part.Any, path);
            default:
                return Write(CompileCondition(part, path, out int place), place);
        }
    }

    private PolicyCondition? CompileCondition(Principal part, FieldPath path, out int place)
    {
        switch (part.IdentifierCase)
        {
            case Identifier.Authenticated when part.Authenticated.PrincipalName is null:
                return conditions.Authenticated(out place);
            case Identifier.Authenticated:
                return conditions.Text(
                    ConditionKind.AuthenticatedName,
                    part.Authenticated.PrincipalName,
                    path.Field("authenticated").Field("principal_name"),
                    out place);
            case Identifier.SourceIp:
                return conditions.Range(
                    ConditionKind.SourceAddress, part.SourceIp, path.Field("source_ip"), out place);
            case Identifier.DirectRemoteIp:
                return conditions.Range(
                    ConditionKind.DirectRemoteAddress, part.DirectRemoteIp, path.Field("direct_remote_ip"), out place);
            case Identifier.RemoteIp:
                return conditions.Range(
                    ConditionKind.RemoteAddress, part.RemoteIp, path.Field("remote_ip"), out place);
            case Identifier.Header:
                return conditions.Header(part.Header, path.Field("header"), out place);
            case Identifier.UrlPath:
                return conditions.UrlPath(part.UrlPath, path.Field("url_path"), out place);
            case Identifier.Metadata:
                return conditions.Noted(part.Metadata, path.Field("metadata"), out place);
            case Identifier.FilterState:
                return CompileFilterState(part, path.Field("filter_state"), out place);
            default:
                Context.Error(path, "a principal is missing, or it is of a kind that is not implemented");
                place = 0;
                return null;
        }
    }

    private PolicyCondition? CompileFilterState(Principal part, FieldPath path, out int place)
    {
        place = 0;
        if (part.FilterState.Key != PeerPrincipalKey)
        {
            Context.Error(
                path.Field("key"), $"nothing notes '{part.FilterState.Key}'; expected {PeerPrincipalKey}");
            return null;
        }

        if (part.FilterState.StringMatch is null)
        {
            Context.Error(path.Field("string_match"), "it is missing");
            return null;
        }

        return conditions.Text(
            ConditionKind.PeerUri, part.FilterState.StringMatch, path.Field("string_match"), out place);
    }
}
