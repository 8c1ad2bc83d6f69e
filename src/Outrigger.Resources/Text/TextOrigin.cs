namespace Outrigger.Resources.Text;

/// <summary>Where a text begins inside of another one. Both count from 1.</summary>
/// <param name="Line">The line of its first line.</param>
/// <param name="Column">The column at which its lines begin.</param>
internal readonly record struct TextOrigin(int Line, int Column);
