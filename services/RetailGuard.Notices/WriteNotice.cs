using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Notices;

/// <summary>The privacy officer's desk for notices: what they say, the translator's review, and publishing (R32, R34).</summary>
internal static class WriteNotice
{
    private const int LongestWord = 1500;

    /// <param name="Key">As in the product's words: <c>scan.short</c>.</param>
    /// <param name="Proposed">The product's own.</param>
    /// <param name="Own">The retailer's in its place; null where there is none.</param>
    public sealed record MaoriWord(string Key, string English, string Proposed, string? Own);

    /// <param name="IsCurrent">Whether the words that were read are those of the draft.</param>
    public sealed record ReviewView(string By, DateOnly On, bool IsCurrent);

    /// <param name="IsStale">A setting has changed that it speaks of.</param>
    /// <param name="IsChanged">Publishing now would give other words.</param>
    public sealed record PublishedView(int Version, Named By, DateTimeOffset At, bool IsStale, bool IsChanged);

    /// <param name="Missing">What keeps the draft from being published, in sentences.</param>
    /// <param name="Published">Null when nothing ever was.</param>
    /// <param name="NewPosters">At how many entrances another poster must hang once the draft is published, so that matching stops there.</param>
    public sealed record NoticeDesk(
        NoticeParticulars Draft,
        IReadOnlyList<MaoriWord> Maori,
        ReviewView? Review,
        IReadOnlyList<string> Missing,
        PublishedView? Published,
        int NewPosters
    );

    /// <param name="Own">By key; a word that is left out is the product's.</param>
    /// <param name="By">The translator's name, and licence where they have one.</param>
    public sealed record MaoriRequest(IReadOnlyDictionary<string, string> Own, [property: MaxLength(120)] string By, DateOnly On);

    public sealed record PublishedNumber(int Version);

    /// <param name="What">Which part changed, in words.</param>
    public sealed record NoticeChange(string What, string Before, string After);

    public sealed record NoticeVersion(int Version, Named By, DateTimeOffset At, string Translator, IReadOnlyList<NoticeChange> Changes);

    internal static readonly Role[] Readers =
    [
        Role.StoreManager,
        Role.HeadOfficeLossPrevention,
        Role.PrivacyOfficer,
        Role.TenantAdmin,
        Role.Auditor,
    ];

    internal static readonly Role[] Writers = [Role.PrivacyOfficer, Role.TenantAdmin];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/notices", ReadAsync).AllowRoles(Readers);
        routes.MapPut("/api/notices/draft", DraftAsync).AllowRoles(Writers);
        routes.MapPut("/api/notices/maori", ReviewAsync).AllowRoles(Writers);
        routes.MapPost("/api/notices/publish", PublishAsync).AllowRoles(Writers);
        routes.MapGet("/api/notices/versions", VersionsAsync).AllowRoles(Readers);
    }

    private static async Task<Ok<NoticeDesk>> ReadAsync(
        Caller caller,
        Database database,
        NoticeAddresses addresses,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var draft =
            await db.Set<NoticeDraft>().AsNoTracking().SingleOrDefaultAsync(cancellation) ?? new NoticeDraft { Tenant = caller.Tenant };
        var notices = await StoreNotices.ReadAsync(db, addresses, cancellation);
        var words = NoticeWords.MaoriWith(draft.OwnMaori);
        var missing = WhyNot(draft, addresses)?.Errors?.SelectMany(field => field.Value).ToList() ?? [];
        var content = ContentOf(draft, notices.Settings);
        return TypedResults.Ok(
            new NoticeDesk(
                draft.Particulars,
                [
                    .. NoticeWords.English.Select(word => new MaoriWord(
                        word.Key,
                        word.Value,
                        NoticeWords.Maori[word.Key],
                        draft.OwnMaori.GetValueOrDefault(word.Key)
                    )),
                ],
                draft.Review is { } review ? new(review.By, review.On, review.WordsRead == NoticeWords.DigestOf(words)) : null,
                missing,
                notices.Published is { } published
                    ? new(
                        published.Version,
                        await NameAsync(db, published.PublishedBy, cancellation),
                        published.PublishedAt,
                        notices.IsStale,
                        content.ToJson() != published.Content.ToJson()
                    )
                    : null,
                missing.Count > 0 ? 0 : notices.WrongUnder(content, addresses)
            )
        );
    }

    /// <summary>Keeps what has been written so far, whole or not.</summary>
    private static async Task<Answer<NoContent>> DraftAsync(
        NoticeParticulars request,
        Caller caller,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        var particulars = request.Trimmed();
        if (Check(particulars) is { } refusal)
        {
            return refusal;
        }

        return await ChangeAsync(caller, audit, "notice.drafted", draft => draft.Particulars = particulars, cancellation);
    }

    /// <summary>Puts on record that a translator has read the Māori words, and which ones they are.</summary>
    private static async Task<Answer<NoContent>> ReviewAsync(
        MaoriRequest request,
        Caller caller,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var own = request
            .Own.Where(word => !string.IsNullOrWhiteSpace(word.Value))
            .ToDictionary(word => word.Key, word => word.Value.Trim(), StringComparer.Ordinal);
        if (Check(own, request, NewZealand.DayOf(time.GetUtcNow())) is { } refusal)
        {
            return refusal;
        }

        var review = new MaoriReview(request.By.Trim(), request.On, NoticeWords.DigestOf(NoticeWords.MaoriWith(own)));
        return await ChangeAsync(
            caller,
            audit,
            "notice.maori-reviewed",
            draft => (draft.OwnMaori, draft.Review) = (own, review),
            cancellation
        );
    }

    /// <summary>Puts the draft in force as the next version: for every store at once.</summary>
    private static async Task<Answer<Ok<PublishedNumber>>> PublishAsync(
        Caller caller,
        AuditLog audit,
        NoticeAddresses addresses,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<PublishedNumber>> DecideAsync(RetailGuardDb db)
        {
            var draft =
                await db.Set<NoticeDraft>().AsNoTracking().SingleOrDefaultAsync(cancellation) ?? new NoticeDraft { Tenant = caller.Tenant };
            if (WhyNot(draft, addresses) is { } refusal)
            {
                return refusal;
            }

            var content = ContentOf(draft, await NoticeSettings.ReadAsync(db, addresses, cancellation));
            var before = await PublishedNotice.LatestAsync(db, cancellation);
            if (before?.Content.ToJson() == content.ToJson())
            {
                return Refusal.Conflict("notice-unchanged", $"Version {before.Version} says the same already.");
            }

            var version = 1 + (before?.Version ?? 0);
            db.Add(
                new PublishedNotice
                {
                    Tenant = caller.Tenant,
                    Version = version,
                    Content = content,
                    PublishedBy = caller.Person,
                    PublishedAt = time.GetUtcNow(),
                }
            );
            return new(
                new PublishedNumber(version),
                new AuditEvent(caller.Actor, "notice.published", caller.Tenant.ToString(), new { version })
            );
        }
    }

    /// <summary>All versions with what each changed, the newest first.</summary>
    private static async Task<Ok<List<NoticeVersion>>> VersionsAsync(Caller caller, Database database, CancellationToken cancellation)
    {
        await using var db = database.Of(caller.Tenant);
        var versions = await db.Set<PublishedNotice>().AsNoTracking().OrderByDescending(n => n.Version).ToListAsync(cancellation);
        var people = versions.Select(v => v.PublishedBy).Distinct().ToList();
        var names = await db.Set<Person>()
            .AsNoTracking()
            .IgnoreAutoIncludes()
            .Where(p => people.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        return TypedResults.Ok(
            versions
                .Select(
                    (v, i) =>
                        new NoticeVersion(
                            v.Version,
                            new(v.PublishedBy.Value, names[v.PublishedBy]),
                            v.PublishedAt,
                            v.Content.Review.By,
                            i + 1 < versions.Count ? NoticeChanges.Between(versions[i + 1].Content, v.Content) : []
                        )
                )
                .ToList()
        );
    }

    private static async Task<Answer<NoContent>> ChangeAsync(
        Caller caller,
        AuditLog audit,
        string action,
        Action<NoticeDraft> change,
        CancellationToken cancellation
    )
    {
        var changed = await audit.CommitOrRetryAsync(
            caller.Tenant,
            async db =>
            {
                change(await NoticeDraft.FindAsync(db, caller.Tenant, cancellation));
                return new Decision<Done>(Done.Instance, new AuditEvent(caller.Actor, action, caller.Tenant.ToString()));
            },
            cancellation
        );
        return changed.ToHttp(_ => TypedResults.NoContent());
    }

    /// <summary>What keeps a draft from being published, all at once; null when nothing does.</summary>
    private static Refusal? WhyNot(NoticeDraft draft, NoticeAddresses addresses)
    {
        var wrong = new WrongFields();
        draft.Particulars.Check(wrong);
        if (draft.Review?.WordsRead != NoticeWords.DigestOf(NoticeWords.MaoriWith(draft.OwnMaori)))
        {
            wrong.Add(
                "maori",
                "maori-not-reviewed",
                draft.Review is null
                    ? "maori is missing: a named translator’s review of the text in te reo Māori."
                    : "maori has changed since the translator’s review; it must be read again."
            );
        }

        if (addresses.LeadNowhere)
        {
            wrong.Add(
                "publicAddress",
                "public-address-missing",
                "publicAddress is missing: the code on a poster would lead nowhere. Whoever runs the server sets PublicAddress."
            );
        }

        return wrong.Refusal;
    }

    private static NoticeContent ContentOf(NoticeDraft draft, NoticeSettings settings) =>
        new(draft.Particulars, settings, NoticeWords.English, NoticeWords.MaoriWith(draft.OwnMaori), draft.Review ?? new("", default, ""));

    /// <summary>What no notice may say.</summary>
    private static Refusal? Check(NoticeParticulars particulars)
    {
        var wrong = new WrongFields();
        if (
            particulars.Email is { } email
            && (!email.Contains('@', StringComparison.Ordinal) || email.Contains(' ', StringComparison.Ordinal))
        )
        {
            wrong.Add("email", "email-invalid", "email must be an e-mail address, such as privacy@example.co.nz.");
        }

        if (particulars.Phone is { } phone && phone.Count(char.IsAsciiDigit) < 6)
        {
            wrong.Add("phone", "phone-invalid", "phone must be a number that can be called, such as 0800 000 000.");
        }

        if (particulars.HasAlternative is false && (particulars.Alternative ?? particulars.AlternativeMaori) is not null)
        {
            wrong.Add("alternative", "alternative-unclear", "alternative is given, but hasAlternative says that there is none.");
        }

        return wrong.Refusal;
    }

    private static Refusal? Check(Dictionary<string, string> own, MaoriRequest request, DateOnly latest)
    {
        var wrong = new WrongFields();
        foreach (var (key, text) in own)
        {
            if (!NoticeWords.English.TryGetValue(key, out var english))
            {
                wrong.Add($"own.{key}", "word-unknown", $"own.{key}: there is no such word.");
            }
            else if (text.Length > LongestWord)
            {
                wrong.Add($"own.{key}", "word-too-long", $"own.{key} has {text.Length} characters; there is room for {LongestWord}.");
            }
            else if (!Notice.GapsOf(text).SetEquals(Notice.GapsOf(english)))
            {
                var gaps = string.Join(", ", Notice.GapsOf(english).Select(gap => $"{{{gap}}}"));
                wrong.Add(
                    $"own.{key}",
                    "word-gaps-differ",
                    gaps.Length == 0 ? $"own.{key} must have no gap." : $"own.{key} must have these gaps, and no other: {gaps}."
                );
            }
        }

        if (string.IsNullOrWhiteSpace(request.By))
        {
            wrong.Add("by", "field-missing", "by is blank: name the translator.");
        }

        if (request.On > latest)
        {
            wrong.Add("on", "review-in-future", "on lies in the future.");
        }

        return wrong.Refusal;
    }

    private static async Task<Named> NameAsync(RetailGuardDb db, PersonId person, CancellationToken cancellation) =>
        new(person.Value, await db.Set<Person>().Where(p => p.Id == person).Select(p => p.Name).SingleAsync(cancellation));
}
