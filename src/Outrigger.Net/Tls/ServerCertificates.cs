using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>
/// The certificates of a server, chosen by the server name that the client asks for, as Envoy does: an exact
/// name, then a wildcard, then the first certificate. Of those for one name OpenSSL takes the kind that the
/// client can use, ECDSA before RSA.
/// </summary>
internal sealed class ServerCertificates : IDisposable
{
    private readonly List<LoadedCertificate> _all;
    private readonly Dictionary<string, List<LoadedCertificate>> _byName = new(StringComparer.Ordinal);
    private readonly List<LoadedCertificate> _bestOfAll;
    private readonly List<LoadedCertificate> _first;

    /// <summary>Takes over certificates.</summary>
    /// <param name="certificates">At least one.</param>
    /// <param name="scansAll">Whether an unknown name is answered with the best of all.</param>
    public ServerCertificates(List<LoadedCertificate> certificates, bool scansAll)
    {
        _all = certificates;
        foreach (var certificate in certificates)
        {
            foreach (var name in certificate.Names)
            {
                if (!_byName.TryGetValue(name, out var group))
                    _byName.Add(name, group = []);
                AddFirstOfKind(group, certificate);
            }
        }

        _bestOfAll = [];
        foreach (var certificate in certificates)
            AddFirstOfKind(_bestOfAll, certificate);
        _first = scansAll ? _bestOfAll : [certificates[0]];
    }

    /// <summary>Whether the name matters: without, all certificates can lie in the context.</summary>
    public bool NeedsChoice => _bestOfAll.Count < _all.Count
        || _all.Any(certificate => !certificate.Names.ToHashSet().SetEquals(_all[0].Names));

    /// <summary>Gives a connection the certificates for a name.</summary>
    /// <returns>Whether OpenSSL took them.</returns>
    public bool TryUseFor(nint ssl, string serverName)
    {
        LibSsl.ClearCertificates(ssl);
        var isUsable = true;
        foreach (var certificate in Find(serverName))
            isUsable &= certificate.TryUseFor(ssl);
        return isUsable;
    }

    /// <summary>Puts all certificates into a context.</summary>
    /// <exception cref="TlsConfigurationException">OpenSSL refuses one.</exception>
    public void UseIn(nint context)
    {
        // Backwards, so that of two with a key of one kind the first remains.
        for (var index = _all.Count - 1; index >= 0; index--)
        {
            if (!_all[index].TryUseIn(context))
                throw new TlsConfigurationException($"the certificate is refused: {OpenSslErrors.Drain()}");
        }
    }

    /// <summary>The certificate that a connection uses; null when it is none of these.</summary>
    public LoadedCertificate? FindUsed(nint ssl)
    {
        var leaf = LibSsl.GetCertificate(ssl);
        return _all.Find(certificate => certificate.Leaf == leaf);
    }

    /// <summary>The certificates for a server name, the first of each kind of key.</summary>
    internal List<LoadedCertificate> Find(string serverName)
    {
        if (serverName.Length == 0)
            return _bestOfAll;
        if (_byName.TryGetValue(serverName, out var group))
            return group;
        var dot = serverName.IndexOf('.');
        return dot > 0 && _byName.TryGetValue(string.Concat("*", serverName.AsSpan(dot)), out group) ? group : _first;
    }

    /// <summary>Frees the certificates.</summary>
    public void Dispose()
    {
        foreach (var certificate in _all)
            certificate.Dispose();
    }

    private static void AddFirstOfKind(List<LoadedCertificate> group, LoadedCertificate certificate)
    {
        if (!group.Exists(other => other.KeyType == certificate.KeyType))
            group.Add(certificate);
    }
}
