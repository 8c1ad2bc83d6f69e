using System.Text;
using Outrigger.Http.Hpack;

namespace Outrigger.Http.Tests.Hpack;

/// <summary>Keeps all fields as text.</summary>
internal sealed class ListSink : IHpackSink
{
    internal List<KeyValuePair<string, string>> Fields { get; } = [];

    internal List<bool> NeverIndexed { get; } = [];

    public void OnField(in HpackField field)
    {
        Fields.Add(KeyValuePair.Create(Encoding.Latin1.GetString(field.Name), Encoding.Latin1.GetString(field.Value)));
        NeverIndexed.Add(field.IsNeverIndexed);
    }
}
