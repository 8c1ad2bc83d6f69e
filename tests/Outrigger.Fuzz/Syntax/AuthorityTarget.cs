using Outrigger.Http;
using Outrigger.Routing.Matching;

namespace Outrigger.Fuzz.Syntax;

/// <summary>
/// Authorities: host and port put together are the authority, and what chooses routes finds the same port as
/// what parsed it.
/// </summary>
internal sealed class AuthorityTarget : FuzzTarget
{
    public override string Name => "authority";

    public override IReadOnlyList<byte[]> Words => Latin1(
        ":", ":80", ":65536", "[", "]", "[::1]", "[::ffff:1.2.3.4]", "@", "%", "%41", "%25", ".", "..", ",", "a.example",
        "127.0.0.1", ":080", "user@", " ", "/", "?", "#", "\\");

    public override void Run(byte[] input)
    {
        bool isSplit = AuthoritySyntax.TrySplit(input, out ReadOnlySpan<byte> host, out ReadOnlySpan<byte> port);
        Invariant.Holds(AuthoritySyntax.IsValid(input) == (isSplit || input.Length == 0));
        RequestHead head = new();
        Invariant.Holds(head.TrySetAuthority(input) == AuthoritySyntax.IsValid(input));
        if (!isSplit)
            return;
        Invariant.Holds(head.Authority.SequenceEqual(input));
        Invariant.Holds(host.Length > 0);
        Invariant.Holds(input.AsSpan().StartsWith(host) && input.AsSpan().EndsWith(port));
        bool hasColon = host.Length < input.Length;
        Invariant.Holds(input.Length == host.Length + port.Length + (hasColon ? 1 : 0));
        Invariant.Holds(HttpSyntax.IndexOfNonTarget(host) < 0);
        // No user information, path, query or second host hides in it.
        Invariant.Holds(host.IndexOfAny("@/?\\"u8) < 0);
        Invariant.Holds(HostPort.FindPort(input) == (hasColon ? host.Length : -1));
    }
}
