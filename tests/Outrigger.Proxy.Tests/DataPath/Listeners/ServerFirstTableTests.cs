using System.Net;
using Outrigger.Net.Sockets;
using Outrigger.Proxy.Listeners;

namespace Outrigger.Proxy.Tests.DataPath.Listeners;

public sealed class ServerFirstTableTests
{
    private static readonly NetworkAddress Mail = NetworkAddress.FromIp(IPAddress.Loopback, 25);

    private readonly ServerFirstTable _table = new();

    [Fact]
    public void Three_servers_first_in_a_row_are_needed()
    {
        Assert.False(_table.NoteServerFirst(Mail, 0));
        Assert.False(_table.NoteServerFirst(Mail, 1));
        Assert.False(_table.Knows(Mail, 1));
        Assert.True(_table.NoteServerFirst(Mail, 2));
        Assert.True(_table.Knows(Mail, 2));
        Assert.False(_table.NoteServerFirst(Mail, 3));
        Assert.False(_table.Knows(Mail.WithPort(26), 3));
    }

    [Fact]
    public void One_client_that_speaks_first_undoes_it()
    {
        Learn(Mail, 0);
        Assert.True(_table.NoteClientFirst(Mail));
        Assert.False(_table.Knows(Mail, 0));
        Assert.False(_table.NoteServerFirst(Mail, 0));
        Assert.False(_table.NoteClientFirst(Mail));
    }

    [Fact]
    public void What_is_not_seen_for_long_is_forgotten()
    {
        Learn(Mail, 0);
        _table.NoteServerFirst(Mail, 1000);
        Assert.True(_table.Knows(Mail, ServerFirstTable.MemoryMs + 999));
        Assert.False(_table.Knows(Mail, ServerFirstTable.MemoryMs + 1000));
        Assert.False(_table.NoteServerFirst(Mail, ServerFirstTable.MemoryMs + 1000));
        Assert.False(_table.Knows(Mail, ServerFirstTable.MemoryMs + 1000));
    }

    [Fact]
    public void The_oldest_destination_makes_room()
    {
        for (var port = 1; port <= ServerFirstTable.DestinationsMax + 1; port++)
            Learn(Mail.WithPort(port), port);
        Assert.Equal(ServerFirstTable.DestinationsMax, _table.Count);
        Assert.False(_table.Knows(Mail.WithPort(1), 0));
        Assert.True(_table.Knows(Mail.WithPort(2), 0));
    }

    private void Learn(NetworkAddress destination, long nowMs)
    {
        for (var evidence = 0; evidence < ServerFirstTable.EvidenceMin; evidence++)
            _table.NoteServerFirst(destination, nowMs);
    }
}
