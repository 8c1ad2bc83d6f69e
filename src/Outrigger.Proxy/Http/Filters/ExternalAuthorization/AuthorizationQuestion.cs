namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>What a service is asked about one request.</summary>
/// <param name="Context">The request.</param>
/// <param name="Route">What its route sets; null for nothing.</param>
/// <param name="Body">How much content is shown; null for none.</param>
/// <param name="IsPartial">Whether that is not all of it.</param>
internal readonly record struct AuthorizationQuestion(
    HttpFilterContext Context, AuthorizationRouteSettings? Route, BodySettings? Body, bool IsPartial);
