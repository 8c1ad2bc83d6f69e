using System.Text;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Dynamic;
using Outrigger.Proxy.Logging;
using Outrigger.Proxy.Stats;
using Outrigger.Proxy.Tls;

namespace Outrigger.Proxy.Identity;

/// <summary>
/// Keeps the workload's identity: makes a key, has it certified, renews both in good time, and follows the
/// mesh's roots. What is new is swapped into every context; connections go on with what they began with. One
/// task of the control side; the key leaves the process's memory only for who asks on the workload's own socket.
/// </summary>
internal sealed class WorkloadIdentity : IAsyncDisposable
{
    // A machine that slept finds its clock far ahead: no wait is trusted for longer.
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FileInterval = TimeSpan.FromSeconds(1);

    private readonly WorkloadIdentityOptions _options;
    private readonly ICertificateAuthority _authority;
    private readonly ConfigurationManager _manager;
    private readonly ControlGate _gate;
    private readonly EventLog _log;
    private readonly TimeProvider _time;
    private readonly RenewalSchedule _schedule;
    private readonly SharedStat _successes;
    private readonly SharedStat _failures;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkloadCertificate? _certificate;
    private volatile TrustedRoots? _roots;
    private volatile bool _hasServersRoots;
    private volatile bool _haveRootsChanged;
    private FileStamp _bundleStamp;
    private string _bundleFault = "";
    private TlsPrivateKey? _key;
    private bool _isCertificateRefused;
    private DateTimeOffset _due;
    private Task _running = Task.CompletedTask;

    /// <summary>Makes the identity; <see cref="Start"/> sets it going.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="authority">Signs its certificates.</param>
    /// <param name="manager">Takes what is new.</param>
    /// <param name="context">The surroundings.</param>
    /// <param name="random">Spreads renewals; for this identity alone.</param>
    public WorkloadIdentity(
        WorkloadIdentityOptions options,
        ICertificateAuthority authority,
        ConfigurationManager manager,
        ManagerContext context,
        Random random)
    {
        _options = options;
        _authority = authority;
        _manager = manager;
        _gate = context.Gate;
        _log = context.Log;
        _time = context.Time;
        _schedule = new RenewalSchedule(random);
        _successes = context.Stats.Counter("outrigger.identity.renewal_success");
        _failures = context.Stats.Counter("outrigger.identity.renewal_failure");
        manager.Secrets.RootsTaken += OnRootsTaken;
    }

    /// <summary>Ends when the first certificate is in use.</summary>
    public Task FirstCertificate => _first.Task;

    /// <summary>The certificate in use; null before the first.</summary>
    public WorkloadCertificate? Certificate => _certificate;

    /// <summary>The roots that are trusted; null while there are none.</summary>
    public TrustedRoots? Roots => _roots;

    /// <summary>The name that the certificate is for.</summary>
    public string SpiffeId => _options.SpiffeId;

    /// <summary>Raised, from any thread, after the certificate or the roots have changed.</summary>
    public event Action? Changed;

    /// <summary>Reads the roots and begins to ask for the certificate.</summary>
    public void Start()
    {
        ReadBundle();
        _due = _time.GetUtcNow();
        _running = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _manager.Secrets.RootsTaken -= OnRootsTaken;
        await _ended.CancelAsync();
        await _running;
        _key?.Dispose();
        _ended.Dispose();
        _wake.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await WaitAsync(_ended.Token);
                ReadBundle();
                ReconsiderIssuer();
                if (_time.GetUtcNow() >= _due && _roots is not null)
                {
                    await RenewAsync(_ended.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The program ends.
            return;
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        TimeSpan wait = _due - _time.GetUtcNow();
        wait = wait < WaitMax ? wait : WaitMax;
        if (!_hasServersRoots && (_roots is null || wait > FileInterval))
        {
            wait = FileInterval;
        }

        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task wake = _wake.WaitAsync(woken.Token);
        await Task.WhenAny(wake, Task.Delay(wait, _time, woken.Token));
        await woken.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Takes the roots of the file, as long as the management server has given none.</summary>
    private void ReadBundle()
    {
        FileStamp stamp = FileStamp.Of(_options.TrustBundleFile);
        if (_hasServersRoots || (stamp == _bundleStamp && _roots is not null))
        {
            return;
        }

        try
        {
            TrustedRoots roots = TrustedRoots.Read(File.ReadAllBytes(_options.TrustBundleFile));
            _bundleStamp = stamp;
            _bundleFault = "";
            _gate.Run(() => TakeBundle(roots));
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or TlsConfigurationException)
        {
            if (exception.Message != _bundleFault)
            {
                _bundleFault = exception.Message;
                _log.Warning(
                    "identity", "the trust bundle cannot be read, trying again",
                    ("file", _options.TrustBundleFile), ("reason", exception.Message));
            }
        }
    }

    private void TakeBundle(TrustedRoots roots)
    {
        if (_hasServersRoots || (_roots is { } former && former.Pem.AsSpan().SequenceEqual(roots.Pem)))
        {
            return;
        }

        _roots = roots;
        _haveRootsChanged = true;
        Publish(roots.ToSecret());
    }

    /// <summary>Called by whoever takes the management server's roots, which are in force already.</summary>
    private void OnRootsTaken(byte[] pem)
    {
        _hasServersRoots = true;
        if (_roots is { } former && former.Pem.AsSpan().SequenceEqual(pem))
        {
            return;
        }

        _roots = TrustedRoots.Read(pem);
        _haveRootsChanged = true;
        _log.Info("identity", "the mesh's trusted roots are new", ("roots", _roots.Certificates.Count));
        _wake.Release();
        Changed?.Invoke();
    }

    /// <summary>A certificate of a root that is about to go, or is gone, is renewed at once.</summary>
    private void ReconsiderIssuer()
    {
        if (!_haveRootsChanged || _certificate is not { } certificate || _roots is not { } roots)
        {
            return;
        }

        _haveRootsChanged = false;
        DateTimeOffset now = _time.GetUtcNow();
        if (roots.FindFault(certificate) is { } fault)
        {
            _log.Warning(
                "identity", "no trusted root vouches for the certificate any more, renewing", ("reason", fault));
            _due = now;
        }
        else if (!roots.IsOfNewest(certificate))
        {
            DateTimeOffset due = _schedule.AfterIssuerChange(certificate, now);
            _due = due < _due ? due : _due;
            _log.Info("identity", "certificates are of another root now, renewing soon", ("at", _due));
        }
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        IdentityProof proof = ChooseProof();
        string failure;
        try
        {
            // A token is good for one key only: what is tried again, is tried with the same.
            _key ??= TlsPrivateKey.Generate(_options.KeyType);
            string request = Encoding.ASCII.GetString(_key.CreateRequest(_options.SpiffeId));
            AuthorityAnswer answer =
                await _authority.SignAsync(request, _options.CertificateLifetime, proof, cancellation);
            _isCertificateRefused = proof == IdentityProof.Certificate && answer.IsProofRefused;
            failure = answer.Failure;
            if (answer.Chain.Count > 0)
            {
                Take(answer.Chain, proof);
                return;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever is wrong, what there is stays in use, and the next attempt may go better.
            failure = exception.Message;
        }

        _failures.Add();
        DateTimeOffset now = _time.GetUtcNow();
        // Another way of proof is tried without delay.
        _due = _isCertificateRefused ? now : _schedule.AfterFailure(_certificate, now);
        _log.Warning(
            "identity", "no certificate was issued, trying again",
            ("proof", proof), ("reason", failure), ("retry_ms", (long)(_due - now).TotalMilliseconds),
            ("valid_until", _certificate?.NotAfter));
    }

    private IdentityProof ChooseProof() =>
        _certificate is { } certificate && certificate.NotAfter > _time.GetUtcNow() && !_isCertificateRefused
            ? IdentityProof.Certificate
            : IdentityProof.Token;

    /// <exception cref="TlsConfigurationException">The certificate is not what was asked for.</exception>
    private void Take(IReadOnlyList<string> chain, IdentityProof proof)
    {
        DateTimeOffset now = _time.GetUtcNow();
        WorkloadCertificate certificate = WorkloadCertificate.Read(chain, _key!.ToPem(), _options.SpiffeId, now);
        if (_roots!.FindFault(certificate) is { } fault && _certificate is { } former && former.NotAfter > now)
        {
            throw new TlsConfigurationException(
                $"no trusted root vouches for the new certificate ({fault}), the one there is stays");
        }

        _key.Dispose();
        _key = null;
        _certificate = certificate;
        _due = _schedule.AfterSuccess(certificate);
        // The roots may have changed while the certificate was made.
        _haveRootsChanged = true;
        _successes.Add();
        Publish(certificate.ToSecret());
        _log.Info(
            "identity", "a new certificate is in use", ("identity", _options.SpiffeId), ("proof", proof),
            ("serial", certificate.Leaf.SerialNumber), ("valid_until", certificate.NotAfter), ("renewal_at", _due));
        _first.TrySetResult();
    }

    private void Publish(Secret secret)
    {
        foreach (string fault in _manager.TakeOwnSecret(secret))
        {
            _log.Error("identity", "a context cannot use the new secret", ("secret", secret.Name), ("reason", fault));
        }

        Changed?.Invoke();
    }
}
