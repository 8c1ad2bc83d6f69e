using Microsoft.Extensions.Time.Testing;
using Outrigger.Identity;
using Outrigger.Identity.Registration;
using Outrigger.Identity.Tokens;
using Outrigger.Local.Identity;
using Outrigger.Local.Pods;

namespace Outrigger.Local.Tests.Identity;

public sealed class WorkloadCredentialsTests : IDisposable
{
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly MeshHome _home;
    private readonly PodFolders _folders;
    private readonly WorkloadCredentials _credentials;
    private readonly PodPlan _plan = TestPods.Plan("reviews-v1-a");

    public WorkloadCredentialsTests()
    {
        _home = MeshHome.Take(Path.Combine(_folder.Path, "state"));
        _folders = new PodFolders(_home.Logs, _home.Pods);
        _credentials = new WorkloadCredentials(_home, _folders, _time);
        _credentials.WritePublicKeys();
        _folders.Create(_plan, owner: null);
    }

    private string Token => File.ReadAllText(_folders.TokenOf(_plan));

    public void Dispose()
    {
        _credentials.Dispose();
        _home.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_control_plane_believes_the_token_and_learns_whose_it_is()
    {
        _credentials.Renew(_plan, owner: null);
        var verified = (await VerifyAsync(Token)).Token!;
        Assert.Equal(new SpiffeId(TrustDomain.Default, "default", "default"), verified.Identity);
        Assert.Equal("default/reviews-v1-a", verified.Pod);
        Assert.NotNull(verified.OneKeyName);
    }

    [Fact]
    public async Task A_token_is_good_for_ten_minutes()
    {
        _credentials.Renew(_plan, owner: null);
        _time.Advance(WorkloadTokenIssuer.Lifetime);
        Assert.Equal(RefusalReason.TokenExpired, (await VerifyAsync(Token)).Refusal!.Reason);
    }

    [Fact]
    public async Task Another_runs_tokens_are_not_believed()
    {
        using var other = new WorkloadTokenIssuer(_time);
        Assert.Equal(RefusalReason.TokenSignature, (await VerifyAsync(other.Issue(_plan))).Refusal!.Reason);
    }

    [Fact]
    public void Only_the_proxys_user_can_read_a_token_and_every_start_gets_another()
    {
        _credentials.Renew(_plan, owner: null);
        var first = Token;
        Assert.Equal(OwnerReadsAndWrites, File.GetUnixFileMode(_folders.TokenOf(_plan)));
        Assert.Equal(OwnerReadsAndWrites, File.GetUnixFileMode(_home.WorkloadTokenKeys));
        Assert.DoesNotContain("\"d\"", File.ReadAllText(_home.WorkloadTokenKeys), StringComparison.Ordinal);
        _credentials.Renew(_plan, owner: null);
        Assert.NotEqual(first, Token);
    }

    [Fact]
    public async Task Tokens_and_roots_are_kept_fresh()
    {
        File.WriteAllText(_home.TrustedRoots, "first");
        _credentials.Renew(_plan, owner: null);
        Assert.Equal("first", File.ReadAllText(_folders.RootsOf(_plan)));
        var token = Token;
        using var ended = new CancellationTokenSource();
        var running = _credentials.RunAsync(ended.Token);
        File.WriteAllText(_home.TrustedRoots, "first and second");
        await Deadline.UntilAsync(() => Step(() => File.ReadAllText(_folders.RootsOf(_plan)) == "first and second"));
        await Deadline.UntilAsync(() => Step(() => Token != token));
        // A pod that goes takes its files with it, and nothing brings them back.
        _folders.Delete(_plan);
        _credentials.Forget(_plan);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(Directory.Exists(_folders.Of(_plan)));
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private bool Step(Func<bool> condition)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return condition();
    }

    private async Task<TokenResult> VerifyAsync(string token) => await TokenVerifiers.VerifyAsync(
        [TokenVerifiers.Local(_home.WorkloadTokenKeys, TrustDomain.Default, _time)], token,
        TestContext.Current.CancellationToken);
}
