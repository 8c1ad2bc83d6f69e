using Outrigger.Resources.Text;

namespace Outrigger.Resources.Reading;

/// <summary>Finds an object's kind by its <c>apiVersion</c> and <c>kind</c>.</summary>
internal static class KindReader
{
    public static (ResourceKind Kind, string ApiVersion)? Read(SourceMapping root, ReadingContext context)
    {
        string? apiVersion = ReadText(root, "apiVersion", context);
        string? name = ReadText(root, "kind", context);
        if (apiVersion is null || name is null) return null;
        int slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        string group = slash < 0 ? "" : apiVersion[..slash];
        if (ResourceKinds.Find(group, name) is { } kind)
        {
            if (kind.Versions.Contains(apiVersion[(slash + 1)..])) return (kind, apiVersion);
            ReportVersion(root, kind, apiVersion, context);
            return null;
        }

        ReportKind(root, group, apiVersion, name, context);
        return null;
    }

    private static string? ReadText(SourceMapping root, string key, ReadingContext context)
    {
        switch (root.Find(key))
        {
            case null:
                SourceNode at = root.FindEntry(key)?.Key ?? (SourceNode)root;
                context.Error(
                    at, key, DiagnosticCodes.NotAnObject, $"the required field \"{key}\" is missing");
                return null;
            case SourceScalar { Kind: ScalarKind.Text } scalar:
                return scalar.Text;
            case { } node:
                context.Expected(node, key, DiagnosticCodes.WrongType, "a text");
                return null;
        }
    }

    private static void ReportVersion(
        SourceMapping root, ResourceKind kind, string apiVersion, ReadingContext context)
    {
        string versions = string.Join(", ", kind.Versions.Select(kind.ApiVersionOf));
        string message = $"found the apiVersion \"{SourceScalar.Shown(apiVersion)}\", expected one of "
            + $"{kind}'s: {versions}";
        context.Error(root.Find("apiVersion")!, "apiVersion", DiagnosticCodes.UnknownApiVersion, message);
    }

    private static void ReportKind(
        SourceMapping root, string group, string apiVersion, string name, ReadingContext context)
    {
        // A known kind under a group that nearly is its own, or under one of our groups, is a slip of the
        // group.
        ResourceKind? sameName = ResourceKinds.All.FirstOrDefault(kind => kind.Name == name);
        bool isOurGroup = ResourceKinds.All.Any(kind => kind.Group == group);
        if (sameName is not null && (isOurGroup || Suggestion.For(group, [sameName.Group]) is not null))
        {
            ReportVersion(root, sameName, apiVersion, context);
            return;
        }

        SourceNode at = root.Find("kind")!;
        IEnumerable<string> inGroup =
            ResourceKinds.All.Where(kind => kind.Group == group).Select(kind => kind.Name);
        string? suggestion = Suggestion.For(name, inGroup);
        bool isIstioGroup = group.EndsWith(".istio.io", StringComparison.Ordinal) && isOurGroup;
        if (suggestion is not null || isIstioGroup)
        {
            string end = suggestion is not null
                ? $"; did you mean \"{suggestion}\"?"
                : $", expected one of {group}'s: {string.Join(", ", inGroup)}";
            string unknown = $"unknown kind \"{SourceScalar.Shown(name)}\"{end}";
            context.Error(at, "kind", DiagnosticCodes.UnknownApiVersion, unknown);
            return;
        }

        string message = $"the kind {SourceScalar.Shown(name)} of {SourceScalar.Shown(apiVersion)} "
            + "is not used by this mesh; the object is left out";
        context.Warn(at, "kind", DiagnosticCodes.UnusedKind, message);
    }
}
