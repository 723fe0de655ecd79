using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace RetailGuard.Gateway;

/// <summary>
/// Kestrel's network buffers, zeroed when a connection is done with them: what a connector sent would lie in them until they are
/// used again, templates of non-matches too (R1).
/// </summary>
internal sealed class ZeroedBuffers : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        // Kestrel's own block size.
        private const int BlockBytes = 4096;

        // 16 MiB; what a burst needs beyond that is left to the collector.
        private const int MostKept = 4096;

        private readonly ConcurrentBag<byte[]> _free = [];

        public override int MaxBufferSize => BlockBytes;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);

            // Pinned, so that the collector leaves no copy behind by moving it.
            return new Block(this, _free.TryTake(out var bytes) ? bytes : GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true));
        }

        protected override void Dispose(bool disposing) => _free.Clear();

        private sealed class Block(Pool pool, byte[] bytes) : IMemoryOwner<byte>
        {
            private byte[]? _bytes = bytes;

            public Memory<byte> Memory => _bytes ?? throw new ObjectDisposedException(nameof(Block));

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _bytes, null) is { } done)
                {
                    done.AsSpan().Clear();
                    if (pool._free.Count < MostKept)
                    {
                        pool._free.Add(done);
                    }
                }
            }
        }
    }
}
