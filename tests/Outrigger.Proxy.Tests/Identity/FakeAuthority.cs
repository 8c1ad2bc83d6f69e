using Outrigger.Proxy.Identity;
using Outrigger.Tests.Tls;

namespace Outrigger.Proxy.Tests.Identity;

/// <summary>An authority that signs what it is asked for, or answers what the test says.</summary>
internal sealed class FakeAuthority(TestAuthority signer, TimeProvider time) : ICertificateAuthority
{
    private readonly List<Call> _calls = [];

    public TestAuthority Signer { get; set; } = signer;

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Answers in place of signing; null signs.</summary>
    public Func<Call, AuthorityAnswer?> Answer { get; set; } = _ => null;

    public IReadOnlyList<Call> Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls];
            }
        }
    }

    public Task<AuthorityAnswer> SignAsync(
        string requestPem, TimeSpan lifetime, IdentityProof proof, CancellationToken cancellation)
    {
        var call = new Call(requestPem, lifetime, proof);
        AuthorityAnswer answer = Answer(call)
            ?? new AuthorityAnswer([Signer.Sign(requestPem, time.GetUtcNow() + Lifetime), Signer.Pem]);
        lock (_calls)
        {
            _calls.Add(call);
        }

        return Task.FromResult(answer);
    }

    internal sealed record Call(string RequestPem, TimeSpan Lifetime, IdentityProof Proof);
}
