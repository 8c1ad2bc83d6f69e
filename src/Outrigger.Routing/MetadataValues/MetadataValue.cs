using System.Text;
using Google.Protobuf.WellKnownTypes;

namespace Outrigger.Routing.MetadataValues;

/// <summary>
/// A value that a filter learnt of a request, such as the claims of its token: a tree as in JSON
/// (<c>google.protobuf.Value</c>), in the form that conditions are tested in. Immutable, so that a cached one
/// serves many requests at once.
/// </summary>
public sealed class MetadataValue
{
    private readonly byte[] _utf8 = [];
    private readonly MetadataValue[] _items = [];
    private readonly MetadataMember[] _members = [];
    private readonly double _number;

    private MetadataValue(MetadataKind kind)
    {
        Kind = kind;
    }

    private MetadataValue(bool value)
    {
        Kind = MetadataKind.Boolean;
        Boolean = value;
    }

    private MetadataValue(double number)
    {
        Kind = MetadataKind.Number;
        _number = number;
    }

    private MetadataValue(byte[] utf8)
    {
        Kind = MetadataKind.Text;
        _utf8 = utf8;
    }

    private MetadataValue(MetadataValue[] items)
    {
        Kind = MetadataKind.List;
        _items = items;
    }

    private MetadataValue(MetadataMember[] members)
    {
        Kind = MetadataKind.Struct;
        _members = members;
    }

    /// <summary>Null.</summary>
    public static MetadataValue Null { get; } = new(MetadataKind.Null);

    /// <summary>True.</summary>
    public static MetadataValue True { get; } = new(true);

    /// <summary>False.</summary>
    public static MetadataValue False { get; } = new(false);

    /// <summary>What it is.</summary>
    public MetadataKind Kind { get; }

    /// <summary>The value of a boolean; false for all other kinds.</summary>
    public bool Boolean { get; }

    /// <summary>The value of a number; 0 for all other kinds.</summary>
    public double Number => _number;

    /// <summary>The value of a text in UTF-8; empty for all other kinds.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>The values of a list in their order; empty for all other kinds.</summary>
    public ReadOnlySpan<MetadataValue> Items => _items;

    /// <summary>The members of a struct in the order of their names' bytes; empty for all other kinds.</summary>
    public ReadOnlySpan<MetadataMember> Members => _members;

    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    public static MetadataValue Of(double value) => new(value);

    /// <summary>A text.</summary>
    /// <param name="value">The text.</param>
    public static MetadataValue Of(string value) => new(Encoding.UTF8.GetBytes(value));

    /// <summary>A text.</summary>
    /// <param name="utf8">The text in UTF-8; copied.</param>
    public static MetadataValue OfUtf8(ReadOnlySpan<byte> utf8) => new(utf8.ToArray());

    /// <summary>A list.</summary>
    /// <param name="items">The values in their order.</param>
    public static MetadataValue List(params ReadOnlySpan<MetadataValue> items) => new(items.ToArray());

    /// <summary>A struct.</summary>
    /// <param name="members">The members; of those with one name the last one counts.</param>
    public static MetadataValue Struct(params IEnumerable<MetadataMember> members)
    {
        var byName = new SortedDictionary<byte[], MetadataMember>(ByteOrder);
        foreach (MetadataMember member in members)
        {
            byName[member.NameBytes] = member;
        }

        return new([.. byName.Values]);
    }

    /// <summary>Takes a value over from a message.</summary>
    /// <param name="value">The message; not kept.</param>
    public static MetadataValue From(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.BoolValue => value.BoolValue ? True : False,
        Value.KindOneofCase.NumberValue => new(value.NumberValue),
        Value.KindOneofCase.StringValue => Of(value.StringValue),
        Value.KindOneofCase.ListValue => new([.. value.ListValue.Values.Select(From)]),
        Value.KindOneofCase.StructValue => From(value.StructValue),
        _ => Null,
    };

    /// <summary>Takes a struct over from a message.</summary>
    /// <param name="value">The message; not kept.</param>
    public static MetadataValue From(Google.Protobuf.WellKnownTypes.Struct value) =>
        Struct(value.Fields.Select(field => new MetadataMember(field.Key, From(field.Value))));

    /// <summary>The member of that name; null when there is none, and for all kinds but a struct.</summary>
    /// <param name="utf8Name">The name in UTF-8.</param>
    public MetadataValue? Find(ReadOnlySpan<byte> utf8Name)
    {
        int low = 0;
        int high = _members.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = utf8Name.SequenceCompareTo(_members[middle].NameBytes);
            if (order == 0)
            {
                return _members[middle].Value;
            }

            if (order < 0)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }

        return null;
    }

    private static Comparer<byte[]> ByteOrder { get; } =
        Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));
}
