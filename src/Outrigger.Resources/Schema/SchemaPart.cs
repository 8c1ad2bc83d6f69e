namespace Outrigger.Resources.Schema;

/// <summary>What a constraint on a list or map property speaks about.</summary>
public enum SchemaPart
{
    /// <summary>The field's own value: the scalar, or the list or map as a whole.</summary>
    Self,

    /// <summary>Every item of the list, or every value of the map.</summary>
    Item,
}
