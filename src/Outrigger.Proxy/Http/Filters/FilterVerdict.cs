namespace Outrigger.Proxy.Http.Filters;

/// <summary>What a filter makes of a request.</summary>
internal readonly struct FilterVerdict
{
    private readonly Kind _kind;

    private FilterVerdict(Kind kind, LocalReply reply)
    {
        _kind = kind;
        Reply = reply;
    }

    private enum Kind : byte
    {
        Continue,
        Wait,
        Reply,
        ClientGone,
    }

    /// <summary>The next filter decides.</summary>
    public static FilterVerdict Continue => default;

    /// <summary>The filter has to wait for something; asked by <see cref="HttpFilterModel.WaitAsync"/>.</summary>
    public static FilterVerdict Wait => new(Kind.Wait, default);

    /// <summary>The client went away while the filter waited.</summary>
    public static FilterVerdict ClientGone => new(Kind.ClientGone, default);

    /// <summary>The answer, when the request is answered here.</summary>
    public LocalReply Reply { get; }

    /// <summary>Whether the next filter decides.</summary>
    public bool IsContinue => _kind == Kind.Continue;

    /// <summary>Whether the filter has to wait.</summary>
    public bool IsWait => _kind == Kind.Wait;

    /// <summary>Whether the client went away.</summary>
    public bool IsClientGone => _kind == Kind.ClientGone;

    /// <summary>The request goes no further; the client gets an answer of ours.</summary>
    /// <param name="reply">The answer.</param>
    public static FilterVerdict Answer(LocalReply reply) => new(Kind.Reply, reply);
}
