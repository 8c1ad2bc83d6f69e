namespace Outrigger.Xds.Contract.Schema;

/// <summary>A value of an enum.</summary>
/// <param name="Name">The name in the <c>.proto</c> file.</param>
/// <param name="Number">The number on the wire.</param>
public sealed record EnumValueSchema(string Name, int Number);
