using Envoy.Config.Core.V3;
using Outrigger.Http.Http2;
using Outrigger.Proxy.Model;

namespace Outrigger.Proxy.Configuration;

/// <summary>Compiles <c>envoy.config.core.v3.Http2ProtocolOptions</c>.</summary>
internal sealed class Http2OptionsCompiler(CompileReport report)
{
    private readonly FieldReader _fields = new(report);

    /// <summary>How HTTP/2 is spoken.</summary>
    /// <param name="options">The field, or null when it is not set.</param>
    /// <param name="path">Its path.</param>
    /// <param name="headBytesMax">How many bytes the head of a message of the peer's may have.</param>
    /// <param name="headersCountMax">How many headers it may have.</param>
    public Http2Settings Compile(
        Http2ProtocolOptions? options, FieldPath path, int headBytesMax, int headersCountMax)
    {
        ReportUnimplemented(options, path);
        Http2Options unset = Http2Options.Default;
        KeepaliveSettings? keepAlive = options?.ConnectionKeepalive;
        FieldPath keepAlivePath = path.Field("connection_keepalive");
        return new Http2Settings
        {
            Session = new Http2Options
            {
                HeaderListBytesMax = headBytesMax,
                HeaderCountMax = headersCountMax,
                PathBytesMax = headBytesMax,
                HeaderTableBytes = FieldReader.Number(options?.HpackTableSize, unset.HeaderTableBytes),
                ConcurrentStreamsMax = Within(
                    options?.MaxConcurrentStreams, unset.ConcurrentStreamsMax, 1, path, "max_concurrent_streams"),
                StreamWindowBytes = Within(
                    options?.InitialStreamWindowSize, Http2Settings.StreamWindowBytesDefault,
                    Http2Options.WindowBytesInitial, path, "initial_stream_window_size"),
                ConnectionWindowBytes = Within(
                    options?.InitialConnectionWindowSize, Http2Settings.ConnectionWindowBytesDefault,
                    Http2Options.WindowBytesInitial, path, "initial_connection_window_size"),
                EnableConnectProtocol = options?.AllowConnect ?? false,
                OutboundControlFramesMax = Within(
                    options?.MaxOutboundControlFrames, unset.OutboundControlFramesMax, 1, path,
                    "max_outbound_control_frames"),
                ConsecutiveEmptyFramesMax = FieldReader.Number(
                    options?.MaxConsecutiveInboundFramesWithEmptyPayload, unset.ConsecutiveEmptyFramesMax),
                PriorityFramesPerStreamMax = FieldReader.Number(
                    options?.MaxInboundPriorityFramesPerStream, unset.PriorityFramesPerStreamMax),
                WindowUpdatesPerDataFrameMax = Within(
                    options?.MaxInboundWindowUpdateFramesPerDataFrameSent, unset.WindowUpdatesPerDataFrameMax, 1,
                    path, "max_inbound_window_update_frames_per_data_frame_sent"),
            },
            KeepAliveIntervalMs = _fields.PositiveMilliseconds(
                keepAlive?.Interval, 0, keepAlivePath, "interval"),
            KeepAliveTimeoutMs = ReadKeepAliveTimeout(keepAlive, keepAlivePath),
        };
    }

    private int ReadKeepAliveTimeout(KeepaliveSettings? keepAlive, FieldPath path)
    {
        if (keepAlive is { Timeout: null })
        {
            report.Error(path.Field("timeout"), "found nothing, expected a duration");
        }

        return _fields.PositiveMilliseconds(keepAlive?.Timeout, 0, path, "timeout");
    }

    private int Within(uint? value, int unset, int min, FieldPath parent, string field)
    {
        if (value is null)
        {
            return unset;
        }

        if (value >= min && value <= int.MaxValue)
        {
            return (int)value;
        }

        report.Error(parent.Field(field), $"found {value}, expected {min} to {int.MaxValue}");
        return unset;
    }

    private void ReportUnimplemented(Http2ProtocolOptions? options, FieldPath path)
    {
        report.Unimplemented(
            path, "max_outbound_frames", options?.MaxOutboundFrames is not null,
            "what waits for a peer that does not read is bounded by its bytes, 128 KiB");
        report.Unimplemented(
            path, "override_stream_error_on_invalid_http_message",
            options?.OverrideStreamErrorOnInvalidHttpMessage == false, "an invalid message ends its stream");
        FieldPath keepAlivePath = path.Field("connection_keepalive");
        report.Unimplemented(
            keepAlivePath, "interval_jitter", options?.ConnectionKeepalive?.IntervalJitter is not null);
        report.Unimplemented(
            keepAlivePath, "connection_idle_interval",
            options?.ConnectionKeepalive?.ConnectionIdleInterval is not null);
    }
}
