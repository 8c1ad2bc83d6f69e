using Envoy.Config.Core.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;
using ProtoAction = Envoy.Config.Core.V3.HeaderValueOption.Types.HeaderAppendAction;

namespace Outrigger.Routing.Mutations;

/// <summary>One header to add: <c>envoy.config.core.v3.HeaderValueOption</c>.</summary>
public sealed class HeaderAddition
{
    private readonly byte[] _lowerCaseName;

    private HeaderAddition(string name, HeaderTemplate value, HeaderAppendAction action, bool keepEmptyValue)
    {
        _lowerCaseName = AsciiBytes.LowerCase(name);
        Value = value;
        Action = action;
        KeepEmptyValue = keepEmptyValue;
    }

    /// <summary>The header's name in lower case.</summary>
    public ReadOnlySpan<byte> LowerCaseName => _lowerCaseName;

    /// <summary>The value.</summary>
    public HeaderTemplate Value { get; }

    /// <summary>What happens if the header is, or is not, already there.</summary>
    public HeaderAppendAction Action { get; }

    /// <summary>Whether a header whose value comes out empty is added all the same.</summary>
    public bool KeepEmptyValue { get; }

    internal bool Overwrites =>
        Action is HeaderAppendAction.OverwriteIfExists or HeaderAppendAction.OverwriteIfExistsOrAdd;

    internal static HeaderAddition? Compile(HeaderValueOption option, FieldPath path, CompileContext context)
    {
        string name = option.Header?.Key ?? "";
        FieldPath header = path.Field("header");
        if (!HeaderNames.IsMutable(name, out string problem))
        {
            context.Error(header.Field("key"), problem);
            return null;
        }

        HeaderAppendAction? action = ReadAction(option, path, context);
        string source = option.Header!.Value;
        string field = "value";
        if (source.Length == 0 && option.Header.RawValue.Length > 0)
        {
            source = option.Header.RawValue.ToStringUtf8();
            field = "raw_value";
        }

        HeaderTemplate? value = HeaderTemplate.Compile(source, header.Field(field), context);
        return value is null || action is null ? null : new(name, value, action.Value, option.KeepEmptyValue);
    }

    private static HeaderAppendAction? ReadAction(
        HeaderValueOption option, FieldPath path, CompileContext context)
    {
        if (option.Append is not null)
        {
            if (option.AppendAction != ProtoAction.AppendIfExistsOrAdd)
            {
                context.Error(
                    path.Field("append"), "append and append_action are both set; expected one of them");
                return null;
            }

            return option.Append == true
                ? HeaderAppendAction.AppendIfExistsOrAdd
                : HeaderAppendAction.OverwriteIfExistsOrAdd;
        }

        switch (option.AppendAction)
        {
            case ProtoAction.AppendIfExistsOrAdd:
                return HeaderAppendAction.AppendIfExistsOrAdd;
            case ProtoAction.AddIfAbsent:
                return HeaderAppendAction.AddIfAbsent;
            case ProtoAction.OverwriteIfExistsOrAdd:
                return HeaderAppendAction.OverwriteIfExistsOrAdd;
            case ProtoAction.OverwriteIfExists:
                return HeaderAppendAction.OverwriteIfExists;
            default:
                context.Error(path.Field("append_action"), $"{(int)option.AppendAction} is no append action");
                return null;
        }
    }
}
