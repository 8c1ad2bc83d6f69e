namespace Outrigger.Xds.Client.Protocol;

/// <summary>
/// One type in the client: what is wanted and what is known, which outlive a stream, and what the server of
/// the current stream was told.
/// </summary>
internal sealed class TypeState(TypeUrl type)
{
    /// <summary>Stands for everything in <see cref="Awaited"/> and on the wire.</summary>
    public const string Wildcard = "*";

    public TypeUrl Type { get; } = type;

    // What is wanted.
    public bool WantsAll { get; set; }

    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    public int PauseCount { get; set; }

    // What is known: it outlives streams.

    /// <summary>The versions of accepted resources by name.</summary>
    public Dictionary<string, string> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>The last <c>version_info</c> of which everything was accepted.</summary>
    public string SotwVersion { get; set; } = "";

    /// <summary>
    /// Whether part of a newer response is in force than the one of <see cref="SotwVersion"/>.
    /// </summary>
    public bool IsMixed { get; set; }

    /// <summary>
    /// The version to begin a stream with. A server sends nothing to whoever holds its version, so only a
    /// client that holds all of it may say so: none when parts of it are of another version, or were let go
    /// meanwhile.
    /// </summary>
    public string VersionToResume => IsMixed || !Names.All(Known.ContainsKey) ? "" : SotwVersion;

    /// <summary>When the wait for resources that never arrived ends, by name.</summary>
    public Dictionary<string, TimeSpan> Awaited { get; } = new(StringComparer.Ordinal);

    /// <summary>When resources with a lifetime go, by name.</summary>
    public Dictionary<string, TimeSpan> Expiries { get; } = new(StringComparer.Ordinal);

    // What the server of the current stream was told.

    /// <summary>Whether the first request was sent.</summary>
    public bool IsRequested { get; private set; }

    public bool RequestedAll { get; private set; }

    public HashSet<string> RequestedNames { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether any name was ever sent: from then on an empty list means nothing, not everything.
    /// </summary>
    public bool EverNamed { get; private set; }

    /// <summary>
    /// Names let go since the last request. One that is wanted again by then was forgotten here and must be
    /// sent anew, so the server has to see it go and come.
    /// </summary>
    public HashSet<string> LetGo { get; } = new(StringComparer.Ordinal);

    public string LastNonce { get; set; } = "";

    public Queue<Answer> Answers { get; } = new();

    public bool IsWanted => WantsAll || Names.Count > 0;

    public bool Covers(string name) => WantsAll || Names.Contains(name);

    public void BeginStream()
    {
        IsRequested = RequestedAll = EverNamed = false;
        RequestedNames.Clear();
        LetGo.Clear();
        LastNonce = "";
        Answers.Clear();
    }

    /// <summary>Books that the server was told a subscription.</summary>
    public void BookRequest(bool all, IEnumerable<string> names, bool explicitly)
    {
        IsRequested = true;
        RequestedAll = all;
        RequestedNames.Clear();
        RequestedNames.UnionWith(names);
        EverNamed |= explicitly || RequestedNames.Count > 0;
        LetGo.Clear();
    }

    /// <summary>Forgets everything about a name that is not wanted any more.</summary>
    public void Forget(string name)
    {
        Known.Remove(name);
        Awaited.Remove(name);
        Expiries.Remove(name);
    }
}
