using Google.Protobuf;
using Outrigger.Xds.Contract.Schema;

namespace Outrigger.Xds.Contract.Json;

/// <summary>
/// Reads a protobuf message from YAML or JSON (protobuf's ProtoJSON mapping) and says of every mistake where
/// it is, what was found and what was expected. Fields may be named as in the <c>.proto</c> file or as in
/// JSON. It uses schemas and bytes only, so it works under NativeAOT.
/// </summary>
public static class ProtoDocumentReader
{
    /// <summary>
    /// Reads a document. It does not throw: what is wrong with the text is part of the answer.
    /// </summary>
    /// <typeparam name="T">The message that the document is.</typeparam>
    /// <param name="text">The document; an empty one is an empty message.</param>
    /// <param name="file">The name of the file, for positions.</param>
    /// <returns>The message and all that was found on the way.</returns>
    public static ProtoDocument<T> Read<T>(string text, string file)
        where T : IMessage<T>, new()
    {
        var message = new T();
        var log = new DocumentLog(file);
        message.MergeFrom(Encode(text, TypeRegistry.Of(typeof(T)), log));
        return new ProtoDocument<T>(message, log.Errors, log.Unimplemented, log.Positions);
    }

    /// <summary>Reads a document whose type is known only when the program runs.</summary>
    /// <param name="text">The document; an empty one is an empty message.</param>
    /// <param name="file">The name of the file, for positions.</param>
    /// <param name="type">The message that the document is.</param>
    /// <param name="parser">Reads the bytes of that message.</param>
    /// <returns>The message and all that was found on the way.</returns>
    public static ProtoDocument<IMessage> Read(
        string text, string file, MessageSchema type, MessageParser parser)
    {
        var log = new DocumentLog(file);
        IMessage message = parser.ParseFrom(Encode(text, type, log));
        return new ProtoDocument<IMessage>(message, log.Errors, log.Unimplemented, log.Positions);
    }

    private static byte[] Encode(string text, MessageSchema type, DocumentLog log)
    {
        if (DocumentTreeReader.Read(text, log) is not { } root)
        {
            return [];
        }

        var buffer = new WireBuffer();
        new MessageEncoder(buffer, log).EncodeRoot(root, type);
        log.Errors.Sort((left, right) => OrderOf(left).CompareTo(OrderOf(right)));
        return buffer.ToArray();
    }

    private static (int Line, int Column) OrderOf(DocumentError error) =>
        (error.Position.Line, error.Position.Column);
}
