using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Xds.Contract.Json;

/// <summary>The messages of <c>google.protobuf</c> that have a JSON form of their own.</summary>
internal static class WellKnownTypes
{
    /// <summary>
    /// Whether the type is written other than as an object of its fields; inside an <c>Any</c> such a type
    /// stands under the name <c>value</c>.
    /// </summary>
    public static bool HasOwnJson(MessageSchema type) =>
        IsWrapper(type) || type.FullName is "google.protobuf.Any"
            or "google.protobuf.Duration"
            or "google.protobuf.Empty"
            or "google.protobuf.FieldMask"
            or "google.protobuf.ListValue"
            or "google.protobuf.Struct"
            or "google.protobuf.Timestamp"
            or "google.protobuf.Value";

    /// <summary>Whether the type wraps one scalar so that its absence can be told from its default.</summary>
    public static bool IsWrapper(MessageSchema type) =>
        type.FullName is "google.protobuf.BoolValue"
            or "google.protobuf.BytesValue"
            or "google.protobuf.DoubleValue"
            or "google.protobuf.FloatValue"
            or "google.protobuf.Int32Value"
            or "google.protobuf.Int64Value"
            or "google.protobuf.StringValue"
            or "google.protobuf.UInt32Value"
            or "google.protobuf.UInt64Value";

    /// <summary>Whether the type is part of a free document: everything in it is known.</summary>
    public static bool IsFreeForm(MessageSchema type) =>
        type.FullName is "google.protobuf.Struct" or "google.protobuf.Value" or "google.protobuf.ListValue";
}
