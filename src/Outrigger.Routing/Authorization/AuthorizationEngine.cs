using System.Numerics;
using System.Runtime.CompilerServices;
using Envoy.Config.Rbac.V3;
using Outrigger.Routing.Authorization.Compilation;
using Outrigger.Routing.Authorization.Conditions;
using Outrigger.Routing.Authorization.Index;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Authorization;

/// <summary>
/// Compiled <c>envoy.config.rbac.v3.RBAC</c>: decides who may do what. Policies are asked in the order of their
/// names, and the first one that matches decides. Immutable, and used by all workers at once without a lock.
/// </summary>
/// <remarks>
/// Most policies name a principal, a path, a host or the like that a request has not. So the engine first takes, for
/// each attribute, the policies that the request's value leaves, finds those that every attribute leaves, and asks
/// only these. What the index leaves out cannot match; what it leaves is asked in full.
/// </remarks>
public sealed class AuthorizationEngine
{
    private readonly AuthorizationPolicyEntry[] _policies;
    private readonly Formulas _formulas;
    private readonly PolicyIndex _index;
    private readonly int _answerCount;

    internal AuthorizationEngine(
        AuthorizationAction action,
        AuthorizationPolicyEntry[] policies,
        Formulas formulas,
        PolicyIndex index,
        int answerCount)
    {
        Action = action;
        _policies = policies;
        _formulas = formulas;
        _index = index;
        _answerCount = answerCount;
    }

    /// <summary>What follows when a policy matches.</summary>
    public AuthorizationAction Action { get; }

    /// <summary>The policies in the order in which they are asked.</summary>
    public IReadOnlyList<AuthorizationPolicyEntry> Policies => _policies;

    /// <summary>
    /// Whether some policy asks for <see cref="AuthorizationInput.RemoteAddress"/>, which takes time to find.
    /// </summary>
    public bool ReadsRemoteAddress { get; internal init; }

    /// <summary>Compiles rules.</summary>
    /// <param name="rules">The rules; not kept.</param>
    /// <param name="limits">The bounds; <see cref="RoutingLimits.Default"/> when null.</param>
    public static AuthorizationEngineResult Compile(RBAC rules, RoutingLimits? limits = null) =>
        new EngineCompiler(new CompileContext(limits ?? RoutingLimits.Default)).Compile(rules);

    /// <summary>Decides. Allocates nothing once the scratch is large enough, and takes no lock.</summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <param name="request">The request; <see cref="NoRequest"/> for a connection.</param>
    /// <param name="input">What is known beside it.</param>
    /// <param name="scratch">The worker's room.</param>
    public AuthorizationDecision Decide<TRequest>(
        scoped in TRequest request, scoped in AuthorizationInput input, AuthorizationScratch scratch)
        where TRequest : struct, IRequestView, allows ref struct
    {
        AuthorizationPolicyEntry? policy = FindPolicy(in request, in input, scratch);
        bool isAllowed = Action switch
        {
            AuthorizationAction.Allow => policy is not null,
            AuthorizationAction.Deny => policy is null,
            _ => true,
        };
        return new(isAllowed, policy);
    }

    /// <summary>Whether one policy matches, whatever the others do.</summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <param name="policy">A policy of this engine.</param>
    /// <param name="request">The request; <see cref="NoRequest"/> for a connection.</param>
    /// <param name="input">What is known beside it.</param>
    /// <param name="scratch">The worker's room.</param>
    public bool IsMatch<TRequest>(
        AuthorizationPolicyEntry policy,
        scoped in TRequest request,
        scoped in AuthorizationInput input,
        AuthorizationScratch scratch)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ref TRequest view = ref Unsafe.AsRef(in request);
        scratch.ForgetAnswers(_answerCount);
        var evaluation = new Evaluation
        {
            Input = input,
            Path = new PathParts(view.Path).Path,
            Scratch = scratch,
        };
        return _formulas.Holds(policy.Root, ref view, in evaluation);
    }

    private AuthorizationPolicyEntry? FindPolicy<TRequest>(
        scoped in TRequest request, scoped in AuthorizationInput input, AuthorizationScratch scratch)
        where TRequest : struct, IRequestView, allows ref struct
    {
        // An `in` parameter of an open type would be copied before every call; the view has no way to change anyway.
        ref TRequest view = ref Unsafe.AsRef(in request);
        scratch.ForgetAnswers(_answerCount);
        var evaluation = new Evaluation
        {
            Input = input,
            Path = new PathParts(view.Path).Path,
            Scratch = scratch,
        };
        Span<ulong> candidates = _index.Narrow(ref view, in evaluation);
        for (int i = 0; i < candidates.Length; i++)
        {
            for (ulong word = candidates[i]; word != 0; word &= word - 1)
            {
                AuthorizationPolicyEntry policy = _policies[(i << 6) + BitOperations.TrailingZeroCount(word)];
                if (_formulas.Holds(policy.Root, ref view, in evaluation))
                {
                    return policy;
                }
            }
        }

        return null;
    }
}
