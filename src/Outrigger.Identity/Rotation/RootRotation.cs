using Outrigger.Identity.Authorities;
using Outrigger.Identity.Issuing;

namespace Outrigger.Identity.Rotation;

/// <summary>
/// Replaces a root so that at every moment each side of every connection trusts what the other shows:
/// </summary>
/// <remarks>
/// <code>
///  1. Distributing   hand out old + new   sign with old   until every holder of a live certificate trusts both
///  2. Signing        hand out new + old   sign with new   until every holder's newest certificate is of the new root
///  3. Retiring       hand out new + old   sign with new   until the last certificate of the old root has expired
///  4. Stable         hand out new         sign with new
/// </code>
/// A step is on disk before it is in force, so an authority that was killed goes on where it was. Not thread-safe.
/// </remarks>
internal sealed class RootRotation
{
    private readonly IssuerStore _store;
    private readonly CertificateLedger _ledger;
    private RotationState _state;
    private Issuer? _other;

    private RootRotation(
        IssuerStore store, CertificateLedger ledger, RotationState state, Issuer active, Issuer? other)
    {
        _store = store;
        _ledger = ledger;
        _state = state;
        Active = active;
        _other = other;
        Bundle = BundleNow();
        store.SaveBundle(Bundle.Pem);
        // An authority that was killed between two writes left what it was about to remove.
        store.RemoveAllBut(state);
        if (state.Phase == RotationPhase.Retiring) store.DeleteKey(state.Other!);
    }

    /// <summary>The issuer that signs.</summary>
    public Issuer Active { get; private set; }

    /// <summary>What the mesh trusts.</summary>
    public TrustBundle Bundle { get; private set; }

    public RotationPhase Phase => _state.Phase;

    public DateTimeOffset Since => _state.Since;

    /// <summary>The root that comes or goes; null when stable.</summary>
    public Issuer? Other => _other;

    /// <summary>Goes on where the authority was, or begins with an issuer.</summary>
    /// <param name="store">Where issuers and state are.</param>
    /// <param name="ledger">The live certificates.</param>
    /// <param name="first">Makes the first issuer.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="InvalidIssuerException">What was stored cannot be read.</exception>
    public static RootRotation Resume(
        IssuerStore store, CertificateLedger ledger, Func<Issuer> first, DateTimeOffset now)
    {
        if (store.LoadState() is { } state)
        {
            return new RootRotation(
                store, ledger, state, store.Load(state.Active), state.Other is { } other ? store.Load(other) : null);
        }

        var issuer = first();
        store.Save(issuer);
        var begun = new RotationState(RotationPhase.Stable, issuer.Id, null, now);
        store.SaveState(begun);
        return new RootRotation(store, ledger, begun, issuer, null);
    }

    /// <summary>Begins to replace the active issuer.</summary>
    /// <param name="issuer">The one that is to sign.</param>
    /// <param name="now">The time.</param>
    public void Begin(Issuer issuer, DateTimeOffset now)
    {
        if (Phase != RotationPhase.Stable) throw new InvalidOperationException($"the rotation is in phase {Phase}");
        _store.Save(issuer);
        if (issuer.RootId == Active.RootId)
        {
            // Every proxy trusts what it signs already: an intermediate was replaced below a root that stays.
            Enter(new RotationState(RotationPhase.Stable, issuer.Id, null, now), issuer, null);
            _store.RemoveAllBut(_state);
        }
        else
        {
            Enter(new RotationState(RotationPhase.Distributing, Active.Id, issuer.Id, now), Active, issuer);
        }
    }

    /// <summary>Takes every step that is due.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Advance(DateTimeOffset now)
    {
        _ledger.Expire(now);
        var before = _state;
        while (IsDone()) Step(now);
        return !ReferenceEquals(before, _state);
    }

    /// <summary>The holders that the phase waits for.</summary>
    public IEnumerable<LiveCertificate> Awaited => Phase switch
    {
        RotationPhase.Distributing =>
            _ledger.Newest.Where(newest => !_ledger.HasConfirmed(newest.Holder, Bundle.Version)),
        RotationPhase.Signing => _ledger.Newest.Where(newest => newest.RootId == _other!.RootId),
        _ => [],
    };

    private bool IsDone() => Phase switch
    {
        RotationPhase.Distributing or RotationPhase.Signing => !Awaited.Any(),
        RotationPhase.Retiring => _ledger.LastNotAfter(_other!.RootId) is null,
        _ => false,
    };

    private void Step(DateTimeOffset now)
    {
        switch (Phase)
        {
            case RotationPhase.Distributing:
                Enter(new RotationState(RotationPhase.Signing, _other!.Id, Active.Id, now), _other, Active);
                break;
            case RotationPhase.Signing:
                Enter(_state with { Phase = RotationPhase.Retiring, Since = now }, Active, _other);
                _store.DeleteKey(_other!.Id);
                break;
            default:
                Enter(new RotationState(RotationPhase.Stable, Active.Id, null, now), Active, null);
                _store.RemoveAllBut(_state);
                break;
        }
    }

    private void Enter(RotationState state, Issuer active, Issuer? other)
    {
        _store.SaveState(state);
        _state = state;
        Active = active;
        _other = other;
        Bundle = BundleNow();
        _store.SaveBundle(Bundle.Pem);
    }

    private TrustBundle BundleNow() => new(
        [.. Active.Roots.Concat(_other?.Roots ?? []).DistinctBy(root => root.Thumbprint)]);
}
