using System.Text;
using Outrigger.Http.Http1;
using Outrigger.Testing.Corpora;

namespace Outrigger.Http.Tests.Http1;

public sealed class DesyncCorpusTests
{
    [Fact]
    public void Severe_requests_are_refused()
    {
        Check(DesyncTier.Severe, (_, transcript) => transcript.Error != Http1Error.None);
    }

    [Fact]
    public void Compliant_requests_are_accepted_and_leave_with_one_framing()
    {
        Check(DesyncTier.Compliant, (_, transcript) =>
            transcript.Error == Http1Error.None && LeavesWithOneFraming(transcript));
    }

    [Fact]
    public void Ambiguous_requests_are_refused_or_leave_with_one_framing()
    {
        Check(
            DesyncTier.Ambiguous,
            (_, transcript) => transcript.Error != Http1Error.None || LeavesWithOneFraming(transcript));
    }

    [Fact]
    public void No_request_is_refused_for_the_host_that_the_reader_adds()
    {
        foreach (DesyncCase item in Cases())
        {
            Http1Error error = RequestTranscript.Whole(item.Bytes).Error;
            Assert.False(error is Http1Error.MissingHost or Http1Error.DuplicateHost, item.ToString());
        }
    }

    [Fact]
    public void The_result_does_not_depend_on_where_the_bytes_are_split()
    {
        foreach (DesyncCase item in Cases())
        {
            string whole = RequestTranscript.Whole(item.Bytes).Text;
            Assert.Equal(whole, RequestTranscript.ByteByByte(item.Bytes).Text);
            for (int at = 1; at < item.Bytes.Length; at++)
                Assert.Equal(whole, RequestTranscript.Split(item.Bytes, at).Text);
        }
    }

    private static void Check(DesyncTier tier, Func<DesyncCase, RequestTranscript, bool> isRight)
    {
        List<string> wrong = [];
        foreach (DesyncCase item in Cases().Where(item => item.Tier == tier))
        {
            RequestTranscript transcript = RequestTranscript.Whole(item.Bytes);
            if (!isRight(item, transcript))
                wrong.Add($"{item} ({item.Reason}): {transcript.Error}\n{Encoding.Latin1.GetString(item.Bytes)}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    // What we send on has exactly the framing that we read, in one field, and no look-alike of a framing
    // field beside it that some server could take for the real one.
    private static bool LeavesWithOneFraming(RequestTranscript transcript)
    {
        ReceivedRequest request = Assert.Single(transcript.Messages);
        string written = Forward(request);
        int lengths = Count(written, "content-length:");
        int codings = Count(written, "transfer-encoding:");
        bool endsWithChunked = written.Split("chunked").Length == 2 && written.Contains("chunked\r\n", StringComparison.Ordinal);
        return request.Framing switch
        {
            BodyFraming.None => lengths == 0 && codings == 0,
            BodyFraming.ContentLength => lengths == 1 && codings == 0,
            _ => lengths == 0 && codings == 1 && endsWithChunked,
        };
    }

    private static string Forward(ReceivedRequest request)
    {
        RequestHead head = new();
        Assert.True(head.TrySetMethod(Encoding.Latin1.GetBytes(request.Method)));
        Assert.True(head.TrySetPath(Encoding.Latin1.GetBytes(request.Path)));
        Assert.True(head.TrySetAuthority(Encoding.Latin1.GetBytes(request.Authority)));
        foreach ((string name, string value) in request.Headers)
            Assert.True(head.Headers.TryAdd(Encoding.Latin1.GetBytes(name), Encoding.Latin1.GetBytes(value)));
        if (request.Framing == BodyFraming.Chunked)
        {
            Assert.True(head.Headers.TryStore(Encoding.Latin1.GetBytes(request.OtherCodings), out ByteRange codings));
            head.SetChunked(codings);
        }
        else if (request.Framing == BodyFraming.ContentLength)
            head.SetContentLength(request.ContentLength);
        byte[] output = new byte[Http1Writer.LengthOf(head)];
        Assert.True(Http1Writer.TryWriteRequest(head, ConnectionPersistence.Implicit, output, out _));
        return Encoding.Latin1.GetString(output);
    }

    private static int Count(string text, string name) => text.Split("\r\n" + name).Length - 1;

    private static IReadOnlyList<DesyncCase> Cases()
    {
        string? folder = SharedData.Find("corpora/http1-desync");
        Assert.SkipWhen(folder is null, "The desync corpus (shared/corpora/http1-desync) is not on this machine.");
        return DesyncCorpus.Read(folder!);
    }
}
