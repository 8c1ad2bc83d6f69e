namespace Outrigger.Resources.Text;

/// <summary>What a scalar's text stands for.</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Number,
    Text,
}
