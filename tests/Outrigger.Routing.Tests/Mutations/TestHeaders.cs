using Outrigger.Routing.Mutations;

namespace Outrigger.Routing.Tests.Mutations;

/// <summary>Headers for tests: a list of "name: value" lines.</summary>
internal readonly struct TestHeaders(List<string> lines) : IMutableHeaders
{
    internal List<string> Lines => lines;

    public bool Contains(ReadOnlySpan<byte> lowerCaseName) => Find(lowerCaseName) is not null;

    public void Remove(ReadOnlySpan<byte> lowerCaseName)
    {
        string prefix = Bytes.Text(lowerCaseName) + ": ";
        lines.RemoveAll(line => line.StartsWith(prefix, StringComparison.Ordinal));
    }

    public void Replace(ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> value)
    {
        Remove(lowerCaseName);
        Add(lowerCaseName, value);
    }

    public void Add(ReadOnlySpan<byte> lowerCaseName, ReadOnlySpan<byte> value) =>
        lines.Add($"{Bytes.Text(lowerCaseName)}: {Bytes.Text(value)}");

    internal string? Find(ReadOnlySpan<byte> lowerCaseName)
    {
        string prefix = Bytes.Text(lowerCaseName) + ": ";
        return lines.Find(line => line.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
    }
}
