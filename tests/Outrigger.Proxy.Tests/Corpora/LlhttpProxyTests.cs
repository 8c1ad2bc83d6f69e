using System.Globalization;
using System.Text;
using Outrigger.Testing.Corpora;

namespace Outrigger.Proxy.Tests.Corpora;

/// <summary>
/// The invalid blocks of llhttp's tests through the proxy: whole, split in two at every byte, and byte by byte.
/// </summary>
public sealed class LlhttpProxyTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Invalid_requests_are_refused_and_only_valid_ones_before_them_reach_the_endpoint()
    {
        using CorpusProxy proxy = await CorpusProxy.StartAsync();
        List<string> wrong = [];
        LlhttpCase[] cases = Cases();
        int connections = 0;
        foreach (LlhttpCase item in cases)
        {
            byte[] bytes = Bytes(item);
            using (PieceClients whole = proxy.Connect(1))
            {
                await whole.SendSplitAsync(0, _ => bytes);
                Note(wrong, item, 0, CorpusProxy.FaultOfRefusal(whole.ReceiveToEnd(0), ValidMax(item)));
                Note(wrong, item, 0, FaultOf(item, await proxy.TakeRecordedAsync(), connections: 1, mayBeBegun: false));
            }

            using PieceClients clients = proxy.Connect(bytes.Length - 1);
            await clients.SendSplitAsync(1, _ => bytes);
            for (int i = 0; i < bytes.Length - 1; i++, connections++)
                Note(wrong, item, i + 1, CorpusProxy.FaultOfRefusal(clients.ReceiveToEnd(i), ValidMax(item)));
            Note(wrong, item, 1, FaultOf(item, await proxy.TakeRecordedAsync(), bytes.Length, IsContentInvalid(item)));
        }

        foreach (LlhttpCase item in cases)
        {
            using PieceClients slow = proxy.Connect(1);
            await slow.SendByteByByteAsync([Bytes(item)]);
            Note(wrong, item, -1, CorpusProxy.FaultOfRefusal(slow.ReceiveToEnd(0), ValidMax(item)));
            Note(wrong, item, -1, FaultOf(item, await proxy.TakeRecordedAsync(), connections: 1, IsContentInvalid(item)));
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        int inContent = cases.Count(IsContentInvalid);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cases.Length} blocks ({inContent} invalid in their content): each whole, split in two at every byte "
            + $"({connections} connections) and byte by byte"));
    }

    // A stream that is not yet known to be malformed is passed on as it comes: the endpoint may see such a
    // request begin, but never end.
    private static string? FaultOf(LlhttpCase item, List<RecordedRequest> recorded, int connections, bool mayBeBegun)
    {
        int complete = recorded.Count(request => request.IsComplete);
        int begun = recorded.Count - complete;
        if (complete > connections * ValidMax(item))
            return $"{complete} requests reached the endpoint";
        if (begun > (mayBeBegun ? connections : 0))
            return $"{begun} broken requests reached the endpoint";
        return recorded.Find(request => !request.HasOneFraming)?.Head;
    }

    private static int ValidMax(LlhttpCase item) => item.Messages.Count(message => message.IsComplete);

    private static bool IsContentInvalid(LlhttpCase item) =>
        item.Messages.Count > 0 && item.Messages[^1] is { HasHead: true, IsComplete: false };

    // Some blocks end right where llhttp finds the error, before the line does: a line end lets anyone find it.
    private static byte[] Bytes(LlhttpCase item) => [.. item.Bytes, .. "\r\n\r\n"u8];

    private static void Note(List<string> wrong, LlhttpCase item, int split, string? fault)
    {
        if (fault is not null)
            wrong.Add($"{item}, split at {split}: {fault}\n{Encoding.Latin1.GetString(item.Bytes)}");
    }

    private static LlhttpCase[] Cases()
    {
        string? folder = SharedData.Find("corpora/http1-llhttp/request");
        Assert.SkipWhen(folder is null, "The llhttp corpus (shared/corpora/http1-llhttp) is not on this machine.");
        return [.. LlhttpCorpus.Read(folder!).Where(item => item.IsInvalid)];
    }
}
