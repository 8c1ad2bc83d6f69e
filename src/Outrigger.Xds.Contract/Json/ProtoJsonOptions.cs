namespace Outrigger.Xds.Contract.Json;

/// <summary>How <see cref="ProtoJsonWriter"/> writes.</summary>
/// <param name="ProtoNames">
/// Whether fields keep their names of the <c>.proto</c> file (<c>lb_policy</c>), as Envoy's admin server
/// does, rather than protobuf's JSON names (<c>lbPolicy</c>).
/// </param>
/// <param name="Indented">Whether the text is laid out over several lines.</param>
/// <param name="RedactsSecrets">
/// Whether keys, passwords and the like are left out, and everything that cannot be read and might hold some.
/// </param>
public sealed record ProtoJsonOptions(
    bool ProtoNames = true, bool Indented = false, bool RedactsSecrets = false)
{
    /// <summary>As <see cref="Compact"/>, without secrets.</summary>
    public static ProtoJsonOptions Redacted { get; } = new(RedactsSecrets: true);

    /// <summary>Names as in the <c>.proto</c> files, on one line.</summary>
    public static ProtoJsonOptions Compact { get; } = new();

    /// <summary>Names as in the <c>.proto</c> files, laid out for people.</summary>
    public static ProtoJsonOptions Readable { get; } = new(Indented: true);
}
