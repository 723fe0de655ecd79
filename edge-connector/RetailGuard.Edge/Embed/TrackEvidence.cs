using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using RetailGuard.Vision;

namespace RetailGuard.Edge.Embed;

/// <summary>
/// All that the connector keeps of one face until the cloud has decided: a few templates and the crop of the best frame, in pinned
/// memory that <see cref="Dispose"/> zeroes (R1). Thread-safe: the ring may take it away at any moment, after which it is empty.
/// </summary>
internal sealed class TrackEvidence : IDisposable
{
    /// <summary>Frames that decide while the person is in view.</summary>
    public const int EnoughFrames = 3;

    /// <summary>Frames that decide when the person has gone.</summary>
    public const int LeastFrames = 2;

    private const int MostKept = 5;
    private const int MostEmbedded = 12;

    // Head and shoulders: the box is forehead to chin.
    private const float CropMargin = 0.7f;
    private const float CropBelow = 1.3f;

    private readonly Lock _lock = new();
    private readonly int _dimension;
    private readonly float[] _slots;
    private readonly List<(int Slot, float Quality)> _kept = [];
    private readonly Action<TrackEvidence> _onDispose;
    private int _embedded;
    private Frame? _crop;
    private float _bestQuality = -1;
    private bool _disposed;

    public TrackEvidence(int dimension, long firstGoodAt, Action<TrackEvidence> onDispose)
    {
        _dimension = dimension;
        _slots = GC.AllocateArray<float>(MostKept * dimension, pinned: true);
        FirstGoodAt = firstGoodAt;
        _onDispose = onDispose;
    }

    /// <summary>Timestamp of the first frame that passed the quality gate.</summary>
    public long FirstGoodAt { get; }

    /// <summary>Timestamp of the frame whose crop is kept.</summary>
    public long BestAt { get; private set; }

    public float BestQuality
    {
        get
        {
            lock (_lock)
            {
                return Math.Max(0, _bestQuality);
            }
        }
    }

    /// <summary>Taken away or given back: nothing is kept any more.</summary>
    public bool Gone
    {
        get
        {
            lock (_lock)
            {
                return _disposed;
            }
        }
    }

    public int Frames
    {
        get
        {
            lock (_lock)
            {
                return _kept.Count;
            }
        }
    }

    /// <summary>Bytes of pixels and templates.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _disposed ? 0 : (_slots.Length * sizeof(float)) + (_crop is null ? 0 : 3L * _crop.Width * _crop.Height);
            }
        }
    }

    /// <summary>Whether a frame of this quality is worth an embedding.</summary>
    public bool Wants(float quality)
    {
        lock (_lock)
        {
            return !_disposed && _embedded < MostEmbedded && (_kept.Count < MostKept || quality > _kept.Min(kept => kept.Quality));
        }
    }

    /// <summary>Whether a template can be of the person kept here; true while nothing is kept.</summary>
    public bool SamePerson(ReadOnlySpan<float> template)
    {
        lock (_lock)
        {
            if (_kept.Count == 0)
            {
                return true;
            }

            var sum = 0f;
            foreach (var (slot, _) in _kept)
            {
                sum += TensorPrimitives.Dot(Slot(slot), template);
            }

            return sum / _kept.Count >= FusionChoice.SamePerson;
        }
    }

    /// <summary>Keeps a frame's template in place of the poorest, and its crop if it is the best frame so far.</summary>
    public void Add(ReadOnlySpan<float> template, float quality, Frame frame, FaceBox box, long capturedAt)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _embedded++;
            var slot = _kept.Count;
            if (slot == MostKept)
            {
                var poorest = _kept.MinBy(kept => kept.Quality);
                _kept.Remove(poorest);
                slot = poorest.Slot;
            }

            template.CopyTo(Slot(slot));
            _kept.Add((slot, quality));
            if (quality > _bestQuality)
            {
                _bestQuality = quality;
                BestAt = capturedAt;
                _crop?.Dispose();
                _crop = frame.Crop(box with { Height = box.Height * CropBelow }, CropMargin);
            }
        }
    }

    /// <summary>Fuses what agrees.</summary>
    /// <param name="least">Fewest frames that decide.</param>
    /// <param name="fused">Takes the result.</param>
    /// <returns>How many were fused and their agreement, or null.</returns>
    public (int Count, float Agreement)? TryFuse(int least, Span<float> fused)
    {
        lock (_lock)
        {
            return _kept.Count < least
                ? null
                : FusionChoice.TryFuse(
                    [.. _kept.Select(kept => (ReadOnlyMemory<float>)_slots.AsMemory(kept.Slot * _dimension, _dimension))],
                    CollectionsMarshal.AsSpan([.. _kept.Select(kept => Math.Max(FusionChoice.LeastWeight, kept.Quality))]),
                    least,
                    fused
                );
        }
    }

    /// <summary>The crop as a JPEG of at most <paramref name="mostBytes"/>, or null when it is gone.</summary>
    public byte[]? EncodeCrop(int mostBytes)
    {
        lock (_lock)
        {
            foreach (var quality in (int[])[90, 75, 50, 25])
            {
                if (_crop is null)
                {
                    return null;
                }

                var jpeg = Pictures.EncodeJpeg(_crop, quality);
                if (jpeg.Length <= mostBytes)
                {
                    return jpeg;
                }

                Array.Clear(jpeg);
            }

            return null;
        }
    }

    /// <summary>Zeroes everything (R1).</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            Array.Clear(_slots);
            _kept.Clear();
            _crop?.Dispose();
            _crop = null;
        }

        _onDispose(this);
    }

    private Span<float> Slot(int slot) => _slots.AsSpan(slot * _dimension, _dimension);
}
