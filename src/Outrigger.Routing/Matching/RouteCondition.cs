using Envoy.Config.Route.V3;
using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Matching;

/// <summary>All conditions of one route: <c>envoy.config.route.v3.RouteMatch</c>.</summary>
public sealed class RouteCondition
{
    private readonly HeaderCondition[] _headers;
    private readonly QueryParameterCondition[] _queryParameters;
    private readonly bool _isPathOnly;

    private RouteCondition(
        PathCondition path,
        HeaderCondition[] headers,
        QueryParameterCondition[] queryParameters,
        RuntimeFraction? fraction,
        bool requiresGrpc)
    {
        Path = path;
        _headers = headers;
        _queryParameters = queryParameters;
        Fraction = fraction;
        RequiresGrpc = requiresGrpc;
        _isPathOnly = headers.Length == 0 && queryParameters.Length == 0 && fraction is null && !requiresGrpc;
    }

    /// <summary>The condition on the path.</summary>
    public PathCondition Path { get; }

    /// <summary>The conditions on headers; all must hold.</summary>
    public IReadOnlyList<HeaderCondition> Headers => _headers;

    /// <summary>The conditions on parameters of the query; all must hold.</summary>
    public IReadOnlyList<QueryParameterCondition> QueryParameters => _queryParameters;

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
        if (Fraction is not null)
        {
            conditions.Add($"{Fraction.Numerator} in {Fraction.Denominator} requests");
        }

        return string.Join(", ", conditions);
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
        RuntimeFraction? fraction =
            RuntimeFraction.Compile(match.RuntimeFraction, path.Field("runtime_fraction"), context);
        return pathCondition is null
            ? null
            : new(pathCondition, headers, parameters, fraction, match.Grpc is not null);
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

        return Fraction is null || Fraction.IsMatch(ref random) ? RouteMiss.None : RouteMiss.RuntimeFraction;
    }
}
