namespace Outrigger.Resources.Text;

internal static class SourceNodeExtensions
{
    public static bool IsNull(this SourceNode node) => node is SourceScalar { Kind: ScalarKind.Null };
}
