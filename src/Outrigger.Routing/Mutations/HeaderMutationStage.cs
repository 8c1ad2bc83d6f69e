using System.Buffers;
using System.Runtime.CompilerServices;
using Envoy.Config.Core.V3;
using Outrigger.Routing.Compilation;
using Outrigger.Routing.Matching;

namespace Outrigger.Routing.Mutations;

/// <summary>
/// The mutations of one level: a route configuration, virtual host, route or weighted cluster. Headers are
/// removed first; then all values are worked out, before any is put in place; then overwriting ones, then
/// appending ones are put in place. This is Envoy's order.
/// </summary>
public sealed class HeaderMutationStage
{
    private const int AdditionsOnStackMax = 64;
    private const int ScratchLength = 2048;

    private readonly byte[][] _removals;
    private readonly HeaderAddition[] _additions;

    private HeaderMutationStage(byte[][] removals, HeaderAddition[] additions)
    {
        _removals = removals;
        _additions = additions;
    }

    /// <summary>The headers that are added, in order.</summary>
    public IReadOnlyList<HeaderAddition> Additions => _additions;

    /// <summary>How many names are removed.</summary>
    public int RemovalCount => _removals.Length;

    /// <summary>The name of one removed header in lower case.</summary>
    /// <param name="index">From 0 up to <see cref="RemovalCount"/>.</param>
    public ReadOnlySpan<byte> Removal(int index) => _removals[index];

    internal static HeaderMutationStage? Compile(
        IReadOnlyList<HeaderValueOption> toAdd,
        IReadOnlyList<string> toRemove,
        string prefix,
        FieldPath path,
        CompileContext context)
    {
        if (toAdd.Count == 0 && toRemove.Count == 0)
        {
            return null;
        }

        List<HeaderAddition> additions = CompileList(toAdd, $"{prefix}_headers_to_add", path, context);
        for (int i = 0; i < toRemove.Count; i++)
        {
            if (!HeaderNames.IsMutable(toRemove[i], out string problem))
            {
                context.Error(path.Item($"{prefix}_headers_to_remove", i), problem);
            }
        }

        return new([.. toRemove.Select(AsciiBytes.LowerCase)], [.. additions]);
    }

    /// <summary>Compiles headers that are added where none are removed.</summary>
    internal static HeaderMutationStage? CompileAdditions(
        IReadOnlyList<HeaderValueOption> toAdd, string field, FieldPath path, CompileContext context) =>
        toAdd.Count == 0 ? null : new([], [.. CompileList(toAdd, field, path, context)]);

    private static List<HeaderAddition> CompileList(
        IReadOnlyList<HeaderValueOption> toAdd, string field, FieldPath path, CompileContext context)
    {
        var additions = new List<HeaderAddition>(toAdd.Count);
        for (int i = 0; i < toAdd.Count; i++)
        {
            if (HeaderAddition.Compile(toAdd[i], path.Item(field, i), context) is { } addition)
            {
                additions.Add(addition);
            }
        }

        return additions;
    }

    internal void Apply<THeaders, TContext>(scoped ref THeaders headers, scoped ref TContext context)
        where THeaders : struct, IMutableHeaders
        where TContext : struct, IFormatContext
    {
        foreach (byte[] name in _removals)
        {
            headers.Remove(name);
        }

        if (_additions.Length == 0)
        {
            return;
        }

        int[]? rentedEnds = _additions.Length > AdditionsOnStackMax
            ? ArrayPool<int>.Shared.Rent(_additions.Length)
            : null;
        Span<int> ends = rentedEnds ?? stackalloc int[AdditionsOnStackMax];
        ApplyAdditions(ref headers, ref context, ends[.._additions.Length]);
        if (rentedEnds is not null)
        {
            ArrayPool<int>.Shared.Return(rentedEnds);
        }
    }

    [SkipLocalsInit]
    private void ApplyAdditions<THeaders, TContext>(
        scoped ref THeaders headers, scoped ref TContext context, Span<int> ends)
        where THeaders : struct, IMutableHeaders
        where TContext : struct, IFormatContext
    {
        var writer = new ByteWriter(stackalloc byte[ScratchLength]);
        Evaluate(ref headers, ref context, ref writer, ends);
        if (!writer.Overflowed)
        {
            PutInPlace(ref headers, writer.Written, ends);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(writer.RequiredLength);
        writer = new ByteWriter(rented);
        Evaluate(ref headers, ref context, ref writer, ends);
        PutInPlace(ref headers, writer.Written, ends);
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>
    /// Writes the values one after another; a complemented end marks an addition that is left out.
    /// </summary>
    private void Evaluate<THeaders, TContext>(
        scoped ref THeaders headers,
        scoped ref TContext context,
        scoped ref ByteWriter writer,
        Span<int> ends)
        where THeaders : struct, IMutableHeaders
        where TContext : struct, IFormatContext
    {
        for (int i = 0; i < _additions.Length; i++)
        {
            HeaderAddition addition = _additions[i];
            int start = writer.RequiredLength;
            addition.Value.Write(ref context, ref writer);
            bool isKept = writer.RequiredLength > start || addition.KeepEmptyValue;
            isKept = isKept && addition.Action switch
            {
                HeaderAppendAction.AddIfAbsent => !headers.Contains(addition.LowerCaseName),
                HeaderAppendAction.OverwriteIfExists => headers.Contains(addition.LowerCaseName),
                _ => true,
            };
            ends[i] = isKept ? writer.RequiredLength : ~writer.RequiredLength;
        }
    }

    private void PutInPlace<THeaders>(
        scoped ref THeaders headers, scoped ReadOnlySpan<byte> values, scoped ReadOnlySpan<int> ends)
        where THeaders : struct, IMutableHeaders
    {
        for (int pass = 0; pass < 2; pass++)
        {
            bool isOverwriting = pass == 0;
            int start = 0;
            for (int i = 0; i < _additions.Length; i++)
            {
                bool isKept = ends[i] >= 0;
                int end = isKept ? ends[i] : ~ends[i];
                HeaderAddition addition = _additions[i];
                if (isKept && addition.Overwrites == isOverwriting)
                {
                    if (isOverwriting)
                    {
                        headers.Replace(addition.LowerCaseName, values[start..end]);
                    }
                    else
                    {
                        headers.Add(addition.LowerCaseName, values[start..end]);
                    }
                }

                start = end;
            }
        }
    }
}
