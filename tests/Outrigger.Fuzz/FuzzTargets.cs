using Outrigger.Fuzz.Http1;
using Outrigger.Fuzz.Http2;
using Outrigger.Fuzz.Listeners;
using Outrigger.Fuzz.Syntax;
using Outrigger.Fuzz.Tokens;

namespace Outrigger.Fuzz;

/// <summary>All targets.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new Http1RequestTarget(),
        new Http1ResponseTarget(),
        new Http1BodyTarget(),
        new TlsInspectorTarget(),
        new HttpInspectorTarget(),
        new ProxyProtocolTarget(),
        new HpackTarget(),
        new Http2ServerTarget(),
        new Http2ClientTarget(),
        new PathNormalizerTarget(),
        new AuthorityTarget(),
        new RegexTarget(),
        new AddressTextTarget(),
        new UriTemplateTarget(),
        new JwtTarget(),
    ];

    public static FuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
