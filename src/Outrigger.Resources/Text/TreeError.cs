namespace Outrigger.Resources.Text;

/// <summary>A fault of a text's form, with its place.</summary>
internal sealed record TreeError(string Code, int Line, int Column, string Message, string Path = "");
