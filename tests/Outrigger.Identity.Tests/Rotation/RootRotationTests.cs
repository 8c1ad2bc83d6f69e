using Outrigger.Identity.Authorities;
using Outrigger.Identity.Issuing;
using Outrigger.Identity.Rotation;
using Outrigger.Identity.Tests.Support;

namespace Outrigger.Identity.Tests.Rotation;

/// <summary>A root is replaced so that nobody is ever shown what it does not trust, be the authority killed or not.</summary>
public sealed class RootRotationTests
{
    public static TheoryData<bool> WithRestarts() => [false, true];

    [Theory]
    [MemberData(nameof(WithRestarts))]
    public void A_root_is_replaced_step_by_step(bool restart)
    {
        using var test = new TestAuthority();
        var oldRoot = Assert.Single(test.Authority.Bundle.Roots);
        var a = test.Enrol("a");
        var b = test.Enrol("b", TestAuthority.Ratings);
        AssertPhase(test, restart, RotationPhase.Stable);

        test.Authority.Rotate();
        AssertPhase(test, restart, RotationPhase.Distributing, "default/a", "default/b");
        Assert.Equal(oldRoot, test.Authority.Bundle.Roots[0]);
        Assert.Equal(2, test.Authority.Bundle.Roots.Count);
        var both = test.Authority.Bundle;

        // What is issued meanwhile is still of the old root, and its holder is waited for as well.
        var c = test.Enrol("c");
        Assert.True(test.IsTrusted(c, both));
        Confirm(test, a, b);
        test.Authority.Advance();
        if (restart)
        {
            // What proxies said, they say again when they have connected again.
            test.Restart();
            Assert.Equal(3, test.Authority.Status.Awaited.Count);
            Confirm(test, a, b);
        }

        AssertPhase(test, false, RotationPhase.Distributing, "default/c");
        Confirm(test, c);
        test.Authority.Advance();
        AssertPhase(test, restart, RotationPhase.Signing, "default/a", "default/b", "default/c");
        Assert.Equal(oldRoot, test.Authority.Bundle.Roots[1]);

        var renewedA = test.Renew(a);
        Assert.True(test.IsTrusted(renewedA, both));
        test.Authority.Advance();
        AssertPhase(test, restart, RotationPhase.Signing, "default/b", "default/c");
        var renewedB = test.Renew(b, TestAuthority.Ratings);
        var renewedC = test.Renew(c);
        test.Authority.Advance();
        AssertPhase(test, restart, RotationPhase.Retiring);
        Assert.Equal(2, test.Authority.Bundle.Roots.Count);
        Assert.Equal(c.NotAfter, test.Authority.Status.RetiresAt);

        // Nobody is shown the old certificates any more, but somebody could be until they expire.
        test.Time.SetUtcNow(c.NotAfter - TimeSpan.FromSeconds(1));
        test.Authority.Advance();
        AssertPhase(test, restart, RotationPhase.Retiring);
        test.Time.SetUtcNow(c.NotAfter);
        test.Authority.Advance();
        AssertPhase(test, restart, RotationPhase.Stable);
        Assert.NotEqual(oldRoot, Assert.Single(test.Authority.Bundle.Roots));
        Assert.Single(Directory.GetDirectories(Path.Combine(test.Folder, "issuers")));
        foreach (var renewed in (IssuedCertificate[])[renewedA, renewedB, renewedC])
            Assert.Equal(test.Now < renewed.NotAfter, test.IsTrusted(renewed));
    }

    [Fact]
    public void Proxies_that_never_answer_are_waited_for_until_their_certificates_expire()
    {
        using var test = new TestAuthority();
        var silent = test.Enrol("silent", lifetime: TimeSpan.FromHours(1));
        test.Authority.Rotate();
        test.Time.SetUtcNow(silent.NotAfter - TimeSpan.FromSeconds(1));
        test.Authority.Advance();
        AssertPhase(test, false, RotationPhase.Distributing, "default/silent");
        test.Time.Advance(TimeSpan.FromSeconds(1));
        test.Authority.Advance();
        AssertPhase(test, false, RotationPhase.Stable);
    }

    [Fact]
    public void A_mesh_without_proxies_has_nothing_to_wait_for()
    {
        using var test = new TestAuthority();
        var before = test.Authority.Bundle.Version;
        test.Authority.Rotate();
        AssertPhase(test, true, RotationPhase.Stable);
        Assert.NotEqual(before, test.Authority.Bundle.Version);
    }

    [Fact]
    public void A_proxy_that_started_anew_must_confirm_anew()
    {
        using var test = new TestAuthority();
        var a = test.Enrol("a");
        var b = test.Enrol("b");
        test.Authority.Rotate();
        Confirm(test, a);
        var anew = test.Enrol("a");
        Confirm(test, b);
        test.Authority.Advance();
        AssertPhase(test, false, RotationPhase.Distributing, "default/a");

        // The connection of the process that is gone may still be open, and what was said there proves nothing.
        Confirm(test, a);
        AssertPhase(test, false, RotationPhase.Distributing, "default/a");
        test.Restart();
        Confirm(test, a, b);
        AssertPhase(test, false, RotationPhase.Distributing, "default/a");
        Confirm(test, test.Renew(anew));
        test.Authority.Advance();
        AssertPhase(test, false, RotationPhase.Signing, "default/a", "default/b");
    }

    [Fact]
    public void A_renewal_needs_no_new_confirmation()
    {
        using var test = new TestAuthority();
        var a = test.Enrol("a");
        test.Enrol("b");
        test.Authority.Rotate();
        Confirm(test, a);
        test.Renew(a);
        test.Authority.Advance();
        AssertPhase(test, false, RotationPhase.Distributing, "default/b");
    }

    [Fact]
    public void To_have_confirmed_another_bundle_is_no_confirmation()
    {
        using var test = new TestAuthority();
        var a = test.Enrol("a");
        test.Authority.Confirm(a.Serial, test.Authority.Bundle.Version);
        test.Authority.Rotate();
        AssertPhase(test, false, RotationPhase.Distributing, "default/a");
    }

    [Fact]
    public void Rotating_twice_is_rotating_once()
    {
        using var test = new TestAuthority();
        test.Enrol("a");
        test.Authority.Rotate();
        var bundle = test.Authority.Bundle.Version;
        test.Authority.Rotate();
        Assert.Equal(bundle, test.Authority.Bundle.Version);
    }

    [Fact]
    public void The_key_of_a_root_that_retires_is_destroyed()
    {
        using var test = new TestAuthority();
        var a = test.Enrol("a");
        var old = test.Authority.Status.Certificates.Single().Id;
        test.Authority.Rotate();
        Confirm(test, a);
        test.Authority.Advance();
        var key = Path.Combine(test.Folder, "issuers", old, "ca-key.pem");
        Assert.True(File.Exists(key));
        test.Renew(a);
        test.Authority.Advance();
        AssertPhase(test, true, RotationPhase.Retiring);
        Assert.False(File.Exists(key));
    }

    [Fact]
    public void A_root_is_replaced_by_itself_in_the_last_fifth_of_its_life()
    {
        using var test = new TestAuthority(options => options with { RootLifetime = TimeSpan.FromDays(100) });
        test.Enrol("a", lifetime: TimeSpan.FromDays(90));
        test.Time.Advance(TimeSpan.FromDays(79));
        test.Authority.Advance();
        AssertPhase(test, false, RotationPhase.Stable);
        test.Time.Advance(TimeSpan.FromDays(2));
        test.Authority.Advance();
        AssertPhase(test, true, RotationPhase.Distributing, "default/a");
    }

    [Fact]
    public void A_root_that_expired_while_nobody_was_there_is_replaced_at_once()
    {
        using var test = new TestAuthority(options => options with { RootLifetime = TimeSpan.FromDays(1) });
        test.Enrol("a");
        test.Time.Advance(TimeSpan.FromDays(3));
        test.Restart();
        AssertPhase(test, false, RotationPhase.Stable);
        Assert.True(test.IsTrusted(test.Enrol("a")));
    }

    [Fact]
    public void Every_change_of_the_bundle_is_told_and_on_disk()
    {
        using var test = new TestAuthority();
        var told = new List<string>();
        test.Authority.Changed += () => told.Add(test.Authority.Bundle.Version);
        var a = test.Enrol("a", lifetime: TimeSpan.FromHours(1));
        test.Authority.Rotate();
        Confirm(test, a);
        test.Authority.Advance();
        test.Renew(a);
        test.Time.Advance(TimeSpan.FromHours(2));
        test.Authority.Advance();
        Assert.Equal(3, told.Distinct().Count());
        var file = Path.Combine(test.Folder, "root-cert.pem");
        Assert.Equal(test.Authority.Bundle.Pem, File.ReadAllText(file));
        Assert.True(File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public void A_state_that_cannot_be_read_is_no_reason_to_begin_anew()
    {
        using var test = new TestAuthority();
        var file = Path.Combine(test.Folder, "rotation.json");
        var good = File.ReadAllText(file);
        File.WriteAllText(file, "{");
        var exception = Assert.Throws<InvalidIssuerException>(test.Restart);
        Assert.Contains(file, exception.Message, StringComparison.Ordinal);
        File.WriteAllText(file, good);
        test.Restart();
    }

    private static void Confirm(TestAuthority test, params IssuedCertificate[] certificates)
    {
        foreach (var certificate in certificates)
            test.Authority.Confirm(certificate.Serial, test.Authority.Bundle.Version);
    }

    private static void AssertPhase(TestAuthority test, bool restart, RotationPhase phase, params string[] awaited)
    {
        if (restart) test.Restart();
        var status = test.Authority.Status;
        Assert.Equal(phase, status.Phase);
        Assert.Equal(awaited, status.Awaited.Select(proxy => proxy.Holder));
    }
}
