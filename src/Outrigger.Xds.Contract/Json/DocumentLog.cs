using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Xds.Contract.Json;

/// <summary>Collects what is found while a document is read.</summary>
internal sealed class DocumentLog(string file)
{
    /// <summary>The mistakes so far.</summary>
    public List<DocumentError> Errors { get; } = [];

    /// <summary>The fields and types without effect so far.</summary>
    public List<UnimplementedField> Unimplemented { get; } = [];

    /// <summary>Where each field stands, by path.</summary>
    public Dictionary<string, DocumentPosition> Positions { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a mistake at a place.</summary>
    public void AddError(int line, int column, string path, string message) =>
        Errors.Add(new DocumentError(new DocumentPosition(file, line, column), path, message));

    /// <summary>Adds a mistake in a node.</summary>
    public void AddError(DocumentNode node, string path, string message) =>
        AddError(node.Line, node.Column, path, message);

    /// <summary>Adds the mistake that a node is not what it should be.</summary>
    public void AddMismatch(DocumentNode node, string path, string expected) =>
        AddError(node, path, $"found {node.Description}, expected {expected}");

    /// <summary>Adds a field that upstream has and the contract has not.</summary>
    public void AddUnimplemented(
        DocumentMember member, MessageSchema type, int number, string name, string path) =>
        Unimplemented.Add(new UnimplementedField(
            type.FullName, number, name, path, new DocumentPosition(file, member.Line, member.Column)));

    /// <summary>Adds a type that upstream has and the contract has not.</summary>
    public void AddUnimplemented(DocumentNode node, string typeName, string path) =>
        Unimplemented.Add(new UnimplementedField(
            typeName, 0, null, path, new DocumentPosition(file, node.Line, node.Column)));

    /// <summary>Notes where a field stands.</summary>
    public void AddPosition(string path, int line, int column) =>
        Positions[path] = new DocumentPosition(file, line, column);
}
