using Envoy.Config.Core.V3;
using Envoy.Type.V3;
using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Matching;

/// <summary>
/// A share of requests: <c>envoy.config.core.v3.RuntimeFractionalPercent</c> at its default value.
/// </summary>
/// <param name="Numerator">How many of <paramref name="Denominator"/> requests match.</param>
/// <param name="Denominator">100, 10 000 or 1 000 000.</param>
public sealed record RuntimeFraction(uint Numerator, uint Denominator)
{
    /// <summary>Whether the next request is one of them.</summary>
    /// <param name="random">The worker's generator.</param>
    public bool IsMatch(ref RandomState random) =>
        Numerator >= Denominator || random.NextBelow(Denominator) < Numerator;

    /// <summary>Compiles a share that stands outside of a routing table.</summary>
    /// <param name="fraction">The share.</param>
    /// <param name="path">Where it stands, for mistakes.</param>
    /// <param name="errors">Takes the mistakes.</param>
    /// <returns>The share; null when none is set, and after mistakes.</returns>
    public static RuntimeFraction? Compile(
        RuntimeFractionalPercent? fraction, string path, ICollection<ConfigurationError> errors)
    {
        var context = new CompileContext(RoutingLimits.Default);
        RuntimeFraction? compiled = Compile(fraction, FieldPath.Root.Field(path), context);
        foreach (ConfigurationError error in context.Errors)
        {
            errors.Add(error);
        }

        return compiled;
    }

    internal static RuntimeFraction? Compile(
        RuntimeFractionalPercent? fraction, FieldPath path, CompileContext context)
    {
        if (fraction is null)
        {
            return null;
        }

        if (fraction.RuntimeKey.Length > 0)
        {
            context.Ignored(
                path.Field("runtime_key"), "the default value is used: there is no runtime layer");
        }

        // Envoy's absent default value is a percentage of 0 in HUNDRED; the route then never matches.
        FractionalPercent percent = fraction.DefaultValue ?? new FractionalPercent();
        switch (percent.Denominator)
        {
            case FractionalPercent.Types.DenominatorType.Hundred:
                return new(percent.Numerator, 100);
            case FractionalPercent.Types.DenominatorType.TenThousand:
                return new(percent.Numerator, 10_000);
            case FractionalPercent.Types.DenominatorType.Million:
                return new(percent.Numerator, 1_000_000);
            default:
                context.Error(
                    path.Field("default_value").Field("denominator"),
                    $"{(int)percent.Denominator} is none of HUNDRED, TEN_THOUSAND and MILLION");
                return null;
        }
    }
}
