using Outrigger.Resources;
using Outrigger.Resources.Text;

namespace Outrigger.Cli.Options;

/// <summary>
/// Reads what a user calls a kind: <c>VirtualService</c>, <c>virtualservices</c>, <c>vs</c>,
/// <c>vs/reviews</c>.
/// </summary>
internal static class KindArgument
{
    /// <summary>The kind, and the name that follows it as a word of its own or after a slash.</summary>
    /// <exception cref="CommandException">There is no such kind, or there are two names.</exception>
    public static (ResourceKind Kind, string? Name) Parse(string text, string? name)
    {
        var parts = text.Split('/', 2);
        if (parts.Length == 2 && name is not null)
        {
            throw new CommandException($"found two names, '{parts[1]}' and '{name}'", ExitStatus.Usage);
        }

        return (Find(parts[0]), parts.Length == 2 ? parts[1] : name);
    }

    private static ResourceKind Find(string text)
    {
        if (ResourceKinds.Find(text) is { } kind) return kind;
        var known = ResourceKinds.All.SelectMany<ResourceKind, string>(
            each => [each.Singular, each.Plural, .. each.ShortNames]);
        var hint = Suggestion.For(text, known) is { } suggestion ? $"; did you mean '{suggestion}'?" : "";
        throw new CommandException($"the mesh knows no kind '{text}'{hint}", ExitStatus.Usage);
    }
}
