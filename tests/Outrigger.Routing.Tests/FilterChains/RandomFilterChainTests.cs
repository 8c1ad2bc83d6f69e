using Envoy.Config.Core.V3;
using Envoy.Config.Listener.V3;
using Outrigger.Routing.FilterChains;
using SourceType = Envoy.Config.Listener.V3.FilterChainMatch.Types.ConnectionSourceType;

namespace Outrigger.Routing.Tests.FilterChains;

/// <summary>
/// Random chains and connections: the tree against a walk that narrows the chains step by step, as the
/// documentation of Envoy's filter chain match describes it.
/// </summary>
public sealed class RandomFilterChainTests
{
    private static readonly string[] Addresses = ["10.0.0.1", "10.0.1.1", "10.1.1.1", "127.0.0.1"];
    private static readonly string[] Names = ["a.com", "www.a.com", "x.www.a.com", "b.org", ""];
    private static readonly string[] NamePatterns = ["a.com", "*.a.com", "*.www.a.com", "*.com", "b.org"];
    private static readonly string[] Transports = ["tls", "raw_buffer"];
    private static readonly string[] Protocols = ["h2", "http/1.1"];
    private static readonly uint[] PrefixLengths = [0, 8, 16, 24, 32];

    [Fact]
    public void The_tree_chooses_as_the_walk_does()
    {
        var random = new Random(99);
        int compiled = 0;
        int chosen = 0;
        for (int round = 0; round < 1500; round++)
        {
            int count = random.Next(1, 7);
            FilterChain[] chains = [.. Enumerable.Range(0, count).Select(_ => RandomChain(random))];
            FilterChainMatcherResult result = FilterChainMatcher.Compile(chains, hasDefaultChain: false);
            if (result.Matcher is null)
            {
                // Random chains may overlap; the tables test that they are refused then.
                Assert.All(result.Errors, error => Assert.Contains("just as well", error.Message));
                continue;
            }

            compiled++;
            for (int i = 0; i < 20; i++)
            {
                Connection connection = RandomConnection(random);
                int expected = Walk(chains, connection);
                Assert.Equal(expected, result.Matcher.Match(Describe(connection)));
                chosen += expected >= 0 ? 1 : 0;
            }
        }

        // The property would be worth nothing if nearly all rounds were refused or nothing ever matched.
        Assert.InRange(compiled, 400, 1500);
        Assert.InRange(chosen, 2000, 30_000);
    }

    private static FilterChain RandomChain(Random random)
    {
        var match = new FilterChainMatch();
        if (random.Next(3) == 0)
        {
            match.DestinationPort = (uint)random.Next(1, 3);
        }

        AddSome(random, match.PrefixRanges, RandomRange);
        AddSome(random, match.ServerNames, () => Pick(random, NamePatterns));
        match.TransportProtocol = random.Next(3) == 0 ? Pick(random, Transports) : "";
        AddSome(random, match.ApplicationProtocols, () => Pick(random, Protocols));
        AddSome(random, match.DirectSourcePrefixRanges, RandomRange);
        match.SourceType = random.Next(3) == 0 ? (SourceType)random.Next(1, 3) : SourceType.Any;
        AddSome(random, match.SourcePrefixRanges, RandomRange);
        AddSome(random, match.SourcePorts, () => (uint)random.Next(1, 4));
        return new FilterChain { FilterChainMatch = match };

        CidrRange RandomRange() => new()
        {
            AddressPrefix = Pick(random, Addresses),
            PrefixLen = PrefixLengths[random.Next(PrefixLengths.Length)],
        };
    }

    private static void AddSome<T>(Random random, ICollection<T> list, Func<T> create)
    {
        for (int i = random.Next(4) == 0 ? random.Next(1, 3) : 0; i > 0; i--)
        {
            list.Add(create());
        }
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];

    private static Connection RandomConnection(Random random) => new(
        Pick(random, Addresses),
        (ushort)random.Next(1, 3),
        Pick(random, Names),
        Pick(random, Transports),
        [Pick(random, Protocols)],
        Pick(random, Addresses),
        Pick(random, Addresses),
        (ushort)random.Next(1, 4));

    private static ConnectionDescription Describe(Connection connection) => new()
    {
        DestinationAddress = Address(connection.Destination),
        DestinationPort = connection.DestinationPort,
        ServerName = Bytes.Of(connection.ServerName),
        TransportProtocol = Bytes.Of(connection.Transport),
        ApplicationProtocols = Bytes.Of((char)connection.Protocols[0].Length + connection.Protocols[0]),
        DirectSourceAddress = Address(connection.DirectSource),
        SourceAddress = Address(connection.Source),
        SourcePort = connection.SourcePort,
    };

    private static AddressValue Address(string text)
    {
        Assert.True(AddressValue.TryParse(text, out AddressValue address));
        return address;
    }

    private static int Walk(FilterChain[] chains, Connection connection)
    {
        bool isLocal = connection.Source == "127.0.0.1" || connection.Source == connection.Destination;
        SourceType type = isLocal ? SourceType.SameIpOrLoopback : SourceType.External;
        FilterChainMatch[] all = [.. chains.Select(chain => chain.FilterChainMatch)];
        List<int> left = [.. Enumerable.Range(0, chains.Length)];
        left = Narrow(left, i => Single(all[i].DestinationPort), Port(connection.DestinationPort));
        left = Narrow(left, i => Ranges(all[i].PrefixRanges), Prefixes(connection.Destination));
        left = Narrow(left, i => all[i].ServerNames, NamesOf(connection.ServerName));
        left = Narrow(left, i => Single(all[i].TransportProtocol), [connection.Transport]);
        left = Narrow(left, i => all[i].ApplicationProtocols, connection.Protocols);
        left = Narrow(left, i => Ranges(all[i].DirectSourcePrefixRanges), Prefixes(connection.DirectSource));
        left = Narrow(left, i => Single(all[i].SourceType), [type.ToString()]);
        left = Narrow(left, i => Ranges(all[i].SourcePrefixRanges), Prefixes(connection.Source));
        left = Narrow(left, i => all[i].SourcePorts.Select(port => $"{port}"), Port(connection.SourcePort));
        return left.SingleOrDefault(-1);
    }

    /// <summary>
    /// Keeps the chains with the first of the wanted keys that any has; else those without a key.
    /// </summary>
    private static List<int> Narrow(
        List<int> candidates, Func<int, IEnumerable<string>> keysOf, IEnumerable<string> wanted)
    {
        foreach (string key in wanted)
        {
            List<int> withKey = [.. candidates.Where(chain => keysOf(chain).Contains(key))];
            if (withKey.Count > 0)
            {
                return withKey;
            }
        }

        return [.. candidates.Where(chain => !keysOf(chain).Any())];
    }

    private static string[] Port(ushort port) => [$"{port}"];

    private static IEnumerable<string> Single(uint? port) => port is null ? [] : [$"{port}"];

    private static IEnumerable<string> Single(string value) => value.Length == 0 ? [] : [value];

    private static IEnumerable<string> Single(SourceType type) =>
        type == SourceType.Any ? [] : [type.ToString()];

    private static IEnumerable<string> Ranges(IEnumerable<CidrRange> ranges) =>
        ranges.Select(range => Prefix(range.AddressPrefix, (int)range.PrefixLen!.Value));

    private static IEnumerable<string> Prefixes(string address) =>
        PrefixLengths.Reverse().Select(length => Prefix(address, (int)length));

    /// <summary>The bytes that a prefix covers, as text; lengths are multiples of 8 here.</summary>
    private static string Prefix(string address, int length) =>
        $"{string.Join('.', address.Split('.').Take(length / 8))}/{length}";

    private static IEnumerable<string> NamesOf(string name)
    {
        yield return name;
        for (int dot = name.IndexOf('.'); dot > 0; dot = name.IndexOf('.', dot + 1))
        {
            yield return "*" + name[dot..];
        }
    }

    private sealed record Connection(
        string Destination,
        ushort DestinationPort,
        string ServerName,
        string Transport,
        string[] Protocols,
        string DirectSource,
        string Source,
        ushort SourcePort);
}
