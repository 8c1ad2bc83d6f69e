using System.Globalization;
using Envoy.Extensions.TransportSockets.Tls.V3;
using Envoy.Service.Discovery.V3;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Net.Tls;
using Outrigger.Proxy.Tls;
using Outrigger.Xds;

namespace Outrigger.Proxy.Identity.Secrets;

/// <summary>
/// What one client wants of the identity's two secrets, in either variant of the protocol, and what it has of them.
/// Not safe for several threads.
/// </summary>
internal sealed class SecretSubscription(WorkloadIdentity identity)
{
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sent = new(StringComparer.Ordinal);
    private int _noncesCount;

    /// <summary>Takes a request of the state-of-the-world variant. Why the last answer was rejected, or null.</summary>
    public string? Take(DiscoveryRequest request)
    {
        _wanted.Clear();
        _wanted.UnionWith(request.ResourceNames);
        foreach (string name in _sent.Keys.Where(name => !_wanted.Contains(name)).ToArray())
        {
            _sent.Remove(name);
        }

        return request.ErrorDetail?.Message;
    }

    /// <summary>Takes a request of the delta variant. Why the last answer was rejected, or null.</summary>
    public string? Take(DeltaDiscoveryRequest request)
    {
        _wanted.UnionWith(request.ResourceNamesSubscribe);
        foreach (string name in request.ResourceNamesUnsubscribe)
        {
            _wanted.Remove(name);
            _sent.Remove(name);
        }

        foreach ((string name, string version) in request.InitialResourceVersions)
        {
            _sent[name] = version;
        }

        // Who asks again for what it has wants it again.
        foreach (string name in request.ResourceNamesSubscribe)
        {
            if (!request.InitialResourceVersions.ContainsKey(name))
            {
                _sent.Remove(name);
            }
        }

        return request.ErrorDetail?.Message;
    }

    /// <summary>What is to be sent in the state-of-the-world variant; null when the client has all there is.</summary>
    public DiscoveryResponse? NextState()
    {
        if (!TryFindNews(out List<(Secret Secret, string Version)> news))
        {
            return null;
        }

        var all = Available().ToList();
        var response = new DiscoveryResponse
        {
            VersionInfo = string.Join(',', all.Select(each => each.Version)),
            TypeUrl = TypeUrl.Secret.Value,
            Nonce = NextNonce(),
        };
        response.Resources.Add(all.Select(each => ToAny(each.Secret)));
        Note(news);
        return response;
    }

    /// <summary>What is to be sent in the delta variant; null when the client has all there is.</summary>
    public DeltaDiscoveryResponse? NextDelta()
    {
        if (!TryFindNews(out List<(Secret Secret, string Version)> news))
        {
            return null;
        }

        var response = new DeltaDiscoveryResponse { TypeUrl = TypeUrl.Secret.Value, Nonce = NextNonce() };
        response.Resources.Add(news.Select(each => new Resource
        {
            Name = each.Secret.Name,
            Version = each.Version,
            Resource_ = ToAny(each.Secret),
        }));
        Note(news);
        return response;
    }

    private bool TryFindNews(out List<(Secret Secret, string Version)> news)
    {
        news = [.. Available().Where(each => _sent.GetValueOrDefault(each.Secret.Name) != each.Version)];
        return news.Count > 0;
    }

    private IEnumerable<(Secret Secret, string Version)> Available()
    {
        if (_wanted.Contains(SecretReference.OwnCertificate) && identity.Certificate is { } certificate)
        {
            yield return (certificate.ToSecret(), certificate.Leaf.SerialNumber);
        }

        if (_wanted.Contains(SecretReference.TrustedRoots) && identity.Roots is { } roots)
        {
            yield return (roots.ToSecret(), VersionOf(roots));
        }
    }

    private static string VersionOf(TrustedRoots roots) =>
        string.Join('+', roots.Certificates.Select(root => root.Sha256Fingerprint[..16]));

    private void Note(List<(Secret Secret, string Version)> sent)
    {
        foreach ((Secret secret, string version) in sent)
        {
            _sent[secret.Name] = version;
        }
    }

    private string NextNonce() => (++_noncesCount).ToString(CultureInfo.InvariantCulture);

    private static Any ToAny(Secret secret) => new() { TypeUrl = TypeUrl.Secret.Value, Value = secret.ToByteString() };
}
