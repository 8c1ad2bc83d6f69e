using System.Globalization;
using System.Text;
using Outrigger.Testing.Corpora;

namespace Outrigger.Proxy.Tests.Corpora;

/// <summary>
/// The desync corpus through the proxy: whole, split in two at every byte, and byte by byte.
/// </summary>
public sealed class DesyncProxyTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Severe_requests_are_refused_and_nothing_reaches_the_endpoint()
    {
        using CorpusProxy proxy = await CorpusProxy.StartAsync();
        List<string> wrong = [];
        DesyncCase[] cases = Cases(DesyncTier.Severe);
        int connections = 0;
        foreach (DesyncCase item in cases)
        {
            using PieceClients clients = proxy.Connect(item.Bytes.Length);
            await clients.SendSplitAsync(0, _ => item.Bytes);
            for (int i = 0; i < item.Bytes.Length; i++, connections++)
                Note(wrong, item, i, CorpusProxy.FaultOfRefusal(clients.ReceiveToEnd(i), validMax: 0));
        }

        using PieceClients slow = proxy.Connect(cases.Length);
        await slow.SendByteByByteAsync([.. cases.Select(item => item.Bytes)]);
        for (int i = 0; i < cases.Length; i++)
            Note(wrong, cases[i], -1, CorpusProxy.FaultOfRefusal(slow.ReceiveToEnd(i), validMax: 0));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.Empty(await proxy.TakeRecordedAsync());
        Report(cases.Length, connections);
    }

    [Fact]
    public async Task Compliant_requests_reach_the_endpoint_once_and_whole()
    {
        await CheckForwardedAsync(DesyncTier.Compliant, mayBeRefused: false);
    }

    [Fact]
    public async Task Ambiguous_requests_are_refused_or_reach_the_endpoint_with_one_framing()
    {
        await CheckForwardedAsync(DesyncTier.Ambiguous, mayBeRefused: true);
    }

    private async Task CheckForwardedAsync(DesyncTier tier, bool mayBeRefused)
    {
        using CorpusProxy proxy = await CorpusProxy.StartAsync();
        List<string> wrong = [];
        DesyncCase[] cases = Cases(tier);
        int connections = 0;
        foreach (DesyncCase item in cases)
        {
            NumberedRequest request = new(item);
            for (int first = 0; first < request.SplitsCount; first += request.ClientsMax)
            {
                int count = Math.Min(request.ClientsMax, request.SplitsCount - first);
                using PieceClients clients = proxy.Connect(count);
                await clients.SendSplitAsync(first, request.Bytes);
                string?[] responses =
                    [.. Enumerable.Range(0, count).Select(i => clients.ReceiveResponse(i, request.IsHead))];
                List<RecordedRequest> recorded = await proxy.TakeRecordedAsync();
                for (int i = 0; i < count; i++, connections++)
                    Note(wrong, item, first + i, FaultOf(request, first + i, responses[i], recorded, mayBeRefused));
            }
        }

        using PieceClients slow = proxy.Connect(cases.Length);
        NumberedRequest[] requests = [.. cases.Select(item => new NumberedRequest(item))];
        await slow.SendByteByByteAsync(
            [.. requests.Select((request, i) => request.Bytes(i))], requests.Max(request => request.SplitsCount));
        string?[] slowResponses = [.. requests.Select((request, i) => slow.ReceiveResponse(i, request.IsHead))];
        List<RecordedRequest> slowRecorded = await proxy.TakeRecordedAsync();
        for (int i = 0; i < cases.Length; i++)
            Note(wrong, cases[i], -1, FaultOf(requests[i], i, slowResponses[i], slowRecorded, mayBeRefused));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Report(cases.Length, connections);
    }

    private static string? FaultOf(
        NumberedRequest request, int number, string? response, List<RecordedRequest> recorded, bool mayBeRefused)
    {
        RecordedRequest[] own = [.. recorded.Where(item => item.Values(NumberedRequest.Field) is [string text]
            && text == request.Number(number))];
        if (mayBeRefused && response?.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) != true)
            return own.Length > 0 ? "refused, and reached the endpoint" : CorpusProxy.FaultOfRefusal(response, validMax: 0);
        if (response?.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) != true)
            return response ?? "no response";
        if (own is not [{ IsComplete: true } only])
            return $"reached the endpoint {own.Length} times";
        if (!only.HasOneFraming)
            return $"more than one framing: {only.Head}";
        return only.Content == request.Payload ? null : $"other content: {only.Content}";
    }

    private static void Note(List<string> wrong, DesyncCase item, int split, string? fault)
    {
        if (fault is not null)
            wrong.Add($"{item} ({item.Reason}), split at {split}: {fault}\n{Encoding.Latin1.GetString(item.Bytes)}");
    }

    private static DesyncCase[] Cases(DesyncTier tier)
    {
        string? folder = SharedData.Find("corpora/http1-desync");
        Assert.SkipWhen(folder is null, "The desync corpus (shared/corpora/http1-desync) is not on this machine.");
        return [.. DesyncCorpus.Read(folder!).Where(item => item.Tier == tier)];
    }

    private void Report(int cases, int connections) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{cases} requests: each whole, split in two at every byte ({connections} connections) and byte by byte"));
}
