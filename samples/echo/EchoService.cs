using Grpc.Core;
using Outrigger.Samples.Echo.V1;

namespace Outrigger.Samples.Echo;

/// <summary>Says back what it is told over gRPC.</summary>
internal sealed class EchoService : V1.Echo.EchoBase
{
    public override Task<EchoMessage> Say(EchoMessage request, ServerCallContext context)
    {
        ThrowIfAsked(request);
        return Task.FromResult(request);
    }

    public override async Task Repeat(
        EchoMessage request, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        for (var time = 0; time < request.Count; time++)
            await responseStream.WriteAsync(request, context.CancellationToken);
        ThrowIfAsked(request);
    }

    public override async Task<EchoMessage> Collect(
        IAsyncStreamReader<EchoMessage> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            ThrowIfAsked(requestStream.Current);
            texts.Add(requestStream.Current.Text);
        }

        return new EchoMessage { Text = string.Join(' ', texts), Count = texts.Count };
    }

    public override async Task Chat(
        IAsyncStreamReader<EchoMessage> requestStream,
        IServerStreamWriter<EchoMessage> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            ThrowIfAsked(requestStream.Current);
            await responseStream.WriteAsync(requestStream.Current, context.CancellationToken);
        }
    }

    private static void ThrowIfAsked(EchoMessage message)
    {
        if (message.Status != 0)
            throw new RpcException(new Status((StatusCode)message.Status, message.Text));
    }
}
