using Outrigger.Net.Buffers;
using Outrigger.Net.Loops;
using Outrigger.Net.Sockets;
using Outrigger.Net.Tasks;

namespace Outrigger.Proxy.PeerMetadata;

/// <summary>The exchange of metadata on one connection, before its bytes.</summary>
/// <param name="model">How it is done.</param>
/// <param name="socket">The connection.</param>
/// <param name="input">What was received of it so far.</param>
internal sealed class PeerExchange(PeerExchangeModel model, StreamConnection socket, StreamBuffer input)
{
    /// <summary>Who the peer is; null when it is not known, or not known yet.</summary>
    public WorkloadMetadata? Peer { get; private set; }

    /// <summary>Tells the peer who we are; false when the connection broke.</summary>
    /// <param name="deadlineMs">Loop time at which to give up.</param>
    public async LoopTask<bool> TellAsync(long deadlineMs)
    {
        var message = model.Message;
        while (!message.IsEmpty)
        {
            if (socket.TryWrite(message.Span, out var count) == IoStatus.Failed)
                return false;
            message = message[count..];
            if (!message.IsEmpty && await socket.WritableAsync(deadlineMs) != WaitResult.Ready)
                return false;
        }

        model.Added.Add();
        return true;
    }

    /// <summary>
    /// Takes what the peer tells off the front of what it sends. A peer that sends something else at once is heard
    /// as if it had nothing to tell.
    /// </summary>
    /// <param name="deadlineMs">Loop time at which to give up.</param>
    /// <returns>Whether the connection goes on.</returns>
    public async LoopTask<bool> HearAsync(long deadlineMs)
    {
        while (true)
        {
            if (IsHeard(out var goesOn))
                return goesOn;
            if (!socket.IsReadable && await socket.ReadableAsync(deadlineMs) is not WaitResult.Ready)
                return false;
            input.EnsureRoom(1);
            var status = socket.TryRead(input.Room, out var count);
            input.Advance(count);
            if (status == IoStatus.Failed)
                return false;
            // A peer that ended without a word has nothing to say; the relay passes its end on.
            if (status == IoStatus.EndOfStream)
                return true;
        }
    }

    private bool IsHeard(out bool goesOn)
    {
        goesOn = true;
        if (input.Count < PeerExchangeModel.HeaderBytes)
            return false;
        var length = PeerExchangeModel.ReadLength(input.Unread);
        if (length < 0)
        {
            model.HeaderNotFound.Add();
            return true;
        }

        if (length > WorkloadMetadataCodec.BytesMax)
        {
            model.MessageNotFound.Add();
            goesOn = false;
            return true;
        }

        var whole = PeerExchangeModel.HeaderBytes + (int)length;
        if (input.Count < whole)
        {
            input.EnsureRoom(whole - input.Count);
            return false;
        }

        Peer = PeerExchangeModel.Decode(input.Unread[PeerExchangeModel.HeaderBytes..whole]);
        if (Peer is null)
            model.MessageNotFound.Add();
        input.Consume(whole);
        return true;
    }
}
