using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Outrigger.Identity.Issuing;

/// <summary>Subject alternative names (RFC 5280, section 4.2.1.6), of which URIs carry SPIFFE IDs.</summary>
internal static class SubjectNames
{
    public const string Oid = "2.5.29.17";

    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    /// <summary>The extension that names a workload and nothing else. Critical, because the subject is empty.</summary>
    public static X509Extension Of(SpiffeId identity)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, identity.ToString(), Uri);
        }

        return new X509Extension(Oid, writer.Encode(), critical: true);
    }

    /// <summary>The URIs of an extension.</summary>
    /// <param name="extension">The extension's value.</param>
    /// <param name="hasOthers">Whether there are names of other kinds.</param>
    /// <exception cref="AsnContentException">It cannot be read.</exception>
    public static IReadOnlyList<string> UrisOf(byte[] extension, out bool hasOthers)
    {
        hasOthers = false;
        List<string> uris = [];
        var reader = new AsnReader(extension, AsnEncodingRules.DER);
        var names = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        while (names.HasData)
        {
            if (names.PeekTag().HasSameClassAndValue(Uri))
            {
                uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, Uri));
            }
            else
            {
                hasOthers = true;
                names.ReadEncodedValue();
            }
        }

        return uris;
    }

    /// <summary>
    /// The SPIFFE ID of a certificate: it has exactly one URI, and that is one (X.509-SVID, section 2).
    /// </summary>
    public static bool TryReadIdentity(X509Certificate2 certificate, out SpiffeId identity)
    {
        identity = default;
        var extensions = certificate.Extensions.Where(extension => extension.Oid?.Value == Oid).ToList();
        if (extensions.Count != 1) return false;
        try
        {
            return UrisOf(extensions[0].RawData, out _) is [var uri] && SpiffeId.TryParse(uri, out identity);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
