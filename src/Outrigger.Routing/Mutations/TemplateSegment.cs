namespace Outrigger.Routing.Mutations;

/// <summary>One piece of a header's value: literal text, a header, the time or a variable.</summary>
internal readonly struct TemplateSegment
{
    private TemplateSegment(
        SegmentKind kind,
        byte[] text,
        byte[]? alternative,
        int lengthMax,
        FormatVariable variable,
        TimeFormat? time)
    {
        Kind = kind;
        Text = text;
        Alternative = alternative;
        LengthMax = lengthMax;
        Variable = variable;
        Time = time;
    }

    internal enum SegmentKind : byte
    {
        Literal,
        RequestHeader,
        ResponseHeader,
        StartTime,
        Variable,
    }

    internal SegmentKind Kind { get; }

    /// <summary>The literal text, or the name of the header in lower case.</summary>
    internal byte[] Text { get; }

    /// <summary>The header that is read when the first one is absent.</summary>
    internal byte[]? Alternative { get; }

    /// <summary>How many bytes of the value are used.</summary>
    internal int LengthMax { get; }

    internal FormatVariable Variable { get; }

    internal TimeFormat? Time { get; }

    internal static TemplateSegment Literal(byte[] text) =>
        new(SegmentKind.Literal, text, null, int.MaxValue, default, null);

    internal static TemplateSegment Header(
        SegmentKind kind, byte[] name, byte[]? alternative, int lengthMax) =>
        new(kind, name, alternative, lengthMax, default, null);

    internal static TemplateSegment StartTime(TimeFormat format) =>
        new(SegmentKind.StartTime, [], null, int.MaxValue, FormatVariable.StartTime, format);

    internal static TemplateSegment Of(FormatVariable variable) =>
        new(SegmentKind.Variable, [], null, int.MaxValue, variable, null);

    internal void Write<TContext>(scoped ref TContext context, scoped ref ByteWriter writer)
        where TContext : struct, IFormatContext
    {
        switch (Kind)
        {
            case SegmentKind.Literal:
                writer.Write(Text);
                break;
            case SegmentKind.StartTime:
                Time!.Write(context.StartTimeUnixMs, ref writer);
                break;
            case SegmentKind.Variable:
                context.Write(Variable, ref writer);
                break;
            default:
                WriteHeader(ref context, ref writer);
                break;
        }
    }

    private void WriteHeader<TContext>(scoped ref TContext context, scoped ref ByteWriter writer)
        where TContext : struct, IFormatContext
    {
        bool isRequest = Kind == SegmentKind.RequestHeader;
        ReadOnlySpan<byte> value;
        bool found = isRequest
            ? context.TryGetRequestHeader(Text, out value)
            : context.TryGetResponseHeader(Text, out value);
        if (!found && Alternative is not null)
        {
            found = isRequest
                ? context.TryGetRequestHeader(Alternative, out value)
                : context.TryGetResponseHeader(Alternative, out value);
        }

        if (found)
        {
            writer.Write(value[..Math.Min(value.Length, LengthMax)]);
        }
    }
}
