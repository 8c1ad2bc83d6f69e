using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Envoy.Config.Route.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Matching;

/// <summary>All conditions of one route: <c>envoy.config.route.v3.RouteMatch</c>.</summary>
public sealed class RouteCondition
{
    private static readonly DynamicMetadata s_nothingNoted = new();

    private readonly HeaderCondition[] _headers;
    private readonly QueryParameterCondition[] _queryParameters;
    private readonly MetadataCondition[] _metadata;
    private readonly bool _isPathOnly;

    private RouteCondition(
        PathCondition path,
        HeaderCondition[] headers,
        QueryParameterCondition[] queryParameters,
        MetadataCondition[] metadata,
        RuntimeFraction? fraction,
        bool requiresGrpc)
    {
        _metadata = metadata;
        Path = path;
        _headers = headers;
        _queryParameters = queryParameters;
        Fraction = fraction;
        RequiresGrpc = requiresGrpc;
        _isPathOnly = headers.Length == 0 && queryParameters.Length == 0 && metadata.Length == 0
            && fraction is null && !requiresGrpc;
    }

    /// <summary>The condition on the path.</summary>
    public PathCondition Path { get; }

    /// <summary>The conditions on headers; all must hold.</summary>
    public IReadOnlyList<HeaderCondition> Headers => _headers;

    /// <summary>The conditions on parameters of the query; all must hold.</summary>
    public IReadOnlyList<QueryParameterCondition> QueryParameters => _queryParameters;

    /// <summary>The conditions on what filters noted of the request, such as claims of its token.</summary>
    public IReadOnlyList<MetadataCondition> Metadata => _metadata;

    /// <summary>The share of requests that match, if not all.</summary>
    public RuntimeFraction? Fraction { get; }

    /// <summary>Whether only gRPC requests match.</summary>
    public bool RequiresGrpc { get; }

    /// <summary>
    /// Tests a request. <paramref name="conditionIndex"/> is the place of the header or parameter that
    /// failed. The fraction comes last, so that random numbers are drawn only for requests that it decides
    /// about.
    /// </summary>
    internal RouteMiss Match<TRequest>(
        scoped ref TRequest request,
        scoped in PathParts parts,
        ref RandomState random,
        out int conditionIndex)
        where TRequest : struct, IRequestView, allows ref struct
    {
        conditionIndex = 0;
        if (!Path.IsMatch(request.Method, parts.Path))
        {
            return RouteMiss.Path;
        }

        return _isPathOnly ? RouteMiss.None : MatchRest(ref request, parts, ref random, out conditionIndex);
    }

    /// <summary>All conditions in words, as `explain` shows them.</summary>
    public override string ToString()
    {
        var conditions = new List<string> { Path.ToString() };
        if (RequiresGrpc)
        {
            conditions.Add("a gRPC request");
        }

        conditions.AddRange(_headers.Select(header => header.ToString()));
        conditions.AddRange(_queryParameters.Select(parameter => parameter.ToString()));
        conditions.AddRange(_metadata.Select(each => each.ToString()));
        if (Fraction is not null)
        {
            conditions.Add($"{Fraction.Numerator} in {Fraction.Denominator} requests");
        }

        return string.Join(", ", conditions);
    }

    /// <summary>Compiles conditions that stand outside of a routing table.</summary>
    /// <param name="match">The conditions.</param>
    /// <param name="path">Where they stand, for mistakes.</param>
    /// <param name="errors">Takes the mistakes.</param>
    /// <param name="compiled">The conditions, compiled; null after mistakes.</param>
    /// <returns>Whether there was no mistake.</returns>
    public static bool TryCompile(
        RouteMatch? match,
        string path,
        ICollection<ConfigurationError> errors,
        [NotNullWhen(true)] out RouteCondition? compiled)
    {
        var context = new CompileContext(RoutingLimits.Default);
        compiled = Compile(match, FieldPath.Root.Field(path), context);
        foreach (ConfigurationError error in context.Errors)
        {
            errors.Add(error);
        }

        compiled = context.HasErrors ? null : compiled;
        return compiled is not null;
    }

    /// <summary>Whether a request meets all conditions. Allocates nothing.</summary>
    /// <typeparam name="TRequest">The view.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="random">The caller's generator, for fractions.</param>
    public bool IsMatch<TRequest>(in TRequest request, ref RandomState random)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ref TRequest view = ref Unsafe.AsRef(in request);
        var parts = new PathParts(view.Path);
        return Match(ref view, in parts, ref random, out _) == RouteMiss.None;
    }

    internal static RouteCondition? Compile(RouteMatch? match, FieldPath path, CompileContext context)
    {
        if (match is null)
        {
            context.Error(path, "a route needs a match");
            return null;
        }

        PathCondition? pathCondition = PathCondition.Compile(match, path, context);
        HeaderCondition[] headers = HeaderCondition.CompileAll(match.Headers, "headers", path, context);
        QueryParameterCondition[] parameters =
            QueryParameterCondition.CompileAll(match.QueryParameters, path, context);
        MetadataCondition[] metadata =
        [
            .. match.DynamicMetadata
                .Select((each, i) => MetadataCondition.Compile(each, path.Item("dynamic_metadata", i), context))
                .OfType<MetadataCondition>(),
        ];
        RuntimeFraction? fraction =
            RuntimeFraction.Compile(match.RuntimeFraction, path.Field("runtime_fraction"), context);
        return pathCondition is null
            ? null
            : new(pathCondition, headers, parameters, metadata, fraction, match.Grpc is not null);
    }

    private static bool IsGrpc<TRequest>(scoped ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ReadOnlySpan<byte> grpc = "application/grpc"u8;
        return request.TryGetHeader("content-type"u8, out ReadOnlySpan<byte> type)
            && type.StartsWith(grpc)
            && (type.Length == grpc.Length || type[grpc.Length] == (byte)'+');
    }

    private RouteMiss MatchRest<TRequest>(
        scoped ref TRequest request,
        scoped in PathParts parts,
        ref RandomState random,
        out int conditionIndex)
        where TRequest : struct, IRequestView, allows ref struct
    {
        conditionIndex = 0;
        if (RequiresGrpc && !IsGrpc(ref request))
        {
            return RouteMiss.Grpc;
        }

        for (int i = 0; i < _headers.Length; i++)
        {
            if (!_headers[i].IsMatchCore(ref request))
            {
                conditionIndex = i;
                return RouteMiss.Header;
            }
        }

        for (int i = 0; i < _queryParameters.Length; i++)
        {
            if (!_queryParameters[i].IsMatch(parts.Query))
            {
                conditionIndex = i;
                return RouteMiss.QueryParameter;
            }
        }

        for (int i = 0; i < _metadata.Length; i++)
        {
            if (!_metadata[i].IsMatch(request.Metadata ?? s_nothingNoted))
            {
                conditionIndex = i;
                return RouteMiss.Metadata;
            }
        }

        return Fraction is null || Fraction.IsMatch(ref random) ? RouteMiss.None : RouteMiss.RuntimeFraction;
    }
}
