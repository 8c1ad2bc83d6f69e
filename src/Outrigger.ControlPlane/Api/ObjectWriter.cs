using Outrigger.Analysis;
using Outrigger.Config;
using Outrigger.Config.Applied;
using Outrigger.ControlPlane.Api.Contract;
using Outrigger.ControlPlane.Configuration;
using Outrigger.Resources;

namespace Outrigger.ControlPlane.Api;

/// <summary>Changes the configuration: everything that a request asks for, or nothing.</summary>
internal sealed class ObjectWriter(MeshConfiguration configuration)
{
    public ChangeOutcome Apply(string text, string file)
    {
        if (Read(text, file, out var objects) is { } refused) return refused;
        IReadOnlyList<AppliedChange> changes;
        try
        {
            changes = configuration.Applied.Apply(objects);
        }
        catch (IOException unwritable)
        {
            return ChangeOutcome.Refused($"the objects could not be stored: {unwritable.Message}");
        }
        // Warnings may speak of other objects, so they are asked for when the new ones are among them.
        var current = configuration.Store.Current;
        var analysis = Analyzer.Analyze(current);
        return ChangeOutcome.Done(current.Version, changes.Select(change => View(
            change.Resource.Key, change.Action.ToString().ToLowerInvariant(),
            analysis.Verdicts.GetValueOrDefault(change.Resource.Key))).ToList());
    }

    public ChangeOutcome Delete(string text, string file)
    {
        var read = ResourceReader.Read(text, file);
        if (read.HasErrors) return ChangeOutcome.Refused("the objects could not be read", Errors(read.Diagnostics));
        return Delete(read.Objects.Select(resource => resource.Key).ToList());
    }

    public ChangeOutcome Delete(string kindName, string objectNamespace, string name)
    {
        if (ResourceKinds.Find(kindName) is not { } kind)
            return ChangeOutcome.Refused($"the mesh knows no kind '{kindName}'");
        return Delete([new ResourceKey(kind.Name, kind.IsNamespaced ? objectNamespace : "", name)]);
    }

    /// <summary>The complete set of Pods and EndpointSlices that the local runtime observes.</summary>
    public ChangeOutcome SetRuntime(string text, string file)
    {
        var read = ResourceReader.Read(text, file);
        if (read.HasErrors) return ChangeOutcome.Refused("the objects could not be read", Errors(read.Diagnostics));
        try
        {
            return ChangeOutcome.Done(configuration.Runtime.Replace(read.Objects).Version, []);
        }
        catch (IOException unwritable)
        {
            return ChangeOutcome.Refused($"the objects could not be stored: {unwritable.Message}");
        }
    }

    private ChangeOutcome Delete(IReadOnlyList<ResourceKey> keys)
    {
        foreach (var key in keys)
        {
            var sources = configuration.Store.SourcesOf(key);
            if (sources.Any(source => source.Layer == ConfigLayer.Applied)) continue;
            if (configuration.FileOf(key) is { } file)
                return ChangeOutcome.Refused($"{key} stands in {file}: delete it there, and the mesh follows");
            return ChangeOutcome.Refused(sources.Count == 0
                ? $"there is no {key}"
                : $"{key} is what runs: it goes when its workload goes");
        }
        try
        {
            foreach (var key in keys) configuration.Applied.Delete(key);
        }
        catch (IOException undeletable)
        {
            return ChangeOutcome.Refused($"the objects could not be deleted: {undeletable.Message}");
        }
        return ChangeOutcome.Done(
            configuration.Store.Current.Version, keys.Select(key => View(key, "deleted", null)).ToList());
    }

    private static ChangeOutcome? Read(string text, string file, out IReadOnlyList<ResourceObject> objects)
    {
        var read = ResourceReader.Read(text, file);
        objects = read.Objects;
        var findings = read.Diagnostics.Concat(read.Objects.SelectMany(o => Analyzer.Validate(o).Messages));
        var errors = Errors(findings).Distinct().ToList();
        if (errors.Count > 0)
            return ChangeOutcome.Refused(errors.Count == 1 ? "found an error" : $"found {errors.Count} errors", errors);
        return read.Objects.Count == 0
            ? ChangeOutcome.Refused(
                "found no object of a kind that the mesh knows", read.Diagnostics.Select(DiagnosticView.Of))
            : null;
    }

    private static IEnumerable<DiagnosticView> Errors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(DiagnosticView.Of);

    private static AppliedObject View(ResourceKey key, string action, ObjectVerdict? verdict) => new(
        key.Kind, key.Namespace, key.Name, action,
        VerdictName(verdict?.Verdict ?? Verdict.Accepted),
        verdict?.Messages.Select(DiagnosticView.Of).ToList() ?? []);

    internal static string VerdictName(Verdict verdict) => verdict switch
    {
        Verdict.Accepted => "accepted",
        Verdict.AcceptedWithWarnings => "acceptedWithWarnings",
        _ => "rejected",
    };
}
