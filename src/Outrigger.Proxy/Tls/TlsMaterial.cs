using System.Text;
using Envoy.Config.Core.V3;
using Envoy.Service.Discovery.V3;
using Outrigger.Net.Tls;
using Outrigger.Xds.Contract.Json;
using Wire = Envoy.Extensions.TransportSockets.Tls.V3;

namespace Outrigger.Proxy.Tls;

/// <summary>
/// Reads keys, certificates and secrets for one making of a context, and remembers from where, so that a
/// change of any of them makes the context anew.
/// </summary>
/// <param name="secrets">The secrets that are known by name.</param>
internal sealed class TlsMaterial(TlsSecretStore secrets)
{
    private readonly Dictionary<string, FileStamp> _files = new(StringComparer.Ordinal);
    private readonly HashSet<SecretReference> _references = [];

    /// <summary>The files that were read, as they were just before.</summary>
    public IReadOnlyDictionary<string, FileStamp> Files => _files;

    /// <summary>The secrets that come at run time, whether they have come or not.</summary>
    public IReadOnlySet<SecretReference> References => _references;

    /// <summary>Reads bytes from wherever they are given.</summary>
    /// <exception cref="TlsConfigurationException">There is no such file or variable.</exception>
    public byte[] Read(DataSource? source)
    {
        switch (source?.SpecifierCase)
        {
            case DataSource.SpecifierOneofCase.Filename:
                return ReadFile(source.Filename);
            case DataSource.SpecifierOneofCase.InlineBytes:
                return source.InlineBytes.ToByteArray();
            case DataSource.SpecifierOneofCase.InlineString:
                return Encoding.UTF8.GetBytes(source.InlineString);
            case DataSource.SpecifierOneofCase.EnvironmentVariable:
                return Environment.GetEnvironmentVariable(source.EnvironmentVariable) is { } value
                    ? Encoding.UTF8.GetBytes(value)
                    : throw new TlsConfigurationException(
                        $"the environment variable {source.EnvironmentVariable} is not set");
            default:
                return [];
        }
    }

    /// <summary>Who gives the secret that a configuration refers to; null for the bootstrap and for a file.</summary>
    public static SecretReference? ReferenceTo(Wire.SdsSecretConfig reference, TlsSecretStore secrets) =>
        reference.SdsConfig?.ConfigSourceSpecifierCase switch
        {
            null or ConfigSource.ConfigSourceSpecifierOneofCase.None => null,
            ConfigSource.ConfigSourceSpecifierOneofCase.PathConfigSource => null,
            _ => new SecretReference(
                secrets.HasWorkloadIdentity && IsOfIdentity(reference.SdsConfig)
                    ? SecretSource.WorkloadIdentity
                    : SecretSource.ManagementServer,
                reference.Name),
        };

    /// <summary>Finds a secret by the reference to it.</summary>
    /// <returns>The secret; null while it has not come.</returns>
    /// <exception cref="TlsConfigurationException">
    /// It is one of the bootstrap's or of a file's, and not there.
    /// </exception>
    public Wire.Secret? Find(Wire.SdsSecretConfig reference)
    {
        if (ReferenceTo(reference, secrets) is { } discovered)
        {
            _references.Add(discovered);
            return secrets.FindDiscovered(discovered);
        }

        return reference.SdsConfig?.PathConfigSource is { } file
            ? FindInFile(file.Path, reference.Name)
            : secrets.FindStatic(reference.Name)
                ?? throw new TlsConfigurationException($"the bootstrap has no secret \"{reference.Name}\"");
    }

    private static bool IsOfIdentity(ConfigSource source) => (source.ApiConfigSource?.GrpcServices ?? []).Any(
        service => service.EnvoyGrpc?.ClusterName == SecretReference.IdentityCluster);

    private Wire.Secret FindInFile(string path, string name)
    {
        string text = Encoding.UTF8.GetString(ReadFile(path));
        ProtoDocument<DiscoveryResponse> document = ProtoDocumentReader.Read<DiscoveryResponse>(text, path);
        if (document.Errors.Count > 0)
        {
            throw new TlsConfigurationException($"the secrets cannot be read: {document.Errors[0]}");
        }

        foreach (Google.Protobuf.WellKnownTypes.Any resource in document.Message.Resources)
        {
            if (Wire.Secret.Parser.ParseFrom(resource.Value) is { } secret && secret.Name == name)
            {
                return secret;
            }
        }

        throw new TlsConfigurationException($"{path} has no secret \"{name}\"");
    }

    private byte[] ReadFile(string path)
    {
        // The stamp comes first: a change between the two is seen, as one that is still to come.
        _files[path] = FileStamp.Of(path);
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string reason = File.Exists(path) ? exception.Message : "no such file";
            throw new TlsConfigurationException($"{path} cannot be read: {reason}");
        }
    }
}
