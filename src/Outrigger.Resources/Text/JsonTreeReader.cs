using System.Text;
using System.Text.Json;

namespace Outrigger.Resources.Text;

/// <summary>Reads a JSON text into a tree with places.</summary>
internal ref struct JsonTreeReader
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly List<TreeError> _errors;
    private Utf8JsonReader _reader;
    private int _line;
    private int _lineStart;
    private int _counted;

    private JsonTreeReader(ReadOnlySpan<byte> text)
    {
        _text = text;
        _errors = [];
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 100 });
        _line = 1;
    }

    public static TreeResult Read(string text)
    {
        var reader = new JsonTreeReader(Encoding.UTF8.GetBytes(text));
        try
        {
            reader._reader.Read();
            SourceNode root = reader.ReadNode("");
            reader._reader.Read();
            return new TreeResult(root, reader._errors);
        }
        catch (JsonException exception)
        {
            int line = (int)(exception.LineNumber ?? 0) + 1;
            int column = (int)(exception.BytePositionInLine ?? 0) + 1;
            string message = "found what is not JSON here: " + FirstSentence(exception.Message);
            return new TreeResult(null, [new TreeError(DiagnosticCodes.Syntax, line, column, message)]);
        }
    }

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }

    private SourceNode ReadNode(string path)
    {
        (int line, int column) = Place();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadMapping(line, column, path);
            case JsonTokenType.StartArray:
                var items = new List<SourceNode>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadNode(FieldPath.Index(path, items.Count)));
                }

                return new SourceSequence(line, column, items);
            case JsonTokenType.String:
                return new SourceScalar(line, column, _reader.GetString()!, ScalarKind.Text);
            case JsonTokenType.True or JsonTokenType.False:
                return new SourceScalar(
                    line, column, _reader.GetBoolean() ? "true" : "false", ScalarKind.Boolean);
            case JsonTokenType.Number:
                string number = Encoding.UTF8.GetString(_reader.ValueSpan);
                return new SourceScalar(line, column, number, ScalarResolver.Resolve(number));
            default:
                return new SourceScalar(line, column, "null", ScalarKind.Null);
        }
    }

    private SourceMapping ReadMapping(int line, int column, string path)
    {
        var entries = new List<SourceEntry>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            (int keyLine, int keyColumn) = Place();
            var key = new SourceScalar(keyLine, keyColumn, _reader.GetString()!, ScalarKind.Text);
            _reader.Read();
            string keyPath = FieldPath.Key(path, key.Text);
            SourceNode value = ReadNode(keyPath);
            if (seen.TryAdd(key.Text, keyLine))
            {
                entries.Add(new SourceEntry(key, value));
                continue;
            }

            string message =
                $"the key \"{key.Text}\" stands here a second time; the first is on line {seen[key.Text]}";
            _errors.Add(new TreeError(DiagnosticCodes.DuplicateKey, keyLine, keyColumn, message, keyPath));
        }

        return new SourceMapping(line, column, entries);
    }

    private (int Line, int Column) Place()
    {
        int at = (int)_reader.TokenStartIndex;
        while (_counted < at)
        {
            int newline = _text[_counted..at].IndexOf((byte)'\n');
            if (newline < 0) break;
            _counted += newline + 1;
            _lineStart = _counted;
            _line++;
        }

        return (_line, Encoding.UTF8.GetCharCount(_text[_lineStart..at]) + 1);
    }
}
