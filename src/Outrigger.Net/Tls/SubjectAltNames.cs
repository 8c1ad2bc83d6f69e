using Outrigger.Net.Tls.Native;

namespace Outrigger.Net.Tls;

/// <summary>The names in a certificate (RFC 5280 section 4.2.1.6), as text.</summary>
internal sealed unsafe class SubjectAltNames
{
    private const int NamesMax = 10_000;

    private readonly List<string>[] _names = [[], [], [], []];

    private SubjectAltNames()
    {
    }

    /// <summary>Its host names.</summary>
    public IReadOnlyList<string> Dns => Of(SubjectAltNameType.Dns);

    /// <summary>Its URIs.</summary>
    public IReadOnlyList<string> Uri => Of(SubjectAltNameType.Uri);

    /// <summary>Its IP addresses.</summary>
    public IReadOnlyList<string> Ip => Of(SubjectAltNameType.IpAddress);

    /// <summary>Its mail addresses.</summary>
    public IReadOnlyList<string> Email => Of(SubjectAltNameType.Email);

    /// <summary>Reads a certificate's names.</summary>
    public static SubjectAltNames Read(nint certificate)
    {
        var names = new SubjectAltNames();
        var list = LibX509.GetExtension(certificate, OpenSslConstants.IdentifierSubjectAltName, null, null);
        if (list == 0)
            return names;
        var count = Math.Min(LibCrypto.StackCount(list), NamesMax);
        for (var index = 0; index < count; index++)
        {
            // GENERAL_NAME is a number that says which member of the union behind it is meant.
            var entry = (nint*)LibCrypto.StackValue(list, index);
            if (TypeOf(*(int*)entry) is { } type
                && SubjectAltNameMatcher.Read(type, NativeText.ReadString(entry[1])) is { } name)
            {
                names._names[(int)type].Add(name);
            }
        }

        LibX509.GeneralNamesFree(list);
        return names;
    }

    /// <summary>The names of one kind.</summary>
    public IReadOnlyList<string> Of(SubjectAltNameType type) => _names[(int)type];

    /// <summary>All names, for a message.</summary>
    public override string ToString()
    {
        var all = Enum.GetValues<SubjectAltNameType>()
            .SelectMany(type => Of(type).Select(name => $"{SubjectAltNameMatcher.NameOf(type)} {name}"))
            .ToList();
        return all.Count == 0 ? "no name" : string.Join(", ", all);
    }

    private static SubjectAltNameType? TypeOf(int generalName) => generalName switch
    {
        OpenSslConstants.GeneralNameDns => SubjectAltNameType.Dns,
        OpenSslConstants.GeneralNameUri => SubjectAltNameType.Uri,
        OpenSslConstants.GeneralNameIp => SubjectAltNameType.IpAddress,
        OpenSslConstants.GeneralNameEmail => SubjectAltNameType.Email,
        _ => null,
    };
}
