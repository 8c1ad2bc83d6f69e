using Envoy.Service.Discovery.V3;

namespace Outrigger.Xds.Tests.Support;

/// <summary>Requests in short, so that a test can show a whole conversation.</summary>
internal static class RequestText
{
    /// <summary>
    /// State of the world: <c>CDS [a b] version=v nonce=n error="…" node=id</c>; delta:
    /// <c>CDS +a -b known:c=v nonce=n …</c>. What is empty is left out.
    /// </summary>
    public static string Of(object request) => request switch
    {
        DiscoveryRequest sotw => Join(
            new TypeUrl(sotw.TypeUrl).ShortName,
            "[" + string.Join(' ', sotw.ResourceNames) + "]",
            Part("version", sotw.VersionInfo),
            Part("nonce", sotw.ResponseNonce),
            Part("error", sotw.ErrorDetail?.Message),
            Part("node", sotw.Node?.Id)),
        DeltaDiscoveryRequest delta => Join(
            [
                new TypeUrl(delta.TypeUrl).ShortName,
                .. delta.ResourceNamesSubscribe.Select(name => "+" + name),
                .. delta.ResourceNamesUnsubscribe.Select(name => "-" + name),
                .. delta.InitialResourceVersions.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => $"known:{entry.Key}={entry.Value}"),
                Part("nonce", delta.ResponseNonce),
                Part("error", delta.ErrorDetail?.Message),
                Part("node", delta.Node?.Id),
            ]),
        _ => throw new ArgumentException("Not a request.", nameof(request)),
    };

    private static string Part(string name, string? value) =>
        string.IsNullOrEmpty(value) ? "" : $"{name}={value}";

    private static string Join(params string[] parts) =>
        string.Join(' ', parts.Where(part => part.Length > 0));
}
