using System.Collections.Immutable;
using System.Text;
using Outrigger.Http;
using Outrigger.Proxy.Http.Calls;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>
/// A service that gets the request itself, and answers by its status: 200 lets it pass, 5xx counts as no answer,
/// and anything else is passed on to the client. Follows
/// <c>envoy.extensions.filters.http.ext_authz.v3.HttpService</c>.
/// </summary>
internal sealed class HttpAuthorizationService : AuthorizationService
{
    private static ReadOnlySpan<byte> PartialBody => "x-envoy-auth-partial-body"u8;

    private static ReadOnlySpan<byte> HeadersToRemove => "x-envoy-auth-headers-to-remove"u8;

    /// <summary>What stands before the request's path.</summary>
    public byte[] PathPrefix { get; init; } = [];

    /// <summary>Which headers the service sees beside those it always sees; null for no others.</summary>
    public HeaderSelection? AllowedHeaders { get; init; }

    /// <summary>Which headers the service does not see; null for none.</summary>
    public HeaderSelection? DisallowedHeaders { get; init; }

    /// <summary>Headers that the service gets from us.</summary>
    public ImmutableArray<HeaderChange> AddedHeaders { get; init; } = [];

    /// <summary>Which headers of the answer replace those of a request that passes; null for none.</summary>
    public HeaderSelection? UpstreamHeaders { get; init; }

    /// <summary>Which headers of the answer are appended to those of a request that passes; null for none.</summary>
    public HeaderSelection? AppendedUpstreamHeaders { get; init; }

    /// <summary>Which headers of the answer a client gets that is refused; null for all.</summary>
    public HeaderSelection? ClientHeaders { get; init; }

    /// <summary>Which headers of the answer a client gets whose request passes; null for none.</summary>
    public HeaderSelection? ClientHeadersOnSuccess { get; init; }

    /// <summary>Which headers of the answer are noted for filters behind; null for none.</summary>
    public HeaderSelection? MetadataHeaders { get; init; }

    /// <inheritdoc/>
    public override CallOptions Options => new(TimeoutMs, ResponseBytesMax, IsRepeatable: true);

    /// <inheritdoc/>
    public override bool TryPrepare(UpstreamCall call, in AuthorizationQuestion question)
    {
        var (request, asked) = (question.Context.Request, call.Request);
        call.Message.Begin();
        Span<byte> path = question.Context.Worker.Scratch(PathPrefix.Length + request.Path.Length);
        PathPrefix.CopyTo(path);
        request.Path.CopyTo(path[PathPrefix.Length..]);
        if (!asked.TrySetMethod(request.Method) || !asked.TrySetAuthority(request.Authority)
            || !asked.TrySetPath(path[..(PathPrefix.Length + request.Path.Length)]))
        {
            return false;
        }

        asked.Scheme = request.Scheme;
        foreach (var field in request.Headers)
        {
            if (IsShown(field.Id, field.Name) && !asked.Headers.TryAdd(field.Name, field.Value))
                return false;
        }

        var headers = new MutableHeaders(asked.Headers, asked);
        foreach (var added in AddedHeaders)
            added.ApplyTo(in headers);
        return question.Body is null
            || asked.Headers.TrySet(PartialBody, question.IsPartial ? "true"u8 : "false"u8);
    }

    /// <inheritdoc/>
    public override KeptContent? ContentOf(in AuthorizationQuestion question) =>
        question.Body is null ? null : question.Context.Exchange.Kept;

    /// <inheritdoc/>
    public override AuthorizationDecision Read(UpstreamCall call)
    {
        var response = call.Response;
        HopByHop.Strip(response);
        if (response.Status >= 500)
            return AuthorizationDecision.Failed;
        if (response.Status != 200)
        {
            return new AuthorizationDecision
            {
                Verdict = AuthorizationVerdict.Denied,
                Status = response.Status,
                Body = call.Content.ToArray(),
                Headers = Select(response.Headers, IsForRefused, HeaderChangeKind.Add),
                Metadata = MetadataOf(response.Headers),
            };
        }

        var headers = new List<HeaderChange>();
        headers.AddRange(Select(response.Headers, IsForUpstream, HeaderChangeKind.Set));
        headers.AddRange(Select(response.Headers, IsAppendedForUpstream, HeaderChangeKind.AppendIfPresent));
        return new AuthorizationDecision
        {
            Headers = headers,
            RemovedHeaders = RemovedBy(response.Headers),
            ResponseHeaders = Select(response.Headers, IsForPassed, HeaderChangeKind.Set),
            Metadata = MetadataOf(response.Headers),
        };
    }

    private static bool IsFraming(KnownHeader id) => id
        is (>= KnownHeader.Connection and <= KnownHeader.Expect) or KnownHeader.Date or KnownHeader.Server;

    private static IReadOnlyList<byte[]> RemovedBy(HeaderMap headers)
    {
        if (!headers.TryGet(HeadersToRemove, out var names))
            return [];
        var text = Encoding.ASCII.GetString(names).ToLowerInvariant();
        return
        [
            .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(Encoding.ASCII.GetBytes),
        ];
    }

    private static List<HeaderChange> Select(
        HeaderMap headers, Func<KnownHeader, ReadOnlySpan<byte>, bool> isChosen, HeaderChangeKind kind)
    {
        var chosen = new List<HeaderChange>();
        foreach (var field in headers)
        {
            if (!IsFraming(field.Id) && isChosen(field.Id, field.Name))
                chosen.Add(new HeaderChange(field.Name.ToArray(), field.Value.ToArray(), kind));
        }

        return chosen;
    }

    private bool IsShown(KnownHeader id, ReadOnlySpan<byte> name)
    {
        // The content is framed anew, and what belongs to the client's connection is nobody else's business.
        if (id is >= KnownHeader.Connection and <= KnownHeader.Expect)
            return false;
        if (DisallowedHeaders?.Contains(name) ?? false)
            return false;
        return id == KnownHeader.Authorization || (AllowedHeaders?.Contains(name) ?? false);
    }

    private bool IsForUpstream(KnownHeader id, ReadOnlySpan<byte> name) => UpstreamHeaders?.Contains(name) ?? false;

    private bool IsAppendedForUpstream(KnownHeader id, ReadOnlySpan<byte> name) =>
        AppendedUpstreamHeaders?.Contains(name) ?? false;

    private bool IsForPassed(KnownHeader id, ReadOnlySpan<byte> name) =>
        ClientHeadersOnSuccess?.Contains(name) ?? false;

    private bool IsForRefused(KnownHeader id, ReadOnlySpan<byte> name) => ClientHeaders is null
        || id is KnownHeader.WwwAuthenticate or KnownHeader.Location
        || ClientHeaders.Contains(name);

    private MetadataValue? MetadataOf(HeaderMap headers)
    {
        if (MetadataHeaders is null)
            return null;
        var members = new List<MetadataMember>();
        foreach (var field in headers)
        {
            if (MetadataHeaders.Contains(field.Name))
            {
                members.Add(new MetadataMember(
                    Encoding.ASCII.GetString(field.Name), MetadataValue.OfUtf8(field.Value)));
            }
        }

        return MetadataValue.Struct(members);
    }
}
