using Envoy.Config.Rbac.V3;
using Outrigger.Routing.Authorization.Conditions;
using Outrigger.Routing.Authorization.Index;
using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Authorization.Compilation;

/// <summary>Compiles <c>envoy.config.rbac.v3.RBAC</c>.</summary>
/// <param name="context">Takes the mistakes.</param>
internal sealed class EngineCompiler(CompileContext context)
{
    private readonly FormulaWriter _writer = new();
    private readonly ConditionCompiler _conditions = new(context);

    /// <summary>Compiles all policies.</summary>
    public AuthorizationEngineResult Compile(RBAC rules)
    {
        AuthorizationAction? action = ReadAction(rules.Action);
        string[] names = [.. rules.Policies.Keys];
        Array.Sort(names, AuthorizationPolicyEntry.CompareNames);
        var policies = new List<AuthorizationPolicyEntry>(names.Length);
        var guards = new List<Guard>(names.Length);
        foreach (string name in names)
        {
            policies.Add(new(name, policies.Count, _writer.Position));
            guards.Add(CompilePolicy(rules.Policies[name], FieldPath.Root.Field($"policies[\"{name}\"]")));
        }

        AuthorizationEngine? engine = null;
        if (!context.HasErrors)
        {
            PolicyCondition[] conditions = _conditions.Finish(out int answerCount);
            PolicyIndex index = new PolicyIndexBuilder(guards, _conditions.Metadata).Build();
            var formulas = new Formulas(_writer.Finish(), conditions);
            engine = new(action!.Value, [.. policies], formulas, index, answerCount)
            {
                ReadsRemoteAddress = conditions.Any(each => each.Kind == ConditionKind.RemoteAddress),
            };
        }

        return new(engine, context.Errors, context.Unimplemented);
    }

    private AuthorizationAction? ReadAction(RBAC.Types.Action action)
    {
        switch (action)
        {
            case RBAC.Types.Action.Allow:
                return AuthorizationAction.Allow;
            case RBAC.Types.Action.Deny:
                return AuthorizationAction.Deny;
            case RBAC.Types.Action.Log:
                return AuthorizationAction.Log;
            default:
                context.Error(FieldPath.Root.Field("action"), $"{(int)action} is none of ALLOW, DENY and LOG");
                return null;
        }
    }

    /// <summary>A policy matches when one of its permissions and one of its principals do.</summary>
    private Guard CompilePolicy(Policy policy, FieldPath path)
    {
        RefuseExpression(policy.Condition is not null, path.Field("condition"));
        RefuseExpression(policy.CheckedCondition is not null, path.Field("checked_condition"));
        int place = _writer.Open(FormulaKind.And);
        var permissions = new PermissionCompiler(_writer, _conditions, context);
        Guard permission = permissions.CompileAny(policy.Permissions, "permissions", path, depth: 0);
        var principals = new PrincipalCompiler(_writer, _conditions, context);
        Guard principal = principals.CompileAny(policy.Principals, "principals", path, depth: 0);
        _writer.Close(place);
        return Guard.All([permission, principal]);
    }

    private void RefuseExpression(bool isSet, FieldPath path)
    {
        if (isSet)
        {
            context.Error(path, "conditions in CEL are not implemented; without it the policy would match too much");
        }
    }
}
