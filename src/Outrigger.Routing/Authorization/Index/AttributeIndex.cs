using System.Globalization;
using System.Text;
using Outrigger.Routing.Authorization.Conditions;
using Outrigger.Routing.FilterChains;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Authorization.Index;

/// <summary>Tells which policies the value of one attribute leaves. Immutable.</summary>
internal sealed class AttributeIndex
{
    /// <summary>What stands before a namespace in a SPIFFE ID.</summary>
    public static readonly byte[] NamespaceMarker = "/ns/"u8.ToArray();

    /// <summary>What stands before a service account in a SPIFFE ID.</summary>
    public static readonly byte[] AccountMarker = "/sa/"u8.ToArray();

    private readonly GuardSource _source;
    private readonly byte[] _headerName;
    private readonly int _segment;
    private readonly MetadataCondition? _metadata;
    private readonly ulong[] _open;
    private readonly TextIndex? _texts;
    private readonly AddressIndex? _addresses;
    private readonly Dictionary<int, Posting> _numbers = [];

    /// <param name="attribute">The attribute.</param>
    /// <param name="open">The policies that take any value, one bit each.</param>
    /// <param name="keys">The policies by key.</param>
    /// <param name="metadata">A condition on the value, where it is one that a filter noted.</param>
    public AttributeIndex(
        GuardAttribute attribute,
        ulong[] open,
        IReadOnlyCollection<KeyValuePair<GuardKey, Posting>> keys,
        MetadataCondition? metadata)
    {
        _source = attribute.Source;
        _headerName = Encoding.UTF8.GetBytes(attribute.Name);
        _segment = attribute.Source == GuardSource.PathSegment
            ? int.Parse(attribute.Name, CultureInfo.InvariantCulture)
            : 0;
        _metadata = metadata;
        _open = open;
        switch (attribute.Source)
        {
            case GuardSource.DestinationPort:
                _numbers = keys.ToDictionary(each => each.Key.Number, each => each.Value);
                break;
            case GuardSource.DestinationAddress or GuardSource.SourceAddress
                or GuardSource.DirectRemoteAddress or GuardSource.RemoteAddress:
                _addresses = new AddressIndex(keys);
                break;
            default:
                _texts = new TextIndex(keys);
                break;
        }
    }

    /// <summary>Writes the policies that the value leaves.</summary>
    public void Write<TRequest>(scoped ref TRequest request, scoped in Evaluation evaluation, Span<ulong> mask)
        where TRequest : struct, IRequestView, allows ref struct
    {
        _open.CopyTo(mask);
        switch (_source)
        {
            case GuardSource.PeerName or GuardSource.PeerNamespace or GuardSource.PeerAccount:
                CollectPeer(evaluation.Input.Peer, mask);
                break;
            case GuardSource.ServerName:
                _texts!.Collect(evaluation.Input.RequestedServerName, mask);
                break;
            case GuardSource.DestinationPort:
                if (_numbers.TryGetValue(evaluation.Input.DestinationPort, out Posting? posting))
                {
                    posting.AddTo(mask);
                }

                break;
            case GuardSource.Path or GuardSource.PathEnd:
                _texts!.Collect(evaluation.Path, mask);
                break;
            case GuardSource.PathSegment:
                CollectPathSegment(evaluation.Path, mask);
                break;
            case GuardSource.Method:
                _texts!.Collect(request.Method, mask);
                break;
            case GuardSource.Authority:
                _texts!.Collect(request.Authority, mask);
                break;
            case GuardSource.Header:
                if (request.TryGetHeader(_headerName, out ReadOnlySpan<byte> value))
                {
                    _texts!.Collect(value, mask);
                }

                break;
            case GuardSource.Metadata:
                CollectMetadata(evaluation.Input.Metadata, mask);
                break;
            default:
                _addresses!.Collect(AddressOf(in evaluation), mask);
                break;
        }
    }

    private AddressValue AddressOf(scoped in Evaluation evaluation) => _source switch
    {
        GuardSource.DestinationAddress => evaluation.Input.DestinationAddress,
        GuardSource.SourceAddress => evaluation.Input.SourceAddress,
        GuardSource.DirectRemoteAddress => evaluation.Input.DirectRemoteAddress,
        _ => evaluation.Input.RemoteAddress,
    };

    private void CollectPeer(PeerNames? peer, Span<ulong> mask)
    {
        foreach (byte[] name in peer is null ? default : peer.All)
        {
            switch (_source)
            {
                case GuardSource.PeerNamespace:
                    CollectSegments(name, NamespaceMarker, mask);
                    break;
                case GuardSource.PeerAccount:
                    CollectSegments(name, AccountMarker, mask);
                    break;
                default:
                    _texts!.Collect(name, mask);
                    break;
            }
        }
    }

    /// <summary>Segments may overlap with the next marker, as in <c>/ns/ns/x</c>.</summary>
    private void CollectSegments(ReadOnlySpan<byte> name, ReadOnlySpan<byte> marker, Span<ulong> mask)
    {
        for (int start = name.IndexOf(marker); start >= 0; start = name.IndexOf(marker))
        {
            ReadOnlySpan<byte> rest = name[(start + marker.Length)..];
            int slash = rest.IndexOf((byte)'/');
            _texts!.Collect(slash < 0 ? rest : rest[..slash], mask);
            name = name[(start + marker.Length - 1)..];
        }
    }

    private void CollectPathSegment(ReadOnlySpan<byte> path, Span<ulong> mask)
    {
        for (int i = 0; i <= _segment; i++)
        {
            int slash = path.IndexOf((byte)'/');
            if (slash < 0)
            {
                return;
            }

            path = path[(slash + 1)..];
        }

        int end = path.IndexOf((byte)'/');
        _texts!.Collect(end < 0 ? path : path[..end], mask);
    }

    private void CollectMetadata(DynamicMetadata metadata, Span<ulong> mask)
    {
        MetadataValue? value = _metadata!.Find(metadata);
        if (value is null)
        {
            return;
        }

        _texts!.Collect(value.Utf8, mask);
        foreach (MetadataValue item in value.Items)
        {
            if (item.Kind == MetadataKind.Text)
            {
                _texts.Collect(item.Utf8, mask);
            }
        }
    }
}
