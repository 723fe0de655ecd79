using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Matching;
using RetailGuard.Storage;
using RetailGuard.Testing;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Http;

/// <summary>What the record holds of faces, as galleries read it.</summary>
internal static class StoredTemplates
{
    /// <summary>An entry's template in a space, under its retailer's transform: it compares with <see cref="TransformedAsync"/> only.</summary>
    public static async Task<float[]> OfAsync(RunningServer server, Guid tenant, Guid entry, EmbeddingSpace space)
    {
        var services = server.Services;
        await using var db = services.GetRequiredService<Database>().Of(new(tenant));
        var listed = await db.Set<Entry>().SingleAsync(e => e.Id == new EntryId(entry));
        var row = await db.Set<EntryTemplate>().SingleAsync(t => t.Entry == listed.Id && t.Space == space.Id);
        var keys = services.GetRequiredService<TenantKeys>();
        var key = await keys.OpenRecordKeyAsync(listed.Tenant, listed.KeyContext, listed.KeyId, CancellationToken.None);
        using var transform = await services.GetRequiredService<TenantTransforms>().OfAsync(new(tenant), space, CancellationToken.None);
        return MemoryMarshal.Cast<byte, float>(TemplateSeals.Open(row, space, transform, key!)).ToArray();
    }

    /// <summary>A face as this retailer's galleries see it.</summary>
    public static async Task<float[]> TransformedAsync(RunningServer server, Guid tenant, float[] face, EmbeddingSpace space)
    {
        var transforms = server.Services.GetRequiredService<TenantTransforms>();
        using var transform = await transforms.OfAsync(new(tenant), space, CancellationToken.None);
        var seen = new float[face.Length];
        transform.Apply(face, seen);
        return seen;
    }
}
