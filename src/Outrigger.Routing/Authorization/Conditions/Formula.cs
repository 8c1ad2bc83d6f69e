namespace Outrigger.Routing.Authorization.Conditions;

/// <summary>How the parts of a formula belong together.</summary>
internal enum FormulaKind : byte
{
    /// <summary>Holds always.</summary>
    True,

    /// <summary>A condition.</summary>
    Condition,

    /// <summary>All parts hold.</summary>
    And,

    /// <summary>One part holds.</summary>
    Or,

    /// <summary>The one part does not hold.</summary>
    Not,
}

/// <summary>
/// One node of the formulas of all policies, which stand in one array: a node's parts follow it directly, each where
/// the one before it ends.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="End">Where the node that is no part of it follows.</param>
/// <param name="Condition">The condition's place; 0 for the other kinds.</param>
internal readonly record struct FormulaNode(FormulaKind Kind, int End, int Condition);

/// <summary>The formulas of all policies. Immutable.</summary>
/// <param name="nodes">The nodes.</param>
/// <param name="conditions">The conditions, each once.</param>
internal sealed class Formulas(FormulaNode[] nodes, PolicyCondition[] conditions)
{
    /// <summary>Whether the formula that begins at a node holds.</summary>
    public bool Holds<TRequest>(int index, scoped ref TRequest request, scoped in Evaluation evaluation)
        where TRequest : struct, IRequestView, allows ref struct
    {
        FormulaNode node = nodes[index];
        switch (node.Kind)
        {
            case FormulaKind.True:
                return true;
            case FormulaKind.Condition:
                return conditions[node.Condition].IsMatch(ref request, in evaluation);
            case FormulaKind.Not:
                return !Holds(index + 1, ref request, in evaluation);
            default:
                bool isAnd = node.Kind == FormulaKind.And;
                for (int part = index + 1; part < node.End; part = nodes[part].End)
                {
                    if (Holds(part, ref request, in evaluation) != isAnd)
                    {
                        return !isAnd;
                    }
                }

                return isAnd;
        }
    }
}
