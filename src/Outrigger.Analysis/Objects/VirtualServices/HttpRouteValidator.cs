using Outrigger.Analysis.Syntax;
using Outrigger.Resources.Networking.VirtualServices;

namespace Outrigger.Analysis.Objects.VirtualServices;

/// <summary>The rules of one HTTP rule: its conditions, its one action, and what may go with it.</summary>
internal static class HttpRouteValidator
{
    public static void Validate(HttpRoute route, string path, bool isDelegate, ObjectFindings findings)
    {
        CheckAction(route, path, isDelegate, findings);
        for (int i = 0; i < route.Match.Count; i++)
        {
            HttpMatchValidator.Validate(route.Match[i], $"{path}.match[{i}]", findings);
        }

        for (int i = 0; i < route.Route.Count; i++)
        {
            string destinationPath = $"{path}.route[{i}]";
            DestinationValidator.Validate(
                route.Route[i].Destination, $"{destinationPath}.destination", findings);
            HeadersValidator.Validate(route.Route[i].Headers, $"{destinationPath}.headers", findings);
        }

        WeightValidator.Validate([.. route.Route.Select(r => r.Weight)], $"{path}.route", findings);
        HeadersValidator.Validate(route.Headers, $"{path}.headers", findings);
        if (route.Redirect is { } redirect)
        {
            HttpActionValidator.Validate(redirect, $"{path}.redirect", findings);
        }

        if (route.DirectResponse is { } response)
        {
            HttpActionValidator.Validate(response, $"{path}.directResponse", findings);
        }

        if (route.Rewrite is { } rewrite) HttpActionValidator.Validate(rewrite, $"{path}.rewrite", findings);
        ResilienceValidator.Validate(route, path, findings);
    }

    private static void CheckAction(HttpRoute route, string path, bool isDelegate, ObjectFindings findings)
    {
        (string Name, bool IsSet)[] actions =
        [
            ("route", route.Route.Count > 0),
            ("redirect", route.Redirect is not null),
            ("directResponse", route.DirectResponse is not null),
            ("delegate", route.Delegate is not null),
        ];
        string[] set = [.. actions.Where(action => action.IsSet).Select(action => action.Name)];
        if (set.Length == 0)
        {
            findings.Error(
                path, "found no action, expected one of route, redirect, directResponse, delegate");
        }
        else if (set.Length > 1)
        {
            string found = string.Join(" and ", set.Select(name => $"\"{name}\""));
            findings.Error($"{path}.{set[1]}", $"found {found} in one rule, expected only one of them");
        }

        if (route.Rewrite is not null && route.Route.Count == 0 && set.Length > 0 && route.Delegate is null)
        {
            findings.Error(
                $"{path}.rewrite", $"found \"rewrite\" with \"{set[0]}\", expected it only with \"route\"");
        }

        if (route.Delegate is null) return;
        if (isDelegate)
        {
            const string Message =
                "found a delegate in a VirtualService without hosts, which is a delegate itself, "
                + "expected only one level of delegation";
            findings.Error($"{path}.delegate", Message);
        }

        if (string.IsNullOrEmpty(route.Delegate.Name))
        {
            findings.Error(
                $"{path}.delegate",
                "found a delegate without \"name\", expected the name of a VirtualService");
        }
    }
}
