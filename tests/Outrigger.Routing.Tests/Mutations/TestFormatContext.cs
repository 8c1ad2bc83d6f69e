using Outrigger.Routing.Mutations;

namespace Outrigger.Routing.Tests.Mutations;

/// <summary>A context for tests: variables have their own names as values, except unknown ones.</summary>
internal readonly struct TestFormatContext(TestHeaders request, TestHeaders response) : IFormatContext
{
    public long StartTimeUnixMs => 1_700_000_000_123;

    public bool TryGetRequestHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value) =>
        TryGet(request, lowerCaseName, out value);

    public bool TryGetResponseHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value) =>
        TryGet(response, lowerCaseName, out value);

    public void Write(FormatVariable variable, ref ByteWriter writer)
    {
        if (variable != FormatVariable.RequestedServerName)
        {
            writer.Write($"<{variable}>");
        }
    }

    private static bool TryGet(TestHeaders headers, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        string? found = headers.Find(name);
        value = found is null ? [] : Bytes.Of(found);
        return found is not null;
    }
}
