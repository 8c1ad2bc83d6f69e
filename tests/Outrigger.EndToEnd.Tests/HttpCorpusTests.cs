using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Outrigger.EndToEnd.Tests.Proxies;
using Outrigger.Testing.Corpora;

namespace Outrigger.EndToEnd.Tests;

/// <summary>
/// Published requests, good and hostile, over real sockets through the real proxy before a server that
/// records.
/// </summary>
public sealed partial class HttpCorpusTests : IAsyncLifetime
{
    private const int Connections = 8;

    private readonly RecordingBackend _backend = new();
    private StandaloneProxy? _proxy;

    private StandaloneProxy Proxy => _proxy!;

    public async ValueTask InitializeAsync() => _proxy = await StandaloneProxy.StartAsync(_backend.Port);

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task Severe_requests_are_refused_and_nothing_of_them_reaches_the_backend()
    {
        var faults = new ConcurrentBag<string>();
        var cases = Desync().Where(item => item.Tier == DesyncTier.Severe).ToList();
        Assert.NotEmpty(cases);

        await ForEachSplitAsync(cases, item => item.Bytes, async (item, splitAt) =>
        {
            var answer = await Proxy.SendAsync(item.Bytes, splitAt);
            if (!answer.IsRefusal || answer.Statuses.Count != 1 || !answer.IsClosed)
            {
                faults.Add(Fault(item, item.Bytes, splitAt, answer));
            }
        });

        AssertNone(faults);
        Assert.Empty(_backend.Requests);
        Assert.Equal(0, _backend.Bytes);
        Assert.True(Proxy.IsRunning);
    }

    [Fact]
    public async Task Compliant_requests_reach_the_backend_however_they_are_split()
    {
        var faults = new ConcurrentBag<string>();
        var cases = Desync().Where(item => item.Tier == DesyncTier.Compliant).ToList();
        Assert.NotEmpty(cases);
        var sent = 0;

        await ForEachSplitAsync(cases, item => item.Bytes, async (item, splitAt) =>
        {
            Interlocked.Increment(ref sent);
            var answer = await Proxy.SendAsync(WithContent(item.Bytes), splitAt, untilAnswers: 1);
            if (answer.Statuses is not [200]
                || !answer.Text.Contains("x-from: backend", StringComparison.Ordinal))
            {
                faults.Add(Fault(item, item.Bytes, splitAt, answer));
            }
        });

        AssertNone(faults);
        Assert.Equal(sent, _backend.Requests.Count);
        Assert.True(Proxy.IsRunning);
    }

    [Fact]
    public async Task Invalid_messages_are_refused_and_only_whole_ones_before_them_reach_the_backend()
    {
        var faults = new ConcurrentBag<string>();
        var cases = Llhttp().Where(item => item.IsInvalid).ToList();
        Assert.NotEmpty(cases);
        var validBefore = 0;

        await ForEachSplitAsync(cases, item => item.Bytes, async (item, splitAt) =>
        {
            Interlocked.Add(ref validBefore, item.Messages.Count(message => message.IsComplete));
            // Some blocks end right where llhttp finds the error, before the line does; a line end makes us
            // find it too.
            var answer = await Proxy.SendAsync([.. item.Bytes, .. "\r\n\r\n"u8], splitAt);
            if (!answer.IsRefusal || !answer.IsClosed)
            {
                faults.Add(Fault(item, item.Bytes, splitAt, answer));
            }
        });

        AssertNone(faults);
        Assert.InRange(_backend.Requests.Count, 0, validBefore);
        Assert.True(Proxy.IsRunning);
    }

    /// <summary>Whole, and in two pieces split before every byte.</summary>
    private static Task ForEachSplitAsync<T>(
        IEnumerable<T> cases, Func<T, byte[]> bytesOf, Func<T, int, Task> action) => Parallel.ForEachAsync(
            cases.SelectMany(
                item => Enumerable.Range(0, bytesOf(item).Length).Select(splitAt => (item, splitAt))),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Connections,
                CancellationToken = TestContext.Current.CancellationToken,
            },
            async (pair, _) => await action(pair.item, pair.splitAt));

    /// <summary>The corpus holds heads only; a request whose content never came would wait for it.</summary>
    private static byte[] WithContent(byte[] head)
    {
        var text = Encoding.Latin1.GetString(head);
        if (ChunkedField().IsMatch(text))
        {
            return [.. head, .. "0\r\n\r\n"u8];
        }

        return LengthField().Match(text) is { Success: true } match
            ? [.. head, .. new byte[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]]
            : head;
    }

    private static string Fault(object item, byte[] bytes, int splitAt, ProxyAnswer answer) =>
        $"{item}, split at {splitAt}: {(answer.IsClosed ? "closed" : "open")}, answered '{answer.Text}'\n"
        + Encoding.Latin1.GetString(bytes);

    private static void AssertNone(ConcurrentBag<string> faults) =>
        Assert.True(
            faults.IsEmpty,
            $"{faults.Count} faults, among them\n{string.Join("\n\n", faults.Order().Take(5))}");

    private static IReadOnlyList<DesyncCase> Desync() => DesyncCorpus.Read(Folder("corpora/http1-desync"));

    // The lenient modes exist for peers that break the rules; we have none.
    private static IEnumerable<LlhttpCase> Llhttp() =>
        LlhttpCorpus.Read(Folder("corpora/http1-llhttp/request"))
            .Where(item => item.Mode is "request" or "request-finish");

    private static string Folder(string path)
    {
        var folder = SharedData.Find(path);
        Assert.SkipWhen(folder is null, $"The corpus (shared/{path}) is not on this machine.");
        return folder!;
    }

    [GeneratedRegex(@"\ntransfer-encoding:[^\r\n]*chunked", RegexOptions.IgnoreCase)]
    private static partial Regex ChunkedField();

    [GeneratedRegex(@"\ncontent-length:\s*([0-9]+)", RegexOptions.IgnoreCase)]
    private static partial Regex LengthField();
}
