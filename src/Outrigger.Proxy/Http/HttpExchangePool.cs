using Outrigger.Proxy.Workers;

namespace Outrigger.Proxy.Http;

/// <summary>
/// The exchanges of one worker that are not in use. A connection borrows one from the first byte of a request
/// to the last of its response, so idle connections hold none.
/// </summary>
/// <param name="worker">The worker.</param>
internal sealed class HttpExchangePool(Worker worker)
{
    private const int FreeMax = 1024;

    private readonly Stack<HttpExchange> _free = new();

    /// <summary>Takes an exchange.</summary>
    public HttpExchange Rent() => _free.TryPop(out var exchange) ? exchange : new HttpExchange(worker);

    /// <summary>Gives an exchange back that has ended.</summary>
    /// <param name="exchange">The exchange; nothing of it is under way any more.</param>
    public void Return(HttpExchange exchange)
    {
        if (_free.Count < FreeMax)
            _free.Push(exchange);
    }
}
