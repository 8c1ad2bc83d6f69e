namespace Outrigger.Bench;

/// <summary>The bench's command line.</summary>
internal sealed record BenchOptions
{
    public string Proxy { get; init; } = "";

    public string Yarp { get; init; } = "";

    /// <summary>The library that gives load generators a client certificate.</summary>
    public string ClientCertificateLibrary { get; init; } = "";

    /// <summary>Names of the scenarios to run; all when empty.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Names of the peers to measure; all when empty.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    public int Rounds { get; init; } = 5;

    public int Seconds { get; init; } = 8;

    /// <summary>Seconds of load on our proxy alone while its memory is watched; 0 for none.</summary>
    public int SoakSeconds { get; init; }

    public bool WriteReport { get; init; } = true;

    public bool Wants(string peer) => Peers.Count == 0 || Peers.Contains(peer);

    public static BenchOptions Parse(string[] arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            if (name == "--no-report")
            {
                options = options with { WriteReport = false };
                continue;
            }
            if (i + 1 == arguments.Length) throw new ArgumentException($"{name} needs a value");
            var value = arguments[++i];
            options = name switch
            {
                "--proxy" => options with { Proxy = Path.GetFullPath(value) },
                "--yarp" => options with { Yarp = Path.GetFullPath(value) },
                "--client-certificate-library" =>
                    options with { ClientCertificateLibrary = Path.GetFullPath(value) },
                "--scenario" => options with { Scenarios = value.Split(',') },
                "--only" => options with { Peers = value.Split(',') },
                "--rounds" => options with { Rounds = int.Parse(value) },
                "--seconds" => options with { Seconds = int.Parse(value) },
                "--soak" => options with { SoakSeconds = int.Parse(value) },
                _ => throw new ArgumentException(
                    $"unknown option {name}; known are --scenario --only --rounds --seconds --soak --no-report"),
            };
        }
        return options;
    }
}
