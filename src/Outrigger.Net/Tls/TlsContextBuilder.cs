using System.Text;
using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>Makes contexts out of options. Every mistake is an exception that says what to change.</summary>
internal sealed unsafe class TlsContextBuilder
{
    private const string CipherListDefault =
        "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:"
        + "ECDHE-RSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384";

    private const string CipherSuitesDefault =
        "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

    private const string GroupsDefault = "X25519:P-256:P-384";
    private const string HybridGroup = "X25519MLKEM768";
    private const int SessionsMax = 1024;

    private readonly TlsOptions _options;
    private readonly nint _context;

    private TlsContextBuilder(TlsOptions options, nint context)
    {
        _options = options;
        _context = context;
    }

    /// <summary>Makes a context.</summary>
    /// <exception cref="TlsConfigurationException">The options cannot be used, or OpenSSL is missing.</exception>
    public static TlsContext Build(TlsOptions options)
    {
        TlsLibrary.Require();
        var isServer = options is TlsServerOptions;
        var handle = LibSsl.ContextNew(isServer ? LibSsl.ServerMethod() : LibSsl.ClientMethod());
        if (handle == 0)
            throw new TlsConfigurationException($"OpenSSL makes no context: {OpenSslErrors.Drain()}");
        ServerCertificates? certificates = null;
        try
        {
            var builder = new TlsContextBuilder(options, handle);
            builder.SetCommon();
            certificates = isServer ? builder.LoadCertificates() : null;
            var protocols = EncodeProtocols(options.ApplicationProtocols);
            if (options is TlsServerOptions server)
                builder.SetServer(server, certificates!, protocols);
            else
                builder.SetClient((TlsClientOptions)options);
            return new TlsContext(handle, options, certificates, protocols);
        }
        catch (TlsConfigurationException)
        {
            certificates?.Dispose();
            LibSsl.ContextFree(handle);
            OpenSslErrors.Drain();
            throw;
        }
    }

    /// <summary>Protocol names, each after a byte of its length, as the extension carries them.</summary>
    /// <exception cref="TlsConfigurationException">A name is empty or longer than 255 bytes.</exception>
    internal static byte[] EncodeProtocols(IReadOnlyList<string> names)
    {
        var bytes = new List<byte>();
        foreach (var name in names)
        {
            var encoded = Encoding.UTF8.GetBytes(name);
            if (encoded.Length is 0 or > byte.MaxValue)
            {
                throw new TlsConfigurationException(
                    $"the protocol \"{name}\" has {encoded.Length} bytes, expected 1 to 255");
            }

            bytes.Add((byte)encoded.Length);
            bytes.AddRange(encoded);
        }

        return [.. bytes];
    }

    private void SetCommon()
    {
        if (_options.VersionMin > _options.VersionMax)
            throw new TlsConfigurationException("the oldest version is newer than the newest");
        Control(OpenSslConstants.ControlSetVersionMin, NumberOf(_options.VersionMin), "the oldest version");
        Control(OpenSslConstants.ControlSetVersionMax, NumberOf(_options.VersionMax), "the newest version");
        _ = LibSsl.ContextSetOptions(
            _context, OpenSslConstants.OptionNoCompression | OpenSslConstants.OptionNoRenegotiation);
        const int Modes = OpenSslConstants.ModePartialWrite | OpenSslConstants.ModeMovingWriteBuffer
            | OpenSslConstants.ModeAutoRetry | OpenSslConstants.ModeReleaseBuffers;
        _ = LibSsl.ContextControl(_context, OpenSslConstants.ControlMode, Modes, null);
        // One system call brings a record's header and body, and often the next record too.
        _ = LibSsl.ContextControl(_context, OpenSslConstants.ControlSetReadAhead, 1, null);
        SetCipherSuites();
        SetGroups();
        var algorithms = _options.SignatureAlgorithms;
        if (algorithms.Count > 0)
            SetList(OpenSslConstants.ControlSetSignatureAlgorithmsList, algorithms, "signature algorithm");
        SetVerification();
        if (_options.KeyLog is not null)
            LibSsl.ContextSetKeyLogCallback(_context, &TlsCallbacks.LogKey);
    }

    private void SetCipherSuites()
    {
        List<string> older = [];
        List<string> newest = [];
        foreach (var name in _options.CipherSuites)
        {
            var isNewest = name.StartsWith("TLS_", StringComparison.Ordinal);
            (isNewest ? newest : older).Add(name);
            // A list may hold names that OpenSSL does not know as long as it knows one; ask for each alone.
            fixed (byte* text = NativeText.Terminated(name))
            {
                var isKnown = isNewest
                    ? LibSsl.ContextSetCipherSuites(_context, text)
                    : name[0] is '!' or '-' or '+' or '@' ? 1 : LibSsl.ContextSetCipherList(_context, text);
                if (isKnown != 1)
                    throw new TlsConfigurationException($"the cipher suite {name} is not known");
            }
        }

        fixed (byte* text = NativeText.Terminated(older.Count > 0 ? string.Join(':', older) : CipherListDefault))
            Require(LibSsl.ContextSetCipherList(_context, text), "the cipher suites");
        fixed (byte* text = NativeText.Terminated(newest.Count > 0 ? string.Join(':', newest) : CipherSuitesDefault))
            Require(LibSsl.ContextSetCipherSuites(_context, text), "the cipher suites");
    }

    private void SetGroups()
    {
        if (_options.Groups.Count > 0)
        {
            SetList(OpenSslConstants.ControlSetGroupsList, _options.Groups, "group");
            return;
        }

        var groups = TlsLibrary.HasHybridKeyAgreement ? $"{HybridGroup}:{GroupsDefault}" : GroupsDefault;
        fixed (byte* text = NativeText.Terminated(groups))
            Require((int)LibSsl.ContextControl(_context, OpenSslConstants.ControlSetGroupsList, 0, text), "the groups");
    }

    private void SetList(int command, IReadOnlyList<string> names, string what)
    {
        foreach (var name in names)
        {
            fixed (byte* text = NativeText.Terminated(name))
            {
                if (LibSsl.ContextControl(_context, command, 0, text) != 1)
                    throw new TlsConfigurationException($"the {what} {name} is not known to the installed OpenSSL");
            }
        }

        fixed (byte* text = NativeText.Terminated(string.Join(':', names)))
            Require((int)LibSsl.ContextControl(_context, command, 0, text), $"the {what}s");
    }

    private void SetVerification()
    {
        if (_options.Verification is not { } verification)
            return;
        var store = LibSsl.ContextGetStore(_context);
        if (!verification.RootsPem.IsEmpty)
            AddRoots(store, verification.RootsPem.Span);
        if (verification.UsesSystemRoots)
            Require(LibSsl.ContextUseSystemRoots(_context), "the system's trusted roots");
        // A trusted certificate is trusted whether or not it is a root, as in Envoy.
        var flags = OpenSslConstants.StorePartialChain;
        if (!verification.RevocationListsPem.IsEmpty)
        {
            AddRevocationLists(store, verification.RevocationListsPem.Span);
            flags |= OpenSslConstants.StoreCheckLeafRevocation;
            if (!verification.ChecksRevocationOfLeafOnly)
                flags |= OpenSslConstants.StoreCheckAllRevocation;
        }

        if (verification.AcceptsExpired)
            flags |= OpenSslConstants.StoreNoCheckTime;
        _ = LibX509.StoreSetFlags(store, flags);
        if (verification.DepthMax >= 0)
            LibX509.VerifyParametersSetDepth(LibSsl.ContextGetVerifyParameters(_context), verification.DepthMax);
        LibSsl.ContextSetVerifyCallback(_context, &TlsCallbacks.VerifyPeer, 0);
    }

    private void AddRoots(nint store, ReadOnlySpan<byte> pem)
    {
        var roots = PemReader.ReadCertificates(pem, "the trusted roots");
        foreach (var root in roots)
        {
            _ = LibX509.StoreAddCertificate(store, root);
            // The client learns which roots its certificate may come from.
            if (_options is TlsServerOptions)
                _ = LibSsl.ContextAddClientCa(_context, root);
        }

        PemReader.Free(roots);
    }

    private static void AddRevocationLists(nint store, ReadOnlySpan<byte> pem)
    {
        foreach (var list in PemReader.ReadRevocationLists(pem))
        {
            _ = LibX509.StoreAddRevocationList(store, list);
            LibX509.RevocationListFree(list);
        }
    }

    private ServerCertificates LoadCertificates()
    {
        List<LoadedCertificate> loaded = [];
        try
        {
            foreach (var source in _options.Certificates)
                loaded.Add(LoadedCertificate.Load(source));
        }
        catch (TlsConfigurationException)
        {
            loaded.ForEach(certificate => certificate.Dispose());
            throw;
        }

        if (loaded.Count == 0)
            throw new TlsConfigurationException("a server needs a certificate");
        var scansAll = _options is TlsServerOptions { ScansAllCertificates: true };
        return new ServerCertificates(loaded, scansAll);
    }

    private void SetServer(TlsServerOptions options, ServerCertificates certificates, byte[] protocols)
    {
        certificates.UseIn(_context);
        if (certificates.NeedsChoice)
            LibSsl.ContextSetCertificateCallback(_context, &TlsCallbacks.ChooseCertificate, 0);
        var lacksStaple = options.Certificates.Any(each => each.OcspResponse.IsEmpty);
        if (options.OcspStaplePolicy == OcspStaplePolicy.Must && lacksStaple)
            throw new TlsConfigurationException("OCSP stapling is demanded, but a certificate has no OCSP response");
        _ = LibSsl.ContextCallbackControl(
            _context, OpenSslConstants.ControlSetStatusCallback, &TlsCallbacks.StapleOcsp);
        if (protocols.Length > 0)
            LibSsl.ContextSetAlpnSelectCallback(_context, &TlsCallbacks.ChooseProtocol, 0);
        if (!options.PrefersClientCipherSuites)
        {
            _ = LibSsl.ContextSetOptions(
                _context, OpenSslConstants.OptionServerPreference | OpenSslConstants.OptionPrioritizeChaCha);
        }

        SetClientCertificate(options);
        SetServerSessions(options);
    }

    private void SetClientCertificate(TlsServerOptions options)
    {
        if (options.Verification is null && !options.RequiresClientCertificate)
            return;
        var mode = OpenSslConstants.VerifyPeer | OpenSslConstants.VerifyClientOnce;
        if (options.RequiresClientCertificate)
            mode |= OpenSslConstants.VerifyFailWithoutCertificate;
        LibSsl.ContextSetVerify(_context, mode, 0);
        LibSsl.ContextSetVerifyCallback(_context, &TlsCallbacks.VerifyPeer, 0);
    }

    private void SetServerSessions(TlsServerOptions options)
    {
        var mode = options.KeepsSessions ? OpenSslConstants.SessionCacheServer : OpenSslConstants.SessionCacheOff;
        _ = LibSsl.ContextControl(_context, OpenSslConstants.ControlSetSessionCacheMode, mode, null);
        _ = LibSsl.ContextControl(_context, OpenSslConstants.ControlSetSessionCacheSize, SessionsMax, null);
        _ = LibSsl.ContextSetTimeout(_context, options.SessionTimeoutSeconds);
        fixed (byte* identity = TlsSessionIdentity.Of(options))
            _ = LibSsl.ContextSetSessionIdContext(_context, identity, TlsSessionIdentity.Length);
        if (options.TicketKeys is null)
        {
            _ = LibSsl.ContextSetOptions(_context, OpenSslConstants.OptionNoTicket);
            // Without a key, a ticket of TLS 1.3 would only name a session that is kept here.
            if (!options.KeepsSessions)
                _ = LibSsl.ContextSetTicketsCount(_context, 0);
        }
        else
        {
            _ = LibSsl.ContextSetTicketKeyCallback(_context, &TlsCallbacks.GiveTicketKey);
        }
    }

    private void SetClient(TlsClientOptions options)
    {
        if (options.Certificates.Count > 1)
            throw new TlsConfigurationException("a client has one certificate at most");
        if (options.Certificates.Count == 1)
        {
            using var certificate = LoadedCertificate.Load(options.Certificates[0]);
            Require(certificate.TryUseIn(_context) ? 1 : 0, "the certificate");
        }

        LibSsl.ContextSetVerify(_context, options.Verification is null ? 0 : OpenSslConstants.VerifyPeer, 0);
        var mode = OpenSslConstants.SessionCacheOff;
        if (options.SessionsMax > 0)
        {
            mode = OpenSslConstants.SessionCacheClient | OpenSslConstants.SessionCacheNoInternal;
            LibSsl.ContextSetNewSessionCallback(_context, &TlsCallbacks.KeepSession);
        }

        _ = LibSsl.ContextControl(_context, OpenSslConstants.ControlSetSessionCacheMode, mode, null);
    }

    private void Control(int command, int number, string what) =>
        Require((int)LibSsl.ContextControl(_context, command, number, null), what);

    private static void Require(int result, string what)
    {
        if (result != 1)
            throw new TlsConfigurationException($"{what} cannot be used: {OpenSslErrors.Drain()}");
    }

    private static int NumberOf(TlsProtocolVersion version) => version == TlsProtocolVersion.Tls12
        ? OpenSslConstants.Tls12Number
        : OpenSslConstants.Tls13Number;
}
