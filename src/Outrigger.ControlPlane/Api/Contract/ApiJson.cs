using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outrigger.ControlPlane.Api.Contract;

/// <summary>How the management API writes JSON.</summary>
public static class ApiJson
{
    /// <summary>camelCase names; absent values are left out.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = false,
    };
}
