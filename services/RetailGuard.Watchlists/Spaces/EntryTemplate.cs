using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Watchlists;

/// <summary>How a stored template came to be; younger forms replace older ones in the background.</summary>
internal enum TemplateForm
{
    /// <summary>From before templates were transformed: galleries transform it in memory.</summary>
    Plain,

    /// <summary>Under the tenant's transform, sealed as the entry's.</summary>
    Transformed,

    /// <summary>Under the tenant's transform, sealed as the entry's in this space: it opens as no other space's (R52).</summary>
    Bound,
}

/// <summary>What one embedding space has of an entry: a template, or the reason why there is none. Without a row it is still to be made.</summary>
internal sealed class EntryTemplate : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required EntryId Entry { get; init; }

    /// <summary>Embedding space. Templates of different spaces never compare (invariant 3).</summary>
    public required string Space { get; init; }

    /// <summary>float32 little endian, sealed with the entry's key; null when the pictures were refused.</summary>
    public byte[]? Sealed { get; set; }

    public TemplateForm Form { get; set; } = TemplateForm.Bound;

    /// <summary>For people: why this space's gate refused the enrolled pictures (R4). The entry goes on matching in the others.</summary>
    public string? Refusal { get; set; }

    public static string SealContext(EntryId entry, string space, TemplateForm form) =>
        form is TemplateForm.Bound ? $"{Watchlists.Entry.KeyContextOf(entry)}/{space}" : Watchlists.Entry.KeyContextOf(entry);
}
