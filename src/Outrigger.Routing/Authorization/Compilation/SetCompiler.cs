using Outrigger.Routing.Authorization.Conditions;
using Outrigger.Routing.Authorization.Index;
using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Authorization.Compilation;

/// <summary>Compiles what permissions and principals have in common: how they are put together.</summary>
/// <typeparam name="TPart">A permission or a principal.</typeparam>
/// <param name="writer">Takes the formulas.</param>
/// <param name="context">Takes the mistakes.</param>
internal abstract class SetCompiler<TPart>(FormulaWriter writer, CompileContext context)
{
    private const int DepthMax = 32;

    /// <summary>Takes the formulas.</summary>
    protected FormulaWriter Writer => writer;

    /// <summary>Takes the mistakes.</summary>
    protected CompileContext Context => context;

    /// <summary>One of the parts must hold.</summary>
    public Guard CompileAny(IReadOnlyList<TPart> parts, string field, FieldPath path, int depth) =>
        Guard.Any(CompileParts(FormulaKind.Or, parts, field, path, depth));

    /// <summary>Compiles one part, with a bound on how deep it is nested.</summary>
    protected Guard CompileNested(TPart? part, FieldPath path, int depth)
    {
        if (depth >= DepthMax)
        {
            context.Error(path, $"nested more than {DepthMax} deep");
            return Guard.Never;
        }

        if (part is null)
        {
            context.Error(path, "it is missing");
            return Guard.Never;
        }

        return Compile(part, path, depth);
    }

    /// <summary>Compiles one part.</summary>
    protected abstract Guard Compile(TPart part, FieldPath path, int depth);

    /// <summary>All of the parts must hold.</summary>
    protected Guard CompileAll(IReadOnlyList<TPart> parts, string field, FieldPath path, int depth) =>
        Guard.All(CompileParts(FormulaKind.And, parts, field, path, depth));

    /// <summary>The part must not hold.</summary>
    protected Guard CompileNot(TPart? part, FieldPath path, int depth)
    {
        int place = writer.Open(FormulaKind.Not);
        Guard guard = CompileNested(part, path, depth + 1);
        writer.Close(place);
        return Guard.Not(guard);
    }

    /// <summary><c>any</c> may only be true.</summary>
    protected Guard CompileTrue(bool value, FieldPath path)
    {
        if (!value)
        {
            context.Error(path.Field("any"), "found false; expected true");
        }

        writer.Write(FormulaKind.True);
        return Guard.Always;
    }

    /// <summary>Writes a condition; nothing after a mistake in it.</summary>
    protected Guard Write(PolicyCondition? condition, int place)
    {
        if (condition is null)
        {
            return Guard.Never;
        }

        writer.Write(FormulaKind.Condition, place);
        return ConditionGuards.Of(condition);
    }

    private List<Guard> CompileParts(
        FormulaKind kind, IReadOnlyList<TPart> parts, string field, FieldPath path, int depth)
    {
        if (parts.Count == 0)
        {
            context.Error(path.Field(field), "found none; expected at least one");
        }

        int place = writer.Open(kind);
        var guards = new List<Guard>(parts.Count);
        for (int i = 0; i < parts.Count; i++)
        {
            guards.Add(CompileNested(parts[i], path.Item(field, i), depth + 1));
        }

        writer.Close(place);
        return guards;
    }
}
