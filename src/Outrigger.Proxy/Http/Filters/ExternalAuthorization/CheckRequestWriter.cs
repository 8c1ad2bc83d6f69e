using Outrigger.Http;
using Outrigger.Net.Sockets;
using Outrigger.Proxy.Listeners;
using Outrigger.Proxy.Protobuf;
using Outrigger.Routing.MetadataValues;

namespace Outrigger.Proxy.Http.Filters.ExternalAuthorization;

/// <summary>
/// Writes an <c>envoy.service.auth.v3.CheckRequest</c>. The numbers are those of the fields of
/// <c>AttributeContext</c>.
/// </summary>
internal static class CheckRequestWriter
{
    private const int Attributes = 1;
    private const int Source = 1;
    private const int Destination = 2;
    private const int Request = 4;
    private const int ContextExtensions = 10;
    private const int MetadataContext = 11;
    private const int TlsSession = 12;

    /// <summary>Writes the question about a request.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="options">What the service is told.</param>
    /// <param name="question">What is asked.</param>
    public static void Write(ProtobufWriter writer, CheckRequestOptions options, in AuthorizationQuestion question)
    {
        var context = question.Context;
        var attributes = writer.BeginMessage(Attributes);
        var service = context.Request.Headers.TryGet("x-envoy-downstream-service-cluster"u8, out var name)
            ? name
            : default;
        WritePeers(writer, options, context.Client, service);
        var request = writer.BeginMessage(Request);
        WriteTime(writer, context.Exchange.StartTimeUnixMs);
        WriteHttp(writer, options, in question);
        writer.EndMessage(request);
        foreach (var (key, value) in question.Route?.ContextExtensions ?? [])
            WriteEntry(writer, ContextExtensions, key, value);
        if (!options.MetadataNamespaces.IsEmpty)
            WriteMetadata(writer, options, context.Metadata);
        WriteTlsSession(writer, options, context.Client);
        writer.EndMessage(attributes);
    }

    /// <summary>Writes the question about a connection.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="options">What the service is told.</param>
    /// <param name="client">The connection.</param>
    public static void Write(ProtobufWriter writer, CheckRequestOptions options, DownstreamConnection client)
    {
        var attributes = writer.BeginMessage(Attributes);
        WritePeers(writer, options, client, service: default);
        WriteTlsSession(writer, options, client);
        writer.EndMessage(attributes);
    }

    private static void WritePeers(
        ProtobufWriter writer,
        CheckRequestOptions options,
        DownstreamConnection client,
        ReadOnlySpan<byte> service)
    {
        const int Service = 2;
        const int Principal = 4;
        const int Certificate = 5;
        var certificate = client.Tls?.PeerCertificate;
        var source = writer.BeginMessage(Source);
        WriteAddress(writer, client.PeerAddress);
        writer.WriteText(Service, service);
        if (certificate is not null)
        {
            writer.WriteText(Principal, PeerPrincipal.Of(certificate));
            if (options.IncludesPeerCertificate)
                writer.WriteText(Certificate, Uri.EscapeDataString(certificate.Pem));
        }

        writer.EndMessage(source);
        var destination = writer.BeginMessage(Destination);
        WriteAddress(writer, client.Destination);
        if (client.Tls is { LocalUriNames: [var local, ..] })
            writer.WriteText(Principal, local);
        writer.EndMessage(destination);
    }

    private static void WriteAddress(ProtobufWriter writer, NetworkAddress? address)
    {
        const int Address = 1;
        const int SocketAddress = 1;
        const int Pipe = 2;
        const int PipePath = 1;
        const int Host = 2;
        const int Port = 3;
        if (address is null)
            return;
        var outer = writer.BeginMessage(Address);
        var inner = writer.BeginMessage(address.UnixPath is null ? SocketAddress : Pipe);
        if (address.UnixPath is { } path)
        {
            writer.WriteText(PipePath, path);
        }
        else
        {
            Span<byte> text = stackalloc byte[64];
            address.Ip!.TryFormat(text, out var length);
            writer.WriteText(Host, text[..length]);
            writer.WriteNumber(Port, address.Port);
        }

        writer.EndMessage(inner);
        writer.EndMessage(outer);
    }

    private static void WriteTime(ProtobufWriter writer, long unixMs)
    {
        const int Time = 1;
        const int Seconds = 1;
        const int Nanos = 2;
        var time = writer.BeginMessage(Time);
        writer.WriteNumber(Seconds, unixMs / 1000);
        writer.WriteNumber(Nanos, unixMs % 1000 * 1_000_000);
        writer.EndMessage(time);
    }

    private static void WriteHttp(
        ProtobufWriter writer, CheckRequestOptions options, in AuthorizationQuestion question)
    {
        const int Http = 2;
        const int Id = 1;
        const int Method = 2;
        const int Path = 4;
        const int Host = 5;
        const int Scheme = 6;
        const int Size = 9;
        const int Protocol = 10;
        var head = question.Context.Request;
        var http = writer.BeginMessage(Http);
        if (head.Headers.TryGet(KnownHeader.XRequestId, out var id))
            writer.WriteText(Id, id);
        writer.WriteText(Method, head.Method);
        WriteHeaders(writer, options, in question);
        writer.WriteText(Path, head.Path);
        writer.WriteText(Host, head.Authority);
        writer.WriteText(Scheme, head.SchemeBytes);
        var size = question.Body is null ? head.ContentLength : question.Context.Exchange.Kept.Count;
        writer.WriteNumber(Size, head.HasBody ? size : 0);
        writer.WriteText(Protocol, ProtocolOf(head.Version));
        if (question.Body is { } body)
            WriteBody(writer, body, question.Context.Exchange);
        writer.EndMessage(http);
    }

    private static void WriteBody(ProtobufWriter writer, BodySettings settings, HttpExchange exchange)
    {
        const int Body = 11;
        const int RawBody = 12;
        if (exchange.Kept is not { Count: > 0 } kept)
            return;
        var room = writer.WriteRoom(settings.IsPackedAsBytes ? RawBody : Body, (int)kept.Count);
        kept.CopyTo(room);
        if (!settings.IsPackedAsBytes && !System.Text.Unicode.Utf8.IsValid(room))
            ProtobufWriter.Repair(room);
    }

    private static void WriteHeaders(
        ProtobufWriter writer, CheckRequestOptions options, in AuthorizationQuestion question)
    {
        var head = question.Context.Request;
        WriteHeader(writer, options, ":method"u8, head.Method);
        WriteHeader(writer, options, ":path"u8, head.Path);
        WriteHeader(writer, options, ":authority"u8, head.Authority);
        WriteHeader(writer, options, ":scheme"u8, head.SchemeBytes);
        var headers = head.Headers;
        for (var index = 0; index < headers.Count; index++)
        {
            // A name that occurs again was joined with its first.
            var name = headers.NameAt(index);
            if (headers.IndexOf(name) == index && headers.TryGet(name, out var value))
                WriteHeader(writer, options, name, value);
        }

        if (question.Body is not null)
        {
            WriteHeader(
                writer, options, "x-envoy-auth-partial-body"u8, question.IsPartial ? "true"u8 : "false"u8);
        }
    }

    private static void WriteHeader(
        ProtobufWriter writer, CheckRequestOptions options, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        const int Headers = 3;
        if (!(options.AllowedHeaders?.Contains(name) ?? true) || (options.DisallowedHeaders?.Contains(name) ?? false))
            return;
        var entry = writer.BeginMessage(Headers);
        writer.WriteText(1, name);
        writer.WriteText(2, value);
        writer.EndMessage(entry);
    }

    private static void WriteEntry(ProtobufWriter writer, int field, string key, string value)
    {
        var entry = writer.BeginMessage(field);
        writer.WriteText(1, key);
        writer.WriteText(2, value);
        writer.EndMessage(entry);
    }

    private static void WriteMetadata(
        ProtobufWriter writer, CheckRequestOptions options, DynamicMetadata metadata)
    {
        const int FilterMetadata = 1;
        var all = writer.BeginMessage(MetadataContext);
        foreach (var filter in options.MetadataNamespaces)
        {
            if (!metadata.HasAny(filter))
                continue;
            var entry = writer.BeginMessage(FilterMetadata);
            writer.WriteText(1, filter);
            var fields = writer.BeginMessage(2);
            foreach (var (key, value) in metadata.In(filter))
                ProtobufStruct.WriteMember(writer, key, value);
            writer.EndMessage(fields);
            writer.EndMessage(entry);
        }

        writer.EndMessage(all);
    }

    private static void WriteTlsSession(
        ProtobufWriter writer, CheckRequestOptions options, DownstreamConnection client)
    {
        const int Sni = 1;
        if (!options.IncludesTlsSession || client.Tls is null)
            return;
        var session = writer.BeginMessage(TlsSession);
        writer.WriteText(Sni, client.RequestedServerName);
        writer.EndMessage(session);
    }

    private static ReadOnlySpan<byte> ProtocolOf(Outrigger.Http.HttpVersion version) => version switch
    {
        Outrigger.Http.HttpVersion.Http10 => "HTTP/1.0"u8,
        Outrigger.Http.HttpVersion.Http2 => "HTTP/2"u8,
        _ => "HTTP/1.1"u8,
    };
}
