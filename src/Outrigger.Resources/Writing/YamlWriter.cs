using System.Text.Json;
using Outrigger.Resources.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Outrigger.Resources.Writing;

/// <summary>
/// Writes JSON values as YAML in kubectl's style: block style, lists at their key's indentation.
/// </summary>
internal static class YamlWriter
{
    public static void Write(JsonElement value, TextWriter output)
    {
        var settings = new EmitterSettings(
            bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024,
            skipAnchorName: true, indentSequences: false);
        var emitter = new Emitter(output, settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(value, emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Emit(JsonElement value, Emitter emitter)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                bool hasFields = value.EnumerateObject().MoveNext();
                MappingStyle style = hasFields ? MappingStyle.Block : MappingStyle.Flow;
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    emitter.Emit(TextScalar(property.Name));
                    Emit(property.Value, emitter);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                SequenceStyle list = value.GetArrayLength() > 0 ? SequenceStyle.Block : SequenceStyle.Flow;
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list));
                foreach (JsonElement item in value.EnumerateArray()) Emit(item, emitter);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                emitter.Emit(TextScalar(value.GetString()!));
                break;
            default:
                emitter.Emit(new Scalar(value.GetRawText()));
                break;
        }
    }

    private static Scalar TextScalar(string text)
    {
        ScalarStyle style = StyleOf(text);
        return new Scalar(
            AnchorName.Empty,
            TagName.Empty,
            text,
            style,
            isPlainImplicit: style == ScalarStyle.Any,
            isQuotedImplicit: true);
    }

    private static ScalarStyle StyleOf(string text)
    {
        // A text that would be read back as a number, boolean, null or time must be quoted, as must
        // characters that other styles drop or fold; the emitter itself knows only syntax.
        bool isAmbiguous = ScalarResolver.Resolve(text) != ScalarKind.Text
            || text is "y" or "n" or "Y" or "N" or "<<"
            || LooksLikeTime(text);
        if (isAmbiguous || text.Any(c => char.IsControl(c) && c != '\n')) return ScalarStyle.DoubleQuoted;
        return text.Contains('\n') && !text.StartsWith(' ') ? ScalarStyle.Literal : ScalarStyle.Any;
    }

    private static bool LooksLikeTime(string text) =>
        text.Length >= 10
            && text[4] == '-'
            && text[7] == '-'
            && text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0;
}
