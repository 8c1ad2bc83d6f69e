namespace Outrigger.Xds.Client;

/// <summary>Why a resource was rejected.</summary>
/// <param name="Name">The resource's name.</param>
/// <param name="Field">
/// The path of the field at fault, such as <c>filter_chains[0].filters[1]</c>, or empty.
/// </param>
/// <param name="Message">What was found and what was expected.</param>
public sealed record ResourceRejection(string Name, string Field, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Field.Length == 0 ? $"{Name}: {Message}" : $"{Name}: {Field}: {Message}";
}
