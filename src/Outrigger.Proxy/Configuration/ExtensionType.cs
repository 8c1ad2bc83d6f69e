using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Proxy.Configuration;

/// <summary>Looks into the <c>typed_config</c> of extensions.</summary>
internal static class ExtensionType
{

    /// <summary>
    /// The full name of the message in <paramref name="config"/>; for a <c>TypedStruct</c> the one that it
    /// stands for; empty when there is none.
    /// </summary>
    public static string NameOf(Any? config)
    {
        if (config is null)
        {
            return "";
        }

        string name = TypeRegistry.NameOf(config.TypeUrl);
        string? inner = null;
        if (name == MessageNames.XdsTypedStruct
            && TryUnpack(config, global::Xds.Type.V3.TypedStruct.Parser, out var xds))
        {
            inner = xds.TypeUrl;
        }
        else if (name == MessageNames.UdpaTypedStruct
            && TryUnpack(config, global::Udpa.Type.V1.TypedStruct.Parser, out var udpa))
        {
            inner = udpa.TypeUrl;
        }

        return inner is { Length: > 0 } ? TypeRegistry.NameOf(inner) : name;
    }

    /// <summary>
    /// Whether the configuration came as a <c>TypedStruct</c>, so that its real type needs no descriptor.
    /// </summary>
    public static bool IsTypedStruct(Any? config) =>
        config is not null && TypeRegistry.NameOf(config.TypeUrl) is { } name
        && (name == MessageNames.XdsTypedStruct || name == MessageNames.UdpaTypedStruct);

    /// <summary>The free document that stands for a message; null when it is none, or is damaged.</summary>
    public static Struct? DocumentOf(Any? config, FieldPath path, CompileReport report)
    {
        string name = config is null ? "" : TypeRegistry.NameOf(config.TypeUrl);
        if (name == MessageNames.XdsTypedStruct)
        {
            return Unpack(config!, global::Xds.Type.V3.TypedStruct.Parser, path, report)?.Value;
        }

        if (name == MessageNames.UdpaTypedStruct)
        {
            return Unpack(config!, global::Udpa.Type.V1.TypedStruct.Parser, path, report)?.Value;
        }

        report.Error(path, $"found {name}, expected a TypedStruct");
        return null;
    }

    /// <summary>Takes the message out; reports bytes that cannot be read.</summary>
    public static T? Unpack<T>(Any config, MessageParser<T> parser, FieldPath path, CompileReport report)
        where T : class, IMessage<T>
    {
        if (TryUnpack(config, parser, out T? message))
        {
            return message;
        }

        report.Error(path, $"the bytes of {TypeRegistry.NameOf(config.TypeUrl)} cannot be read");
        return null;
    }

    private static bool TryUnpack<T>(
        Any config, MessageParser<T> parser, [NotNullWhen(true)] out T? message)
        where T : class, IMessage<T>
    {
        try
        {
            message = parser.ParseFrom(config.Value);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            // The library can report damage only by throwing; the caller makes it an error with a path.
            message = null;
            return false;
        }
    }
}
