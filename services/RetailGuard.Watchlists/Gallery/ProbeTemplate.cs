using System.Runtime.InteropServices;
using Orleans;
using Orleans.Serialization.Cloning;

namespace RetailGuard.Watchlists;

/// <summary>
/// A face to look for, on its way from a connector's line to the shards. It is made once, never copied, and leaves its node sealed; the
/// shard that searches is the only one that opens it, into memory that it zeroes (R1).
/// </summary>
[Immutable]
public sealed class ProbeTemplate
{
    private readonly float[] _values;
    private readonly ProbeSeal? _seal;

    /// <param name="values">Of unit length, in memory that the collector never moves.</param>
    public ProbeTemplate(float[] values) => (_values, Sealed) = (values, []);

    internal ProbeTemplate(byte[] sealedValues, ProbeSeal seal) => (_values, Sealed, _seal) = ([], sealedValues, seal);

    /// <summary>How many values it has.</summary>
    public int Length => Sealed.Length > 0 ? ProbeSeal.LengthOf(Sealed) : _values.Length;

    /// <summary>The values where they lie, for the one who made it; none on another node.</summary>
    public Span<float> Values => _values;

    /// <summary>As it came from another node; empty on the one where it was made.</summary>
    internal byte[] Sealed { get; }

    /// <param name="destination">As long as the template; whoever asks zeroes it.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">No node with the same master key sealed it.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (_seal is null)
        {
            _values.CopyTo(destination);
        }
        else
        {
            _seal.Open(Sealed, MemoryMarshal.AsBytes(destination));
        }
    }

    /// <summary>Zeroes it where it was made; every grain of this node that still holds it sees zeros, which match nobody.</summary>
    public void Forget() => _values.AsSpan().Clear();
}

/// <summary>A call within a node hands the template itself over: a copy would be one more to zero.</summary>
[RegisterCopier]
internal sealed class ProbeTemplateCopier : ShallowCopier<ProbeTemplate>;
