using System.Security.Cryptography;
using Outrigger.Identity.Issuing;
using Outrigger.Identity.Registration;
using Outrigger.Identity.Tests.Support;

namespace Outrigger.Identity.Tests.Issuing;

/// <summary>Whatever bytes come, they are a signed request for the names that were signed, or they are refused.</summary>
public sealed class SigningRequestPropertyTests
{
    private const string Own = "spiffe://cluster.local/ns/default/sa/reviews";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Damage_is_refused_or_without_effect(int seed)
    {
        var random = new Random(seed);
        var good = Der(SigningRequests.OfNew(names => names.AddUri(new Uri(Own))));
        var refused = 0;
        for (var round = 0; round < 700; round++)
        {
            var damaged = Damage(good, random);
            if (SigningRequestReader.TryRead(PemEncoding.WriteString("CERTIFICATE REQUEST", damaged), out var request, out var refusal))
            {
                Assert.Equal([Own], request.Uris);
                Assert.False(request.HasOtherNames);
                continue;
            }

            refused++;
            Assert.Contains(refusal.Reason, (RefusalReason[])
            [
                RefusalReason.RequestMalformed, RefusalReason.RequestSignature, RefusalReason.RequestKey,
                RefusalReason.RequestOversized,
            ]);
        }

        Assert.True(refused > 600, $"{refused} of 700 refused");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Noise_is_refused(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => (char)random.Next(32, 127))]);
            var pem = random.Next(3) switch
            {
                0 => text,
                1 => $"-----BEGIN CERTIFICATE REQUEST-----\n{text}\n-----END CERTIFICATE REQUEST-----",
                _ => PemEncoding.WriteString("CERTIFICATE REQUEST", [.. text.Select(character => (byte)character)]),
            };
            Assert.False(SigningRequestReader.TryRead(pem, out _, out _));
        }
    }

    private static byte[] Der(string pem) => Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);

    private static byte[] Damage(byte[] good, Random random)
    {
        byte[] bytes = [.. good];
        switch (random.Next(4))
        {
            case 0: return bytes[..random.Next(bytes.Length)];
            case 1: return [.. bytes, (byte)random.Next(256)];
            case 2:
                var from = random.Next(bytes.Length);
                return [.. bytes[..from], .. bytes[Math.Min(bytes.Length, from + random.Next(1, 9))..]];
            default:
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                    bytes[random.Next(bytes.Length)] ^= (byte)random.Next(1, 256);
                return bytes;
        }
    }
}
