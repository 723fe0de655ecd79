using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace RetailGuard.Matching;

/// <summary>
/// A tenant's secret rotation of the space of templates (R52). Templates and probes that went through the same transform compare as
/// before, to within 10⁻⁵ of cosine; through different ones, or one of them through none, as two strangers do. A stolen gallery
/// therefore matches nowhere else.
/// <para>
/// Four rounds, each a permutation, changes of sign, and fast Walsh–Hadamard transforms of the first and the last 2ᵏ values, where
/// 2ᵏ is the largest power of two in the dimension. All are orthogonal; permutations and signs are drawn from the key. The time is
/// that of dimension × log dimension additions, some microseconds for 512 values.
/// </para>
/// <para>
/// It is no encryption: who holds about as many faces' templates as there are values, before and after the transform, can solve for
/// it. Templates at rest are sealed as well. With fewer than about 32 values there are too few rotations to hide among.
/// </para>
/// <para>Safe for several callers at a time. The same key, space and dimension give the same bits on every machine.</para>
/// </summary>
public sealed class TemplateTransform : IDisposable
{
    /// <summary>Length of a key, in bytes.</summary>
    public const int KeyBytes = 32;

    private const int Rounds = 4;

    /// <summary>Templates up to this length need no memory but the stack.</summary>
    private const int OnStack = 2048;

    private readonly int _dimension;
    private readonly int _block;
    private readonly Round[] _rounds;
    private bool _disposed;

    /// <param name="key">Secret of the tenant, <see cref="KeyBytes"/> random bytes. The caller keeps and zeroes its copy.</param>
    /// <param name="space">Its id and dimension go into the rotation, so that one key serves several spaces.</param>
    /// <exception cref="ArgumentException">The key has another length, or the dimension is below 1.</exception>
    public TemplateTransform(ReadOnlySpan<byte> key, EmbeddingSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentOutOfRangeException.ThrowIfLessThan(space.Dimension, 1, nameof(space));
        if (key.Length != KeyBytes)
        {
            throw new ArgumentException($"A transform's key has {KeyBytes} bytes, not {key.Length}.", nameof(key));
        }

        _dimension = space.Dimension;
        _block = (int)(BitOperations.RoundUpToPowerOf2((uint)_dimension + 1) / 2);
        using var stream = new KeyStream(key, $"RetailGuard template transform 1|{space.Id}|{_dimension}");
        _rounds = [.. Enumerable.Range(0, Rounds).Select(_ => Round.Draw(_dimension, stream))];
    }

    /// <summary>Rotates a template.</summary>
    /// <param name="template">As many values as the space has; their norm is kept.</param>
    /// <param name="transformed">Receives as many; may be <paramref name="template"/> itself.</param>
    /// <exception cref="ArgumentException">One of them is of another length.</exception>
    public void Apply(ReadOnlySpan<float> template, Span<float> transformed)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (template.Length != _dimension || transformed.Length != _dimension)
        {
            throw new ArgumentException(
                $"Templates of this transform have {_dimension} values, not {template.Length} and {transformed.Length}.",
                nameof(template)
            );
        }

        var mixed = _dimension <= OnStack ? stackalloc float[_dimension] : GC.AllocateUninitializedArray<float>(_dimension, pinned: true);
        template.CopyTo(transformed);
        foreach (var round in _rounds)
        {
            var places = round.Places.AsSpan(0, mixed.Length);
            var signs = round.Signs.AsSpan(0, mixed.Length);
            for (var i = 0; i < mixed.Length; i++)
            {
                mixed[i] = transformed[places[i]] * signs[i];
            }

            Hadamard(mixed[.._block]);
            if (_block < _dimension)
            {
                Hadamard(mixed[^_block..]);
            }

            mixed.CopyTo(transformed);
        }

        // R1: a probe's values do not stay behind.
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(mixed));
    }

    /// <summary>Zeroes what was drawn from the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var round in _rounds)
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(round.Places.AsSpan()));
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(round.Signs.AsSpan()));
        }
    }

    /// <summary>The orthonormal Walsh–Hadamard transform in place.</summary>
    /// <param name="values">A power of two of them.</param>
    private static void Hadamard(Span<float> values)
    {
        var half = 1;
        if (values.Length >= 8)
        {
            foreach (ref var eight in MemoryMarshal.Cast<float, Eight>(values))
            {
                eight.Transform();
            }

            half = 8;
        }

        for (; half < values.Length; half *= 2)
        {
            for (var start = 0; start < values.Length; start += 2 * half)
            {
                Butterflies(values.Slice(start, half), values.Slice(start + half, half));
            }
        }

        TensorPrimitives.Multiply(values, 1 / MathF.Sqrt(values.Length), values);
    }

    /// <summary>
    /// Neighbours whose first three steps need nothing but themselves: too short for vectors, and most of the time of a transform when
    /// each step goes through memory. The sums are those of <see cref="Butterflies"/>, bit for bit.
    /// </summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Eight
    {
        private float _0;
        private float _1;
        private float _2;
        private float _3;
        private float _4;
        private float _5;
        private float _6;
        private float _7;

        public void Transform()
        {
            var (a0, a1, a2, a3) = (_0 + _1, _0 - _1, _2 + _3, _2 - _3);
            var (a4, a5, a6, a7) = (_4 + _5, _4 - _5, _6 + _7, _6 - _7);
            var (b0, b1, b2, b3) = (a0 + a2, a1 + a3, a0 - a2, a1 - a3);
            var (b4, b5, b6, b7) = (a4 + a6, a5 + a7, a4 - a6, a5 - a7);
            (_0, _1, _2, _3) = (b0 + b4, b1 + b5, b2 + b6, b3 + b7);
            (_4, _5, _6, _7) = (b0 - b4, b1 - b5, b2 - b6, b3 - b7);
        }
    }

    /// <summary>Sums take the place of the one half, differences that of the other.</summary>
    private static void Butterflies(Span<float> a, Span<float> b)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= a.Length; i += Vector<float>.Count)
        {
            var (x, y) = (new Vector<float>(a[i..]), new Vector<float>(b[i..]));
            (x + y).CopyTo(a[i..]);
            (x - y).CopyTo(b[i..]);
        }

        for (; i < a.Length; i++)
        {
            (a[i], b[i]) = (a[i] + b[i], a[i] - b[i]);
        }
    }

    /// <param name="Places">A permutation: where each value comes from.</param>
    /// <param name="Signs">1 or −1 for each value.</param>
    private sealed record Round(int[] Places, float[] Signs)
    {
        public static Round Draw(int dimension, KeyStream stream)
        {
            var places = GC.AllocateUninitializedArray<int>(dimension, pinned: true);
            var signs = GC.AllocateUninitializedArray<float>(dimension, pinned: true);
            for (var i = 0; i < dimension; i++)
            {
                // Fisher and Yates, from the inside out.
                var from = stream.Below(i + 1);
                places[i] = places[from];
                places[from] = i;
                signs[i] = stream.Below(2) == 0 ? 1 : -1;
            }

            return new(places, signs);
        }
    }

    /// <summary>Numbers drawn from a key: AES-256 of a counter, under a key that HKDF binds to a purpose.</summary>
    private sealed class KeyStream : IDisposable
    {
        private readonly Aes _aes = Aes.Create();
        private readonly byte[] _block = new byte[16];
        private ulong _counter;
        private int _used = 16;

        public KeyStream(ReadOnlySpan<byte> key, string purpose)
        {
            Span<byte> derived = stackalloc byte[32];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt: [], Encoding.UTF8.GetBytes(purpose));
            _aes.SetKey(derived);
            CryptographicOperations.ZeroMemory(derived);
        }

        /// <summary>A number from 0 up to but not including a limit, each as likely as the others.</summary>
        public int Below(int limit)
        {
            var fair = uint.MaxValue - (uint.MaxValue % (uint)limit);
            uint number;
            do
            {
                number = Next();
            } while (number >= fair);
            return (int)(number % (uint)limit);
        }

        public void Dispose()
        {
            CryptographicOperations.ZeroMemory(_block);
            _aes.Dispose();
        }

        private uint Next()
        {
            if (_used == _block.Length)
            {
                Span<byte> counter = stackalloc byte[16];
                counter.Clear();
                BinaryPrimitives.WriteUInt64LittleEndian(counter, _counter++);
                _aes.EncryptEcb(counter, _block, PaddingMode.None);
                _used = 0;
            }

            _used += sizeof(uint);
            return BinaryPrimitives.ReadUInt32LittleEndian(_block.AsSpan(_used - sizeof(uint)));
        }
    }
}
