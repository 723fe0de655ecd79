using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace RetailGuard.Matching;

/// <summary>One gallery template that came near a probe.</summary>
/// <param name="Cosine">Similarity of the two unit templates, −1 to 1.</param>
public readonly record struct Candidate(Guid Id, float Cosine);

/// <summary>
/// A gallery's templates side by side in memory, searched exactly: every template is compared, none is skipped.
/// Not thread-safe: one owner searches and changes it. Searching allocates nothing.
/// </summary>
public sealed class TemplateShard(EmbeddingSpace space)
{
    private readonly Dictionary<Guid, int> _slots = [];
    private readonly List<Guid> _ids = [];
    private float[] _templates = [];

    public EmbeddingSpace Space { get; } = space;

    public int Count => _ids.Count;

    /// <summary>Adds a template, or replaces the one of the same id.</summary>
    /// <param name="template"><see cref="EmbeddingSpace.Dimension"/> values with L2 norm 1 ± 0.001.</param>
    /// <exception cref="ArgumentException">Wrong length, not finite, or not of unit length.</exception>
    public void Set(Guid id, ReadOnlySpan<float> template)
    {
        Check(template);
        if (!_slots.TryGetValue(id, out var slot))
        {
            slot = _ids.Count;
            _slots.Add(id, slot);
            _ids.Add(id);
            if (_templates.Length < _ids.Count * Space.Dimension)
            {
                Grow();
            }
        }

        template.CopyTo(Slot(slot));
    }

    /// <summary>Removes and zeroes a template; false when it was not there.</summary>
    public bool Remove(Guid id)
    {
        if (!_slots.Remove(id, out var slot))
        {
            return false;
        }

        // The last one moves into the gap, so that the templates stay side by side.
        var last = _ids.Count - 1;
        if (slot != last)
        {
            Slot(last).CopyTo(Slot(slot));
            _ids[slot] = _ids[last];
            _slots[_ids[slot]] = slot;
        }

        Slot(last).Clear();
        _ids.RemoveAt(last);
        return true;
    }

    /// <summary>Removes and zeroes all templates.</summary>
    public void Clear()
    {
        _templates.AsSpan().Clear();
        _slots.Clear();
        _ids.Clear();
    }

    /// <summary>The nearest templates, best first; equal cosines in order of id, so that the answer never depends on the order of adding.</summary>
    /// <param name="best">Receives at most its length.</param>
    /// <returns>How many were found: the smaller of <paramref name="best"/>'s length and <see cref="Count"/>.</returns>
    /// <exception cref="ArgumentException">The probe is of the wrong length, not finite, or not of unit length.</exception>
    public int Search(ReadOnlySpan<float> probe, Span<Candidate> best)
    {
        Check(probe);
        var found = 0;
        var ids = CollectionsMarshal.AsSpan(_ids);
        for (var slot = 0; slot < ids.Length; slot++)
        {
            var candidate = new Candidate(ids[slot], TensorPrimitives.Dot(Slot(slot), probe));
            var place = found;
            while (place > 0 && Precedes(candidate, best[place - 1]))
            {
                place--;
            }

            if (place == best.Length)
            {
                continue;
            }

            found = Math.Min(found + 1, best.Length);
            best[place..(found - 1)].CopyTo(best[(place + 1)..]);
            best[place] = candidate;
        }

        return found;
    }

    private static bool Precedes(Candidate a, Candidate b) => a.Cosine > b.Cosine || (a.Cosine == b.Cosine && a.Id.CompareTo(b.Id) < 0);

    private Span<float> Slot(int slot) => _templates.AsSpan(slot * Space.Dimension, Space.Dimension);

    private void Grow()
    {
        var larger = new float[Math.Max(64, _ids.Count * 2) * Space.Dimension];
        _templates.CopyTo(larger, 0);

        // The old copy would otherwise lie in freed memory.
        _templates.AsSpan().Clear();
        _templates = larger;
    }

    private void Check(ReadOnlySpan<float> template)
    {
        if (template.Length != Space.Dimension)
        {
            throw new ArgumentException($"A template of {Space.Id} has {Space.Dimension} values, not {template.Length}.", nameof(template));
        }

        // NaN and infinity fail this test too.
        var norm = TensorPrimitives.Norm(template);
        if (!(Math.Abs(norm - 1) <= 0.001f))
        {
            throw new ArgumentException($"A template has length 1 ± 0.001, not {norm}.", nameof(template));
        }
    }
}
