using Outrigger.Routing.MetadataValues;

namespace Outrigger.Routing.Benchmarks;

/// <summary>A request of a service in a mesh, with the headers that such requests have.</summary>
internal readonly struct SampleRequest(byte[] method, byte[] path) : IRequestView
{
    private static readonly (byte[] Name, byte[] Value)[] s_headers =
    [
        ("host"u8.ToArray(), "orders.shop.svc.cluster.local:8080"u8.ToArray()),
        ("user-agent"u8.ToArray(), "shop-frontend/3.1"u8.ToArray()),
        ("accept"u8.ToArray(), "application/json"u8.ToArray()),
        ("x-request-id"u8.ToArray(), "2f1c3f9e-6a3c-4c62-8f0e-6c4c5c1c9a10"u8.ToArray()),
        ("x-forwarded-proto"u8.ToArray(), "https"u8.ToArray()),
        ("x-tenant"u8.ToArray(), "tenant-unknown"u8.ToArray()),
        ("traceparent"u8.ToArray(), "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"u8.ToArray()),
    ];

    public ReadOnlySpan<byte> Method => method;

    public ReadOnlySpan<byte> Path => path;

    public ReadOnlySpan<byte> Authority => "orders.shop.svc.cluster.local:8080"u8;

    public ReadOnlySpan<byte> Scheme => "http"u8;

    public DynamicMetadata? Metadata => null;

    public bool TryGetHeader(ReadOnlySpan<byte> lowerCaseName, out ReadOnlySpan<byte> value)
    {
        foreach ((byte[] name, byte[] each) in s_headers)
        {
            if (lowerCaseName.SequenceEqual(name))
            {
                value = each;
                return true;
            }
        }

        value = default;
        return false;
    }
}
