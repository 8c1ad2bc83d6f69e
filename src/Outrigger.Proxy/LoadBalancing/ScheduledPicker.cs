using Outrigger.Proxy.Upstream;
using Outrigger.Routing;

namespace Outrigger.Proxy.LoadBalancing;

/// <summary>
/// Picks by weight, earliest deadline first: each pick moves its endpoint's deadline on by the inverse of its
/// weight, so that picks come out smoothly interleaved and exactly in proportion. With <c>isByLoad</c> the
/// weight is divided by the requests in flight plus one, which is Envoy's least request for endpoints of
/// unequal weights. A binary heap of indexes; a pick costs O(log n).
/// </summary>
internal sealed class ScheduledPicker : EndpointPicker
{
    private readonly EndpointState[] _endpoints;
    private readonly double[] _deadlines;
    private readonly int[] _heap;
    private readonly bool _isByLoad;

    public ScheduledPicker(EndpointState[] endpoints, bool isByLoad, ref RandomState random)
    {
        _endpoints = endpoints;
        _isByLoad = isByLoad;
        _deadlines = new double[endpoints.Length];
        _heap = new int[endpoints.Length];
        for (var index = 0; index < endpoints.Length; index++)
        {
            // A random phase within the first period keeps workers from picking the same endpoint at once.
            var phase = (random.NextBelow(1 << 20) + 1) / (double)(1 << 20);
            _deadlines[index] = phase / endpoints[index].Weight;
            _heap[index] = index;
        }

        for (var index = (_heap.Length / 2) - 1; index >= 0; index--)
            SiftDown(index);
    }

    public override EndpointState Pick(ref RandomState random)
    {
        var index = _heap[0];
        var picked = _endpoints[index];
        var weight = (double)picked.Weight;
        if (_isByLoad)
            weight /= picked.ActiveRequests + 1;
        _deadlines[index] += 1 / weight;
        SiftDown(0);
        return picked;
    }

    private void SiftDown(int position)
    {
        while (true)
        {
            var child = (2 * position) + 1;
            if (child >= _heap.Length)
                return;
            if (child + 1 < _heap.Length && _deadlines[_heap[child + 1]] < _deadlines[_heap[child]])
                child++;
            if (_deadlines[_heap[position]] <= _deadlines[_heap[child]])
                return;
            (_heap[position], _heap[child]) = (_heap[child], _heap[position]);
            position = child;
        }
    }
}
