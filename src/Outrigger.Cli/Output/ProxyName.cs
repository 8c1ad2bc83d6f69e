namespace Outrigger.Cli.Output;

/// <summary>Shortens node ids to what people call a proxy.</summary>
internal static class ProxyName
{
    /// <summary>
    /// The third part of <c>sidecar~IP~pod.namespace~domain</c>; an id of another form as a whole, as clients
    /// that are not ours may have.
    /// </summary>
    public static string Of(string nodeId) => nodeId.Split('~') is [_, _, var name, _] ? name : nodeId;
}
