namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>
/// How much of a request's content the service sees: <c>envoy.extensions.filters.http.ext_authz.v3.BufferSettings</c>.
/// </summary>
/// <param name="BytesMax">How many bytes; above 0.</param>
/// <param name="TakesPart">Whether it sees the beginning of what is longer; else that is refused.</param>
/// <param name="IsPackedAsBytes">Whether it is sent as bytes rather than as text (gRPC).</param>
internal sealed record BodySettings(int BytesMax, bool TakesPart, bool IsPackedAsBytes);
