using Envoy.Config.Rbac.V3;
using Envoy.Type.V3;
using Outrigger.Routing.Authorization.Conditions;
using Outrigger.Routing.Authorization.Index;
using Outrigger.Routing.Compilation;
using Rule = Envoy.Config.Rbac.V3.Permission.RuleOneofCase;

namespace Outrigger.Routing.Authorization.Compilation;

/// <summary>Compiles <c>envoy.config.rbac.v3.Permission</c>.</summary>
/// <param name="writer">Takes the formulas.</param>
/// <param name="conditions">Compiles single conditions.</param>
/// <param name="context">Takes the mistakes.</param>
internal sealed class PermissionCompiler(
    FormulaWriter writer, ConditionCompiler conditions, CompileContext context)
    : SetCompiler<Permission>(writer, context)
{
    protected override Guard Compile(Permission part, FieldPath path, int depth)
    {
        switch (part.RuleCase)
        {
            case Rule.AndRules:
                return CompileAll(part.AndRules.Rules, "rules", path.Field("and_rules"), depth);
            case Rule.OrRules:
                return CompileAny(part.OrRules.Rules, "rules", path.Field("or_rules"), depth);
            case Rule.NotRule:
                return CompileNot(part.NotRule, path.Field("not_rule"), depth);
            case Rule.Any:
                return CompileTrue(part.Any, path);
            default:
                return Write(CompileCondition(part, path, out int place), place);
        }
    }

    private PolicyCondition? CompileCondition(Permission part, FieldPath path, out int place)
    {
        switch (part.RuleCase)
        {
            case Rule.Header:
                return conditions.Header(part.Header, path.Field("header"), out place);
            case Rule.UrlPath:
                return conditions.UrlPath(part.UrlPath, path.Field("url_path"), out place);
            case Rule.UriTemplate:
                return conditions.UriTemplate(part.UriTemplate, path.Field("uri_template"), out place);
            case Rule.DestinationIp:
                return conditions.Range(
                    ConditionKind.DestinationAddress, part.DestinationIp, path.Field("destination_ip"), out place);
            case Rule.DestinationPort:
                var port = (int)Math.Min(part.DestinationPort, int.MaxValue - 1);
                var single = new Int32Range { Start = port, End = port + 1 };
                return conditions.Ports(single, path.Field("destination_port"), out place);
            case Rule.DestinationPortRange:
                return conditions.Ports(part.DestinationPortRange, path.Field("destination_port_range"), out place);
            case Rule.Metadata:
                return conditions.Noted(part.Metadata, path.Field("metadata"), out place);
            case Rule.RequestedServerName:
                return conditions.Text(
                    ConditionKind.RequestedServerName,
                    part.RequestedServerName,
                    path.Field("requested_server_name"),
                    out place);
            case Rule.Matcher:
                Context.Error(path.Field("matcher"), $"the matcher {part.Matcher.Name} is not implemented");
                break;
            default:
                Context.Error(path, "a permission is missing, or it is of a kind that is not implemented");
                break;
        }

        place = 0;
        return null;
    }
}
