using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RetailGuard.Matching.Search;

/// <summary>
/// What a search needs to bound the cosine of a row from its codes.
/// <para>
/// Proof that no row of the true answer is passed over. Let x = m / n be a row and x̃ = 256 c / n what its codes say, so that
/// e = x − x̃ = r / n; let p be the probe, p̃ = t q what its codes say, and f = p − p̃. Then
/// x·p = x̃·p̃ + x̃·f + e·p, and by Cauchy and Schwarz with ‖x̃‖ ≤ ‖x‖ + ‖e‖
/// x·p ≤ x̃·p̃ + ‖e‖ (‖p‖ + ‖f‖) + ‖x‖ ‖f‖.
/// The first term is (256 / n) t Σ c q with a sum of whole numbers that is exact. A row is passed over only when the right side is
/// below the exact cosine of the worst one kept; then the row's own is below it too, and the worst one kept only rises.
/// </para>
/// <para>
/// Single precision computes the right side: <see cref="Slack"/> is added for its rounding. The first term is less than 5 in size
/// (neither code vector is longer than 2.1) and passes through five roundings of 2⁻²⁴ of itself, the second and third are less than
/// 5 together and pass through as many, f itself through two and the threshold through one: 55 roundings are less than 2⁻¹⁸, or 64.
/// </para>
/// </summary>
internal unsafe struct ProbeBound
{
    private const float Slack = 1f / (1 << 18);

    /// <summary>Longest a row may be: 1.001 as given, half a unit of 1/n in every value more.</summary>
    private const float LongestRow = 1.006f;

    /// <summary>Longest a probe may be: 1.001 as given and measured in single precision, half a unit of 2⁻²⁹ in every value more.</summary>
    private const float LongestProbe = 1.002f;

    /// <summary>−128 Σ q: takes back the offset of the rows' codes.</summary>
    public int Offset;

    /// <summary>t: what a code of 1 stands for.</summary>
    public float Step;

    /// <summary>‖p‖ + ‖f‖: what a row's error is multiplied with.</summary>
    public float Slope;

    /// <summary>‖x‖ ‖f‖ and the slack: what is added for every row.</summary>
    public float Constant;

    /// <summary>Exact cosine of the worst neighbour kept; −∞ while there is room for more.</summary>
    public float Threshold;

    /// <summary>Neighbours kept so far.</summary>
    public int Found;

    public static ProbeBound Of(int sumOfCodes, float step, float error) =>
        new()
        {
            Offset = -TemplateSegment.CodeOffset * sumOfCodes,
            Step = step,
            Slope = LongestProbe + error,
            Constant = (LongestRow * error) + Slack,
            Threshold = float.NegativeInfinity,
        };

    /// <summary>At least the exact cosines of eight rows.</summary>
    /// <param name="sums">Σ code × probe of these rows, the codes with their offset.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector256<float> Upper(TemplateSegment segment, int row, int* sums)
    {
        var dots = Vector256.ConvertToSingle(Vector256.Load(sums) + Vector256.Create(Offset));
        var margins = Vector256.MultiplyAddEstimate(
            Vector256.Load(segment.Errors + row),
            Vector256.Create(Slope),
            Vector256.Create(Constant)
        );
        return Vector256.MultiplyAddEstimate(dots, Vector256.Load(segment.Scales + row) * Step, margins);
    }
}
