using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RetailGuard.Foundation;
using RetailGuard.Matching;

namespace RetailGuard.Watchlists;

/// <summary>Templates on their way into the record and out of it.</summary>
internal static class TemplateSeals
{
    /// <summary>What the record keeps of a face in one space; the view's template is zeroed.</summary>
    /// <param name="key">The entry's, in the open.</param>
    /// <param name="transform">The tenant's, of the view's space (R52).</param>
    public static EntryTemplate Seal(TenantId tenant, EntryId entry, FaceView face, TemplateTransform transform, ReadOnlySpan<byte> key)
    {
        var row = new EntryTemplate
        {
            Tenant = tenant,
            Entry = entry,
            Space = face.Space.Id,
            Refusal = face.Refusal?.Detail,
        };
        if (face.Template is { } template)
        {
            transform.Apply(template, template);
            var context = EntryTemplate.SealContext(entry, row.Space, row.Form);
            row.Sealed = Sealing.Seal(key, MemoryMarshal.AsBytes(template.AsSpan()), context);
            template.AsSpan().Clear();
        }

        return row;
    }

    /// <summary>Brings a row into the present form.</summary>
    /// <exception cref="CryptographicException">As for <see cref="Open"/>.</exception>
    public static void Renew(EntryTemplate row, EmbeddingSpace space, TemplateTransform transform, ReadOnlySpan<byte> key)
    {
        var template = Open(row, space, transform, key);
        row.Form = TemplateForm.Bound;
        row.Sealed = Sealing.Seal(key, template, EntryTemplate.SealContext(row.Entry, row.Space, row.Form));
        CryptographicOperations.ZeroMemory(template);
    }

    /// <summary>A template as galleries hold it; the caller zeroes it.</summary>
    /// <exception cref="CryptographicException">Changed bytes, another entry's or space's, or no template of this space.</exception>
    public static byte[] Open(EntryTemplate row, EmbeddingSpace space, TemplateTransform transform, ReadOnlySpan<byte> key)
    {
        var opened = Sealing.Open(key, row.Sealed, EntryTemplate.SealContext(row.Entry, row.Space, row.Form));
        var values = MemoryMarshal.Cast<byte, float>(opened.AsSpan());

        // Written as "not within": what is no number fails too.
        if (values.Length != space.Dimension || !(MathF.Abs(TensorPrimitives.Norm(values) - 1) <= TemplateShard.LengthTolerance))
        {
            throw new CryptographicException($"What was sealed is no template of {space.Id}.");
        }

        if (row.Form is TemplateForm.Plain)
        {
            transform.Apply(values, values);
        }

        return opened;
    }
}
