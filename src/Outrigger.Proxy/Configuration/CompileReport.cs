namespace Outrigger.Proxy.Configuration;

/// <summary>Gathers what the compilation of one resource finds: every mistake, not only the first.</summary>
internal sealed class CompileReport
{
    private readonly List<ConfigurationIssue> _errors = [];
    private readonly List<ConfigurationIssue> _warnings = [];

    /// <summary>Why the resource cannot be used.</summary>
    public IReadOnlyList<ConfigurationIssue> Errors => _errors;

    /// <summary>What of the resource has no effect.</summary>
    public IReadOnlyList<ConfigurationIssue> Warnings => _warnings;

    /// <summary>Whether the resource cannot be used.</summary>
    public bool HasErrors => _errors.Count > 0;

    /// <summary>Adds a mistake.</summary>
    public void Error(FieldPath path, string message) =>
        _errors.Add(new ConfigurationIssue(path.ToString(), message));

    /// <summary>Adds a part without effect.</summary>
    public void Warning(FieldPath path, string message) =>
        _warnings.Add(new ConfigurationIssue(path.ToString(), message));

    /// <summary>Adds a field without effect when it is set.</summary>
    public void Unimplemented(
        FieldPath path, string field, bool isSet, string consequence = "it has no effect")
    {
        if (isSet)
        {
            Warning(path.Field(field), $"not implemented, {consequence}");
        }
    }

    /// <summary>Takes over what another report found.</summary>
    public void Add(CompileReport other)
    {
        _errors.AddRange(other._errors);
        _warnings.AddRange(other._warnings);
    }

    /// <summary>All mistakes as one sentence for a rejection.</summary>
    public string ErrorText => string.Join("; ", _errors);
}
