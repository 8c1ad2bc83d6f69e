namespace Outrigger.Http.Http2;

/// <summary>
/// The open streams by identifier, and the objects of closed ones for use again. Identifiers of one side
/// ascend by two, so that half of one is a hash without collisions among neighbours.
/// </summary>
internal sealed class StreamTable
{
    private const int PooledMax = 128;

    private Http2Stream?[] _buckets = new Http2Stream?[4];
    private Http2Stream? _pooled;
    private int _pooledCount;

    /// <summary>How many streams are open.</summary>
    internal int Count { get; private set; }

    internal int BucketCount => _buckets.Length;

    internal Http2Stream? Find(int id)
    {
        Http2Stream? stream = _buckets[BucketOf(id)];
        while (stream is not null && stream.Id != id)
            stream = stream.Next;
        return stream;
    }

    /// <summary>The first stream of a bucket that is beyond an identifier.</summary>
    internal Http2Stream? FindBeyond(int bucket, int id)
    {
        Http2Stream? stream = _buckets[bucket];
        while (stream is not null && stream.Id <= id)
            stream = stream.Next;
        return stream;
    }

    internal Http2Stream Add(int id)
    {
        if (Count == _buckets.Length)
            Grow();
        Http2Stream stream = _pooled ?? new Http2Stream();
        if (stream == _pooled)
        {
            _pooled = stream.Next;
            _pooledCount--;
        }

        stream.Owner = null;
        stream.Id = id;
        ref Http2Stream? bucket = ref _buckets[BucketOf(id)];
        stream.Next = bucket;
        bucket = stream;
        Count++;
        return stream;
    }

    internal void Remove(Http2Stream stream)
    {
        ref Http2Stream? link = ref _buckets[BucketOf(stream.Id)];
        while (link != stream)
            link = ref link!.Next;
        link = stream.Next;
        stream.Next = null;
        Count--;
    }

    /// <summary>Takes the object of a removed stream back.</summary>
    internal void Recycle(Http2Stream stream)
    {
        stream.Clear();
        if (_pooledCount == PooledMax)
            return;
        stream.Next = _pooled;
        _pooled = stream;
        _pooledCount++;
    }

    private int BucketOf(int id) => (id >> 1) & (_buckets.Length - 1);

    private void Grow()
    {
        Http2Stream?[] smaller = _buckets;
        _buckets = new Http2Stream?[smaller.Length * 2];
        foreach (Http2Stream? first in smaller)
        {
            Http2Stream? stream = first;
            while (stream is not null)
            {
                Http2Stream? next = stream.Next;
                ref Http2Stream? bucket = ref _buckets[BucketOf(stream.Id)];
                stream.Next = bucket;
                bucket = stream;
                stream = next;
            }
        }
    }
}
