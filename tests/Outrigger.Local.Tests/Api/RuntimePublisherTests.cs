using Microsoft.Extensions.Time.Testing;
using Outrigger.Local.Api;
using Outrigger.Local.Pods;
using Outrigger.Resources;

namespace Outrigger.Local.Tests.Api;

public sealed class RuntimePublisherTests : IAsyncLifetime
{
    private readonly FakeControlPlane _controlPlane = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private RuntimePublisher? _publisher;
    private Task? _running;
    private string _objects = "a";

    private RuntimePublisher Publisher => _publisher!;

    public ValueTask InitializeAsync()
    {
        _publisher = new RuntimePublisher(() => _objects, _controlPlane, _time);
        _running = _publisher.RunAsync(_stop.Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running!);
        _stop.Dispose();
    }

    [Fact]
    public async Task A_change_is_sent_and_what_did_not_change_is_not()
    {
        await FlushAsync(PublishReach.ControlPlane);
        await FlushAsync(PublishReach.ControlPlane);
        _objects = "b";
        Publisher.Touch();
        await Deadline.UntilAsync(() => _controlPlane.Puts.Count == 2);

        Assert.Equal([("a", false), ("b", false)], _controlPlane.Puts);
    }

    [Fact]
    public async Task Who_must_know_that_every_proxy_knows_waits_for_it()
    {
        await FlushAsync(PublishReach.EveryProxy);

        Assert.Equal([("a", true)], _controlPlane.Puts);
    }

    [Fact]
    public async Task While_the_control_plane_is_away_the_newest_state_waits_for_it()
    {
        _controlPlane.IsAway = true;
        var flush = FlushAsync(PublishReach.ControlPlane);
        await Deadline.UntilAsync(() => _controlPlane.Refusals == 1);
        _objects = "b";
        Assert.False(flush.IsCompleted);

        _controlPlane.IsAway = false;
        await AdvanceUntilAsync(() => flush.IsCompleted);

        await flush;
        Assert.Equal([("b", false)], _controlPlane.Puts);
    }

    [Fact]
    public async Task Who_waits_for_proxies_does_not_wait_for_a_control_plane_that_is_away()
    {
        _controlPlane.IsAway = true;
        var flush = FlushAsync(PublishReach.EveryProxy);

        await AdvanceUntilAsync(() => flush.IsCompleted);

        await flush;
        Assert.Empty(_controlPlane.Puts);
    }

    [Fact]
    public async Task A_refusal_is_told_until_the_set_is_taken()
    {
        _controlPlane.Refusal = "no such field";
        Publisher.Touch();
        await Deadline.UntilAsync(() => Publisher.Refusal == "no such field");

        _controlPlane.Refusal = null;
        await AdvanceUntilAsync(() => Publisher.Refusal is null);
    }

    private Task FlushAsync(PublishReach reach) =>
        Publisher.FlushAsync(reach, TestContext.Current.CancellationToken);

    private Task AdvanceUntilAsync(Func<bool> condition) => Deadline.UntilAsync(() =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(100));
        return condition();
    });

    private sealed class FakeControlPlane : IControlPlane
    {
        private int _refusals;

        public List<(string Objects, bool Waits)> Puts { get; } = [];

        public bool IsAway { get; set; }

        public string? Refusal { get; set; }

        public int Refusals => _refusals;

        public Task PutRuntimeAsync(string objects, TimeSpan? wait, CancellationToken cancellation)
        {
            if (IsAway || Refusal is not null)
            {
                Interlocked.Increment(ref _refusals);
                throw new ControlPlaneUnavailableException(
                    Refusal ?? "away", Refusal is not null, new IOException());
            }

            Puts.Add((objects, wait is not null));
            return Task.CompletedTask;
        }

        public Task<ConfigurationStatus> WaitForChangeAsync(long known, CancellationToken cancellation) =>
            throw new InvalidOperationException("a publisher does not watch");

        public Task<IReadOnlyList<ResourceObject<TSpec>>> ListAsync<TSpec>(CancellationToken cancellation)
            where TSpec : class, IResourceSpec =>
            throw new InvalidOperationException("a publisher does not list");
    }
}
