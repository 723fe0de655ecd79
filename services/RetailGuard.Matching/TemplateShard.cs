using System.Numerics.Tensors;
using RetailGuard.Matching.Search;

namespace RetailGuard.Matching;

/// <summary>One gallery template that came near a probe.</summary>
/// <param name="Cosine">Similarity of the two unit templates, −1 to 1 (up to 0.003 beyond, as far as lengths may differ from 1).</param>
public readonly record struct Candidate(Guid Id, double Cosine);

/// <summary>
/// A gallery's templates side by side in memory, searched exactly: every template is compared, none is skipped, and the answer is
/// that of comparing them one by one (README.md states the arithmetic). Adding, replacing and removing take time in proportion to
/// the dimension; searching, to dimension × count. Searching allocates nothing once the largest batch was seen.
/// <para>
/// One caller at a time: the owner is a grain, whose turns never overlap. A second caller gets
/// <see cref="InvalidOperationException"/> instead of torn templates.
/// </para>
/// <para>Memory lies outside the collected heap, is never copied about by the collector, and is zeroed before it is given back.</para>
/// </summary>
public sealed class TemplateShard
{
    /// <summary>Largest dimension: the sum of 65,536 products of a byte and a signed byte still fits 32 bits.</summary>
    public const int LargestDimension = 65_536;

    /// <summary>How far a template's length may be from 1.</summary>
    public const float LengthTolerance = 0.001f;

    private readonly Dictionary<Guid, int> _rows = [];
    private int _busy;

    /// <exception cref="ArgumentOutOfRangeException">The space's dimension is not 1 to <see cref="LargestDimension"/>.</exception>
    public TemplateShard(EmbeddingSpace space)
        : this(space, InstructionSets.Best) { }

    internal TemplateShard(EmbeddingSpace space, InstructionSet instructions)
    {
        ArgumentNullException.ThrowIfNull(space);
        if (space.Dimension is < 1 or > LargestDimension)
        {
            throw new ArgumentOutOfRangeException(
                nameof(space),
                space.Dimension,
                $"Templates have 1 to {LargestDimension} values; {space.Id} says {space.Dimension}."
            );
        }

        Space = space;
        Templates = new(space.Dimension);
        Engine = new(Templates, instructions);
    }

    public EmbeddingSpace Space { get; }

    public int Count => _rows.Count;

    /// <summary>Of all templates, in no order.</summary>
    public IReadOnlyCollection<Guid> Ids => _rows.Keys;

    internal TemplateRows Templates { get; }

    internal GallerySearch Engine { get; }

    /// <summary>Adds a template, or replaces the one of the same id.</summary>
    /// <param name="template"><see cref="EmbeddingSpace.Dimension"/> values with L2 norm 1 ± <see cref="LengthTolerance"/>.</param>
    /// <exception cref="ArgumentException">Wrong length, not finite, or not of unit length.</exception>
    public void Set(Guid id, ReadOnlySpan<float> template)
    {
        Check(template, nameof(template));
        using var turn = new Turn(this);
        if (!_rows.TryGetValue(id, out var row))
        {
            row = Templates.Append(id);
            _rows.Add(id, row);
        }

        Templates.Write(row, template);
    }

    /// <summary>Whether memory holds a template under an id to the last bit, as <see cref="Set"/> would write it.</summary>
    /// <param name="template">As for <see cref="Set"/>.</param>
    /// <exception cref="ArgumentException">Wrong length, not finite, or not of unit length.</exception>
    public bool Holds(Guid id, ReadOnlySpan<float> template)
    {
        Check(template, nameof(template));
        using var turn = new Turn(this);
        return _rows.TryGetValue(id, out var row) && Templates.Holds(row, id, template);
    }

    /// <summary>Removes and zeroes a template; false when it was not there.</summary>
    public bool Remove(Guid id)
    {
        using var turn = new Turn(this);
        if (!_rows.Remove(id, out var row))
        {
            return false;
        }

        // The last one moves into the gap, so that the templates stay side by side.
        if (Templates.RemoveBySwap(row) is { } moved)
        {
            _rows[moved] = row;
        }

        return true;
    }

    /// <summary>Removes and zeroes all templates and gives their memory back.</summary>
    public void Clear()
    {
        using var turn = new Turn(this);
        Templates.Clear();
        _rows.Clear();
    }

    /// <summary>The nearest templates, best first; equal cosines in order of id, so that the answer never depends on the order of adding.</summary>
    /// <param name="probe"><see cref="EmbeddingSpace.Dimension"/> values with L2 norm 1 ± <see cref="LengthTolerance"/>.</param>
    /// <param name="best">Receives at most its length.</param>
    /// <returns>How many were found: the smaller of <paramref name="best"/>'s length and <see cref="Count"/>.</returns>
    /// <exception cref="ArgumentException">The probe is of the wrong length, not finite, or not of unit length.</exception>
    public int Search(ReadOnlySpan<float> probe, Span<Candidate> best)
    {
        CheckDimension(probe, nameof(probe));
        using var turn = new Turn(this);
        return Engine.Run(probe, best, best.Length);
    }

    /// <summary>
    /// <see cref="Search"/> for several probes at once: the templates are read once for 64 probes, which is several times faster per probe.
    /// </summary>
    /// <param name="probes">Probes one after the other, each like the one of <see cref="Search"/>.</param>
    /// <param name="wanted">Neighbours per probe, 0 and up.</param>
    /// <param name="best">Of probes × <paramref name="wanted"/>: those of probe i begin at i × <paramref name="wanted"/>, best first.</param>
    /// <returns>How many were found for each probe: the smaller of <paramref name="wanted"/> and <see cref="Count"/>.</returns>
    /// <exception cref="ArgumentException">A probe is not as for <see cref="Search"/>, or <paramref name="best"/> is of another length.</exception>
    public int SearchBatch(ReadOnlySpan<float> probes, int wanted, Span<Candidate> best)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wanted);
        var (count, rest) = Math.DivRem(probes.Length, Space.Dimension);
        if (rest != 0)
        {
            throw new ArgumentException(
                $"Probes of {Space.Id} have {Space.Dimension} values each; {probes.Length} values are no whole number of probes.",
                nameof(probes)
            );
        }

        if (best.Length != (long)count * wanted)
        {
            throw new ArgumentException(
                $"{count} probes with {wanted} neighbours each need room for {(long)count * wanted}, not {best.Length}.",
                nameof(best)
            );
        }

        using var turn = new Turn(this);
        return Engine.Run(probes, best, wanted);
    }

    /// <summary>Says what keeps a template from having unit length.</summary>
    internal static ArgumentException NotOfUnitLength(ReadOnlySpan<float> template, string parameter)
    {
        for (var i = 0; i < template.Length; i++)
        {
            if (!float.IsFinite(template[i]))
            {
                return new($"Value {i} of the template is not a finite number.", parameter);
            }
        }

        var norm = TensorPrimitives.Norm(template);
        return new(
            norm == 0
                ? "The template's length is zero: it has no direction to compare."
                : $"A template has length 1 ± {LengthTolerance}, not {norm}: divide it by its length first.",
            parameter
        );
    }

    private void Check(ReadOnlySpan<float> template, string parameter)
    {
        CheckDimension(template, parameter);

        // What is no number fails this test too.
        if (!(MathF.Abs(TensorPrimitives.Norm(template) - 1) <= LengthTolerance))
        {
            throw NotOfUnitLength(template, parameter);
        }
    }

    private void CheckDimension(ReadOnlySpan<float> template, string parameter)
    {
        if (template.Length != Space.Dimension)
        {
            throw new ArgumentException($"A template of {Space.Id} has {Space.Dimension} values, not {template.Length}.", parameter);
        }
    }

    /// <summary>One call's hold on the shard. Also keeps the templates' memory from being finalized under a running search.</summary>
    private readonly ref struct Turn
    {
        private readonly TemplateShard _shard;

        public Turn(TemplateShard shard)
        {
            if (Interlocked.Exchange(ref shard._busy, 1) != 0)
            {
                throw new InvalidOperationException("A template shard serves one caller at a time; another call is still running.");
            }

            _shard = shard;
        }

        public void Dispose() => Volatile.Write(ref _shard._busy, 0);
    }
}
