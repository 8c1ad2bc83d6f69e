namespace Outrigger.Bench;

/// <summary>The bench's command line.</summary>
internal sealed record BenchOptions
{
    public string Proxy { get; init; } = "";

    public string Yarp { get; init; } = "";

    public int Rounds { get; init; } = 5;

    public int Seconds { get; init; } = 8;

    public int Connections { get; init; } = 64;

    /// <summary>Seconds of load on our proxy alone while its memory is watched; 0 for none.</summary>
    public int SoakSeconds { get; init; }

    public IReadOnlyList<string> Only { get; init; } = [];

    public bool WriteReport { get; init; } = true;

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
                "--rounds" => options with { Rounds = int.Parse(value) },
                "--seconds" => options with { Seconds = int.Parse(value) },
                "--connections" => options with { Connections = int.Parse(value) },
                "--soak" => options with { SoakSeconds = int.Parse(value) },
                "--only" => options with { Only = value.Split(',') },
                _ => throw new ArgumentException(
                    $"unknown option {name}; known are --rounds --seconds --connections --soak --only --no-report"),
            };
        }
        return options;
    }
}
