using System.Globalization;
using System.Text;

namespace Outrigger.Http.Tests.Http1;

/// <summary>
/// Makes random valid requests, with their content, as bytes; the same ones for the same seed.
/// </summary>
internal sealed class RequestGenerator(int seed)
{
    private const string TokenChars = "abcXYZ019!#$%&'*+-.^_`|~";
    private const string TargetChars = "abcXYZ019-._~!$&'()*+,;=:@/?%[]\"<>\\^`{|}";
    private const string ValueChars = "abcXYZ019 \t,;=\"()<>@:\\/[]?{}\u0080\u00e9\u00ff";

    private static readonly string[] s_methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "PURGE", "M-SEARCH"];
    private static readonly string[] s_knownNames = ["Accept", "cookie", "User-Agent", "X-Request-Id", "TE", "Via"];

    private static readonly string[] s_codings = ["gzip", "x-GZIP", "identity", "deflate;a=b", "compress ;"];

    private readonly Random _random = new(seed);

    internal byte[] Next()
    {
        StringBuilder text = new();
        string version = _random.Next(8) == 0 ? "HTTP/1.0" : "HTTP/1.1";
        text.Append(CultureInfo.InvariantCulture, $"{Pick(s_methods)} {Target()} {version}\r\n");
        List<string> fields = [$"Host:{Blank()}{Host()}"];
        for (int count = _random.Next(12); count > 0; count--)
        {
            string name = _random.Next(2) == 0 ? Pick(s_knownNames) : "x" + Chars(TokenChars, _random.Next(1, 30));
            string value = Chars(ValueChars, _random.Next(60)).Trim(' ', '\t');
            fields.Add($"{name}:{Blank()}{value}{Blank()}");
        }

        string content = Content(version, fields);
        string[] shuffled = [.. fields];
        _random.Shuffle(shuffled);
        foreach (string field in shuffled)
            text.Append(field).Append("\r\n");
        return Encoding.Latin1.GetBytes(text.Append("\r\n").Append(content).ToString());
    }

    private string Content(string version, List<string> fields)
    {
        string data = Chars(ValueChars + "\r\n", _random.Next(80));
        switch (_random.Next(version == "HTTP/1.1" ? 3 : 2))
        {
            case 1:
                fields.Add(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {data.Length}"));
                return data;
            case 2:
                fields.Add("Transfer-Encoding:" + (_random.Next(4) == 0 ? Codings() : " chunked"));
                return Chunks(data);
            default:
                return "";
        }
    }

    private string Chunks(string data)
    {
        StringBuilder text = new();
        while (data.Length > 0)
        {
            int length = _random.Next(1, data.Length + 1);
            string extension = _random.Next(4) == 0 ? ";a;b=c;d=\"e\\\"f\"" : "";
            text.Append(CultureInfo.InvariantCulture, $"{length:X}{extension}\r\n{data[..length]}\r\n");
            data = data[length..];
        }

        text.Append("0\r\n");
        if (_random.Next(2) == 0)
            text.Append("X-Trailer: a\r\nx-trailer: b\r\n");
        return text.Append("\r\n").ToString();
    }

    private string Codings()
    {
        StringBuilder text = new();
        for (int count = _random.Next(3); count > 0; count--)
            text.Append(Blank()).Append(Pick(s_codings)).Append(Blank()).Append(',');
        return text.Append(Blank()).Append("chunked").Append(_random.Next(2) == 0 ? ";" + Blank() : "").ToString();
    }

    private string Target() => _random.Next(4) switch
    {
        0 => $"http://{Host()}/{TargetRest()}",
        1 => $"https://{Host()}{Pick(["?", "#"])}{Chars(TargetChars, _random.Next(20))}",
        _ => "/" + TargetRest(),
    };

    private string TargetRest() => _random.Next(6) switch
    {
        0 => Chars(TargetChars + "#", _random.Next(40)),
        1 => Chars(TargetChars + "\u0080\u00e9\u00ff", _random.Next(40)),
        _ => Chars(TargetChars, _random.Next(40)),
    };

    private string Host() => _random.Next(4) switch
    {
        0 => "a.example",
        1 => "reviews.default.svc.cluster.local:9080",
        2 => "[2001:db8::1]:80",
        _ => "127.0.0.1:1",
    };

    private string Blank() => Chars(" \t", _random.Next(3));

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];

    private string Chars(string alphabet, int length) => new(_random.GetItems<char>(alphabet, length));
}
