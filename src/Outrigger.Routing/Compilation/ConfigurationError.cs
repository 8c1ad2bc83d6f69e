namespace Outrigger.Routing.Compilation;

/// <summary>A mistake in an xDS resource that prevents its use.</summary>
/// <param name="FieldPath">
/// The field, in protobuf names from the resource's root, such as
/// <c>virtual_hosts[0].routes[2].match.prefix</c>.
/// </param>
/// <param name="Message">One sentence: what was found, and what was expected.</param>
public readonly record struct ConfigurationError(string FieldPath, string Message)
{
    /// <summary>The field path and the message, as they belong into a rejection (NACK).</summary>
    public override string ToString() => $"{FieldPath}: {Message}";
}
