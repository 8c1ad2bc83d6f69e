using System.Globalization;
using System.Text;
using Outrigger.Http;
using Outrigger.Http.Http1;

namespace Outrigger.Testing.Http1;

/// <summary>A copy of a request as text (Latin-1), which outlives the reused head.</summary>
internal sealed class ReceivedRequest
{
    internal required RequestMethod MethodKind { get; init; }

    internal required string Method { get; init; }

    internal required string Target { get; init; }

    internal required TargetForm TargetForm { get; init; }

    internal required string Path { get; init; }

    internal required string Authority { get; init; }

    internal required HttpScheme Scheme { get; init; }

    internal required HttpVersion Version { get; init; }

    internal required BodyFraming Framing { get; init; }

    internal required string OtherCodings { get; init; }

    internal required long ContentLength { get; init; }

    internal required bool KeepAlive { get; init; }

    internal required bool ExpectContinue { get; init; }

    internal required string Upgrade { get; init; }

    internal required List<(string Name, string Value)> Headers { get; init; }

    internal StringBuilder Body { get; } = new();

    internal List<(string Name, string Value)> Trailers { get; } = [];

    internal bool IsComplete { get; set; }

    internal bool IsUpgrade => Upgrade.Length > 0;

    internal static ReceivedRequest From(RequestHead head)
    {
        List<(string, string)> headers = [];
        foreach (HeaderField field in head.Headers)
            headers.Add((Encoding.Latin1.GetString(field.Name), Encoding.Latin1.GetString(field.Value)));
        return new ReceivedRequest
        {
            MethodKind = head.MethodKind,
            Method = Encoding.Latin1.GetString(head.Method),
            Target = Encoding.Latin1.GetString(head.Target),
            TargetForm = head.TargetForm,
            Path = Encoding.Latin1.GetString(head.Path),
            Authority = Encoding.Latin1.GetString(head.Authority),
            Scheme = head.Scheme,
            Version = head.Version,
            Framing = head.Framing,
            OtherCodings = Encoding.Latin1.GetString(head.OtherCodings),
            ContentLength = head.ContentLength,
            KeepAlive = head.KeepAlive,
            ExpectContinue = head.ExpectContinue,
            Upgrade = Encoding.Latin1.GetString(head.Upgrade),
            Headers = headers,
        };
    }

    /// <summary>The value of a header, or null.</summary>
    internal string? Header(string lowerCaseName) =>
        Headers.Where(header => header.Name == lowerCaseName).Select(header => header.Value).FirstOrDefault();

    internal string Describe()
    {
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Method} {TargetForm} {Scheme} {Authority} {Path} {Version} {Framing} {OtherCodings} {ContentLength} "
            + $"{KeepAlive} {ExpectContinue} {Upgrade}\n");
        foreach ((string name, string value) in Headers)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        return text.ToString();
    }
}
