using System.Text;
using Outrigger.Http;
using Outrigger.Http.Hpack;

namespace Outrigger.Fuzz.Http2;

/// <summary>Keeps the fields of a block up to the size of a head, as the session does.</summary>
internal sealed class FieldList : IHpackSink
{
    private const int BytesMax = 60 * 1024;

    private int _bytes;

    public List<Field> Fields { get; } = [];

    /// <summary>Fields that came, whether or not they were kept.</summary>
    public int Count { get; private set; }

    /// <summary>Whether all were kept.</summary>
    public bool IsComplete => Count == Fields.Count;

    /// <summary>Whether all that were kept may be sent.</summary>
    public bool IsValid { get; private set; } = true;

    public int EncodedBytesMax =>
        HpackEncoder.BlockOverheadMax
        + Fields.Sum(each => each.Name.Length + each.Value.Length + HpackEncoder.FieldOverheadMax);

    public string Text
    {
        get
        {
            StringBuilder text = new();
            foreach (Field each in Fields)
                text.Append($"{Encoding.Latin1.GetString(each.Name)}: {Encoding.Latin1.GetString(each.Value)}\n");
            return text.ToString();
        }
    }

    public void OnField(in HpackField field)
    {
        Count++;
        _bytes += field.Name.Length + field.Value.Length + 32;
        if (_bytes > BytesMax)
            return;
        IsValid &= field.IsValid;
        Fields.Add(new Field(field.Id, field.Pseudo, field.Name.ToArray(), field.Value.ToArray(), field.IsNeverIndexed));
    }

    internal sealed record Field(KnownHeader Id, PseudoHeader Pseudo, byte[] Name, byte[] Value, bool IsNeverIndexed);
}
