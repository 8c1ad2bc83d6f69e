using Envoy.Config.Core.V3;
using Envoy.Config.Rbac.V3;
using Envoy.Extensions.Path.Match.UriTemplate.V3;
using Envoy.Type.Matcher.V3;
using Outrigger.Discovery.Generation;

namespace Outrigger.Discovery.Security.Authorization;

/// <summary>The permissions that attributes of rules stand for.</summary>
internal static class Permissions
{
    /// <summary>Whatever is done.</summary>
    public static Permission Any() => new() { Any = true };

    /// <summary>Nothing that can be done.</summary>
    public static Permission Never() => Not(Any());

    /// <summary>What the permission does not cover.</summary>
    public static Permission Not(Permission permission) => new() { NotRule = permission };

    /// <summary>What all of the permissions cover.</summary>
    public static Permission All(IEnumerable<Permission> permissions)
    {
        var set = new Permission.Types.Set();
        set.Rules.Add(permissions);
        return new Permission { AndRules = set };
    }

    /// <summary>One of the values, each as a permission.</summary>
    public static Func<IReadOnlyList<string>, Permission> OneOf(Func<string, Permission> ofValue) => values =>
    {
        var set = new Permission.Types.Set();
        set.Rules.Add(values.Select(ofValue));
        return new Permission { OrRules = set };
    };

    /// <summary>A host.</summary>
    public static Permission Host(string value) => new() { Header = TextMatchers.Host(value) };

    /// <summary>A method.</summary>
    public static Permission Method(string value) => new() { Header = TextMatchers.Header(":method", value) };

    /// <summary>A path: a text, or a template where it has a wildcard in braces.</summary>
    public static Permission Path(string value) => IsTemplate(value)
        ? new Permission { UriTemplate = Template(value) }
        : new Permission { UrlPath = new PathMatcher { Path = TextMatchers.Of(value) } };

    /// <summary>A port of the destination.</summary>
    public static Permission Port(string value) =>
        new() { DestinationPort = uint.Parse(value, System.Globalization.CultureInfo.InvariantCulture) };

    /// <summary>An address of the destination.</summary>
    public static Permission Address(string value) => new() { DestinationIp = AddressRanges.Of(value) };

    /// <summary>A server name of TLS.</summary>
    public static Permission ServerName(string value) => new() { RequestedServerName = TextMatchers.Of(value) };

    private static bool IsTemplate(string path) =>
        path.Contains("{*}", StringComparison.Ordinal) || path.Contains("{**}", StringComparison.Ordinal);

    private static TypedExtensionConfig Template(string path) => new()
    {
        Name = "uri-template",
        TypedConfig = Pack.Any(new UriTemplateMatchConfig
        {
            PathTemplate = path.Replace("{*}", "*", StringComparison.Ordinal)
                .Replace("{**}", "**", StringComparison.Ordinal),
        }),
    };
}
