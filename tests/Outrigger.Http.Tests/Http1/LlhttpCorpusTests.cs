using System.Globalization;
using System.Text;
using Outrigger.Http.Http1;
using Outrigger.Testing.Corpora;

namespace Outrigger.Http.Tests.Http1;

public sealed class LlhttpCorpusTests
{
    [Fact]
    public void Invalid_requests_are_refused()
    {
        // What even a lenient mode refuses is included.
        Check(AllCases(), item => item.IsInvalid, item => IsRefused(item) ? null : "accepted");
    }

    [Fact]
    public void Valid_requests_are_accepted_with_the_same_content()
    {
        Check(Cases(), item => !item.IsInvalid && !LlhttpExceptions.RefusedThoughValid.ContainsKey(item.Name), Difference);
    }

    [Fact]
    public void Valid_requests_that_we_refuse_on_purpose_are_refused()
    {
        Check(
            Cases(),
            item => LlhttpExceptions.RefusedThoughValid.ContainsKey(item.Name),
            item => IsRefused(item) ? null : "accepted");
    }

    [Fact]
    public void The_result_does_not_depend_on_where_the_bytes_are_split()
    {
        foreach (LlhttpCase item in AllCases())
        {
            string whole = RequestTranscript.Whole(item.Bytes).Text;
            Assert.Equal(whole, RequestTranscript.ByteByByte(item.Bytes).Text);
            for (int at = 1; at < item.Bytes.Length; at++)
                Assert.Equal(whole, RequestTranscript.Split(item.Bytes, at).Text);
        }
    }

    // Some blocks end right where llhttp finds the error, before the line does: a line end makes us find it
    // too.
    private static bool IsRefused(LlhttpCase item)
    {
        RequestTranscript transcript = RequestTranscript.Whole(item.Bytes);
        if (!transcript.IsClosed)
            transcript.Feed("\r\n\r\n"u8);
        return transcript.Error is not (Http1Error.None or Http1Error.MissingHost)
            && (!item.IsInvalid || CompleteCount(transcript) <= CompleteCount(item));
    }

    private static int CompleteCount(RequestTranscript transcript) =>
        transcript.Messages.Count(message => message.IsComplete);

    private static int CompleteCount(LlhttpCase item) => item.Messages.Count(message => message.IsComplete);

    private static string? Difference(LlhttpCase item)
    {
        RequestTranscript transcript = RequestTranscript.Whole(item.Bytes);
        if (transcript.Error != Http1Error.None)
            return transcript.Error.ToString();
        LlhttpMessage[] expected = [.. item.Messages.Where(message => message.HasHead)];
        if (expected.Length != transcript.Messages.Count)
            return string.Create(CultureInfo.InvariantCulture, $"{transcript.Messages.Count} messages");
        return expected.Zip(transcript.Messages, Difference).FirstOrDefault(difference => difference is not null);
    }

    private static string? Difference(LlhttpMessage expected, ReceivedRequest actual)
    {
        if (expected.Method != actual.Method)
            return $"method {actual.Method}";
        if (expected.Target != actual.Target)
            return $"target {actual.Target}, expected {expected.Target}";
        if (expected.Body != actual.Body.ToString())
            return $"body {actual.Body}, expected {expected.Body}";
        string[] expectedHeaders = [.. expected.Headers
            .Where(header => !header.Name.Equals("host", StringComparison.OrdinalIgnoreCase))
            .Select(header => $"{header.Name.ToLowerInvariant()}: {header.Value}")];
        string[] actualHeaders = [.. actual.Headers.Select(header => $"{header.Name}: {header.Value}")];
        return expectedHeaders.SequenceEqual(actualHeaders) ? null : string.Join(" | ", actualHeaders);
    }

    private static void Check(
        IEnumerable<LlhttpCase> cases, Func<LlhttpCase, bool> isWanted, Func<LlhttpCase, string?> findFault)
    {
        List<string> wrong = [];
        LlhttpCase[] wanted = [.. cases.Where(isWanted)];
        Assert.NotEmpty(wanted);
        foreach (LlhttpCase item in wanted)
        {
            string? fault = findFault(item);
            if (fault is not null)
                wrong.Add($"{item}: {fault}\n{Encoding.Latin1.GetString(item.Bytes)}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    // The lenient modes exist for peers that break the rules; we have none. Skipping a content is a client's
    // mode.
    private static IEnumerable<LlhttpCase> Cases() => AllCases().Where(item =>
        item.Mode is "request" or "request-finish" && item.Name != "Content-Length reset when no body is received");

    private static IReadOnlyList<LlhttpCase> AllCases()
    {
        string? folder = SharedData.Find("corpora/http1-llhttp/request");
        Assert.SkipWhen(folder is null, "The llhttp corpus (shared/corpora/http1-llhttp) is not on this machine.");
        return LlhttpCorpus.Read(folder!);
    }
}
