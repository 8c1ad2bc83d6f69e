using Envoy.Config.Core.V3;

namespace Outrigger.Proxy.Configuration;

/// <summary>
/// Reads <c>envoy.config.core.v3.ConfigSource</c>: everything is discovered over the one aggregated stream.
/// </summary>
internal static class ConfigSourceReader
{
    /// <summary>Envoy's default of <c>initial_fetch_timeout</c>, in milliseconds.</summary>
    public const int FetchTimeoutDefaultMs = 15_000;

    /// <summary>
    /// Checks the source and gives its <c>initial_fetch_timeout</c> in milliseconds; 0 = for ever.
    /// </summary>
    public static int Read(ConfigSource? source, FieldPath path, CompileReport report)
    {
        switch (source?.ConfigSourceSpecifierCase)
        {
            case ConfigSource.ConfigSourceSpecifierOneofCase.Ads:
            case ConfigSource.ConfigSourceSpecifierOneofCase.Self:
                break;
            case null or ConfigSource.ConfigSourceSpecifierOneofCase.None:
                report.Error(path, "found no source, expected ads");
                break;
            default:
                report.Error(path,
                    $"found {NameOf(source.ConfigSourceSpecifierCase)}, expected ads: other sources are "
                    + "not implemented");
                break;
        }

        if (source?.ResourceApiVersion == ApiVersion.V2)
        {
            report.Error(path.Field("resource_api_version"), "found V2, expected V3");
        }

        return new FieldReader(report).Milliseconds(
            source?.InitialFetchTimeout, FetchTimeoutDefaultMs, path, "initial_fetch_timeout");
    }

    private static string NameOf(ConfigSource.ConfigSourceSpecifierOneofCase specifier) => specifier switch
    {
        ConfigSource.ConfigSourceSpecifierOneofCase.PathConfigSource => "path_config_source",
        ConfigSource.ConfigSourceSpecifierOneofCase.ApiConfigSource => "api_config_source",
        _ => specifier.ToString(),
    };
}
