using System.Security.Cryptography;
using Outrigger.Identity.Registration;
using Outrigger.Identity.Tests.Support;

namespace Outrigger.Identity.Tests.Storage;

/// <summary>What was written before the authority was killed is there afterwards, and half a line harms nothing.</summary>
public sealed class BooksTests
{
    [Fact]
    public void A_line_that_was_cut_off_is_dropped_and_the_next_is_whole()
    {
        using var test = new TestAuthority();
        test.Enrol("a");
        var book = Path.Combine(test.Folder, "live-certificates.jsonl");
        File.AppendAllText(book, "{\"Serial\":\"01");
        test.Restart();
        test.Enrol("b");
        test.Restart();
        Assert.Equal(2, test.Authority.Status.LiveCertificates);
        Assert.Equal(2, File.ReadAllLines(book).Length);
    }

    [Fact]
    public void The_book_of_certificates_does_not_grow_for_ever()
    {
        using var test = new TestAuthority();
        for (var issued = 0; issued < 1300; issued++)
        {
            test.Enrol($"p{issued % 100}", lifetime: TimeSpan.FromMinutes(1));
            test.Time.Advance(TimeSpan.FromSeconds(1));
            test.Authority.Advance();
        }

        Assert.InRange(test.Authority.Status.LiveCertificates, 55, 65);
        Assert.InRange(File.ReadAllLines(Path.Combine(test.Folder, "live-certificates.jsonl")).Length, 50, 1200);
    }

    [Fact]
    public void A_book_that_cannot_be_written_gives_no_certificate()
    {
        using var test = new TestAuthority();
        test.Restart();
        // A folder in the file's place cannot be opened by anybody, root included.
        Directory.CreateDirectory(Path.Combine(test.Folder, "token-uses.log"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caller = TestAuthority.ByToken("a", TestAuthority.Reviews, "t1", test.Now.AddMinutes(10));
        var result = test.Issue(caller, SigningRequests.Of(key));
        Assert.Null(result.Certificate);
        Assert.Equal(RefusalReason.Unavailable, result.Refusal!.Reason);
        Assert.Equal(0, test.Authority.Status.LiveCertificates);
    }
}
