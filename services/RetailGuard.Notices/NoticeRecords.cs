using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Notices;

/// <summary>What the next version of a retailer's notices says, while it is written.</summary>
internal sealed class NoticeDraft : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public NoticeParticulars Particulars { get; set; } = NoticeParticulars.Empty;

    /// <summary>The retailer's own Māori words in place of the product's, by key.</summary>
    public IReadOnlyDictionary<string, string> OwnMaori { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public MaoriReview? Review { get; set; }

    /// <summary>The draft, tracked; a new one where there is none yet.</summary>
    public static Task<NoticeDraft> FindAsync(RetailGuardDb db, TenantId tenant, CancellationToken cancellation) =>
        db.SingleOrAddAsync(() => new NoticeDraft { Tenant = tenant }, cancellation);
}

/// <summary>A version of a retailer's notices as it was published. Never changed.</summary>
internal sealed class PublishedNotice : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    /// <summary>1 and up.</summary>
    public required int Version { get; init; }

    public required NoticeContent Content { get; init; }

    public required PersonId PublishedBy { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>When it was published, as people in a store say it.</summary>
    public DateOnly DayIn(Store store) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(PublishedAt, TimeZoneInfo.FindSystemTimeZoneById(store.TimeZone)).DateTime);

    /// <summary>The version in force; null when none was ever published.</summary>
    public static Task<PublishedNotice?> LatestAsync(RetailGuardDb db, CancellationToken cancellation) =>
        db.Set<PublishedNotice>().AsNoTracking().OrderByDescending(n => n.Version).FirstOrDefaultAsync(cancellation);
}

/// <summary>A way into a store, with a poster outside it.</summary>
internal sealed class Entrance : ITenantOwned, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required Guid Id { get; init; }

    public required StoreId StoreId { get; init; }

    public required string Name { get; set; }

    /// <summary>Says on its posters which entrance they are for (<see cref="PosterCode"/>).</summary>
    public required string Code { get; init; }

    /// <summary>Since when nobody comes in by it.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>That somebody has photographed the poster at an entrance (R33).</summary>
internal sealed class Attestation : IKeyed, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required Guid Id { get; init; }

    public required Guid EntranceId { get; init; }

    /// <summary>1 and up at each entrance, in the order in which they were taken, whatever the clock does.</summary>
    public required int Number { get; init; }

    /// <summary>Of the words on the poster that was photographed.</summary>
    public required string Words { get; init; }

    public required DateTimeOffset At { get; init; }

    public required PersonId By { get; init; }

    /// <summary>The first moment at which it no longer shows anything.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Seals the picture; null when that is destroyed.</summary>
    public Guid? KeyId { get; set; }

    public byte[]? SealedKey { get; set; }

    public string KeyContext => KeyContextOf(Id);

    public string PictureName => PictureNameOf(Tenant, Id);

    public static string KeyContextOf(Guid id) => $"attestation/{id}";

    public static string PictureNameOf(TenantId tenant, Guid id) => $"{tenant}/attestations/{id}";
}

internal sealed class NoticeTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        model.Entity<NoticeDraft>(draft =>
        {
            draft.ToTable("NoticeDrafts").HasKey(d => d.Tenant);
            draft.Property(d => d.Particulars).HasConversion(new JsonText<NoticeParticulars>());
            draft.Property(d => d.OwnMaori).HasConversion(new JsonText<IReadOnlyDictionary<string, string>>());
            draft.Property(d => d.Review).HasConversion((ValueConverter)new JsonText<MaoriReview>());
        });
        model.Entity<PublishedNotice>(notice =>
        {
            // The number is part of the key: of two that publish at one moment the later one looks again.
            notice.ToTable("PublishedNotices").HasKey(n => new { n.Tenant, n.Version });
            notice.Property(n => n.Content).HasConversion(new JsonText<NoticeContent>());
        });
        model.Entity<Entrance>(entrance =>
        {
            entrance.ToTable("Entrances").HasKey(e => new { e.Tenant, e.Id });
            entrance.HasIndex(e => e.Code).IsUnique();
        });
        model.Entity<Attestation>(attestation =>
        {
            attestation.ToTable("Attestations").HasKey(a => new { a.Tenant, a.Id });
            attestation.Ignore(a => a.KeyContext).Ignore(a => a.PictureName);
            attestation
                .HasIndex(a => new
                {
                    a.Tenant,
                    a.EntranceId,
                    a.Number,
                })
                .IsUnique();
        });
    }
}
