using System.Text;
using Outrigger.Routing.Compilation;

namespace Outrigger.Routing.Mutations;

/// <summary>
/// The value of a header to add: Envoy's format string, compiled. Text between percent signs is a command
/// operator, <c>%%</c> is one percent sign. A value that is not known is written as nothing.
/// </summary>
public sealed class HeaderTemplate
{
    private readonly TemplateSegment[] _segments;

    internal HeaderTemplate(string source, TemplateSegment[] segments)
    {
        Source = source;
        _segments = segments;
        IsLiteral = segments.Length == 0
            || (segments.Length == 1 && segments[0].Kind == TemplateSegment.SegmentKind.Literal);
        Literal = IsLiteral && segments.Length == 1 ? segments[0].Text : [];
    }

    /// <summary>The format string.</summary>
    public string Source { get; }

    /// <summary>Whether the value is the same for every request.</summary>
    public bool IsLiteral { get; }

    internal byte[] Literal { get; }

    /// <summary>Writes the value for one request.</summary>
    /// <typeparam name="TContext">The context.</typeparam>
    /// <param name="context">What the variables are filled from.</param>
    /// <param name="writer">Where to write.</param>
    public void Write<TContext>(scoped ref TContext context, scoped ref ByteWriter writer)
        where TContext : struct, IFormatContext
    {
        foreach (ref readonly TemplateSegment segment in _segments.AsSpan())
        {
            segment.Write(ref context, ref writer);
        }
    }

    /// <summary>The format string.</summary>
    public override string ToString() => Source;

    internal static HeaderTemplate? Compile(string source, FieldPath path, CompileContext context)
    {
        if (Encoding.UTF8.GetByteCount(source) > context.Limits.HeaderValueLengthMax)
        {
            context.Error(path, $"the value is longer than {context.Limits.HeaderValueLengthMax} bytes");
            return null;
        }

        if (source.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
        {
            context.Error(path, "the value holds a line break or a NUL, which no header can carry");
            return null;
        }

        var parser = new HeaderTemplateParser(source);
        if (parser.TryParse(out TemplateSegment[] segments, out string problem))
        {
            return new(source, segments);
        }

        context.Error(path, problem);
        return null;
    }
}
