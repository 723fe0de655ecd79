using System.Buffers.Binary;
using RetailGuard.Protocol.V1;

namespace RetailGuard.Protocol;

/// <summary>What must hold for a probe's template before it may be compared: the right space, the right length, a unit vector.</summary>
public static class ProbeCheck
{
    /// <summary>How far a template's L2 norm may lie from 1.</summary>
    public const double NormTolerance = 0.001;

    /// <param name="probe">A probe that <see cref="FieldCheck"/> accepts.</param>
    /// <param name="space">The only embedding space that may be compared here.</param>
    /// <param name="dimension">Length of that space's templates, in float32 values.</param>
    /// <returns>The first thing that is wrong, or null.</returns>
    public static WireRefusal? Check(TrackProbe probe, string space, int dimension)
    {
        ArgumentNullException.ThrowIfNull(probe);
        if (probe.Space != space)
        {
            return new(WireCodes.SpaceUnknown, $"The probe is of another embedding space; this store matches {space} only.");
        }

        var bytes = probe.Template.Span;
        if (bytes.Length != dimension * sizeof(float))
        {
            return new(
                WireCodes.DimensionWrong,
                $"The template has {bytes.Length} bytes; {space} has {dimension} values of {sizeof(float)} bytes."
            );
        }

        var squares = 0.0;
        for (var i = 0; i < bytes.Length; i += sizeof(float))
        {
            var value = BinaryPrimitives.ReadSingleLittleEndian(bytes[i..]);
            if (!float.IsFinite(value))
            {
                return new(WireCodes.TemplateNotFinite, "The template holds a value that is not a finite number.");
            }

            squares += (double)value * value;
        }

        var norm = Math.Sqrt(squares);
        return Math.Abs(norm - 1) <= NormTolerance
            ? null
            : new(WireCodes.TemplateNotUnit, $"The template's norm must be 1 ± {NormTolerance}.");
    }
}
