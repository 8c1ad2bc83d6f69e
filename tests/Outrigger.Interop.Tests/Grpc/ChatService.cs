using System.Globalization;
using Grpc.Core;

namespace Outrigger.Interop.Tests.Grpc;

/// <summary>grpc-dotnet's side of the calls.</summary>
internal sealed class ChatService : Chat.ChatBase
{
    public override Task<Line> Say(Line request, ServerCallContext context)
    {
        context.ResponseTrailers.Add("x-said", request.Text);
        return Task.FromResult(new Line { Text = $"you said {request.Text}" });
    }

    public override async Task Listen(Wish request, IServerStreamWriter<Line> responses, ServerCallContext context)
    {
        for (var i = 0; i < request.Count; i++)
        {
            await responses.WriteAsync(new Line { Text = $"line {i}" }, context.CancellationToken);
        }
    }

    public override async Task<Wish> Tell(IAsyncStreamReader<Line> requests, ServerCallContext context)
    {
        var count = 0;
        await foreach (var _ in requests.ReadAllAsync(context.CancellationToken))
        {
            count++;
        }

        return new Wish { Count = count };
    }

    public override async Task Talk(
        IAsyncStreamReader<Line> requests, IServerStreamWriter<Line> responses, ServerCallContext context)
    {
        await foreach (var line in requests.ReadAllAsync(context.CancellationToken))
        {
            await responses.WriteAsync(new Line { Text = $"you said {line.Text}" }, context.CancellationToken);
        }
    }

    public override Task<Line> Fail(Line request, ServerCallContext context) => throw new RpcException(
        new Status((StatusCode)int.Parse(request.Text, CultureInfo.InvariantCulture), "as you wished: 100 % ✓"));

    public override async Task<Line> Wait(Line request, ServerCallContext context)
    {
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return request;
    }
}
