using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Mail;

/// <summary>The mails of a retailer, by whom they were for and how they stand; their addresses and texts are shown to nobody.</summary>
internal static class BrowseMails
{
    private const int Most = 200;

    private static readonly Refusal Off = Refusal.Conflict(
        "mail-off",
        "This service sends no mail: its operator has set no server for it (Mail:Host)."
    );

    /// <param name="IsOn">False where no server for mail is set: nothing is sent.</param>
    /// <param name="From">Whom mails are from; null while mail is off.</param>
    /// <param name="Mails">The last ones, at most 200, newest first; each is forgotten after 30 days.</param>
    public sealed record MailsView(bool IsOn, string? From, IReadOnlyList<MailView> Mails);

    /// <param name="Person">Whose it is, where it is one of the retailer's people's.</param>
    /// <param name="Request">The number of the request whose it is.</param>
    /// <param name="About">A request, a case or a day.</param>
    /// <param name="NextTryAt">Null when no further try is made.</param>
    /// <param name="MaySendAgain">Whether what it says is still there.</param>
    public sealed record MailView(
        MailId Id,
        MailKind Kind,
        MailState State,
        MailTrouble? Trouble,
        Named? Person,
        string? Request,
        string? About,
        DateTimeOffset QueuedAt,
        DateTimeOffset? ClosedAt,
        DateTimeOffset? NextTryAt,
        int Tries,
        bool MaySendAgain
    );

    /// <param name="To">The administrator's own address.</param>
    public sealed record TestMail(string To);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/mails", ListAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/mails/test", TestAsync).AllowRoles(Role.TenantAdmin);
        routes.MapPost("/api/mails/{mail}/again", AgainAsync).AllowRoles(Role.TenantAdmin);
    }

    private static async Task<Ok<MailsView>> ListAsync(
        Caller caller,
        MailOptions options,
        Database database,
        CancellationToken cancellation
    )
    {
        await using var db = database.Of(caller.Tenant);
        var mails = await db.Set<OutgoingMail>().AsNoTracking().OrderByDescending(m => m.QueuedAt).Take(Most).ToListAsync(cancellation);
        var people = await db.Set<Person>().AsNoTracking().Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, cancellation);
        return TypedResults.Ok(new MailsView(options.IsOn, options.IsOn ? options.From : null, mails.ConvertAll(View)));

        MailView View(OutgoingMail mail)
        {
            var person = PersonId.TryParse(mail.Recipient, out var id) && people.TryGetValue(id, out var found) ? found : null;
            return new(
                mail.Id,
                mail.Kind,
                mail.State,
                mail.Trouble,
                person is null ? null : new(person.Id.Value, person.Name),
                person is null ? mail.Recipient : null,
                mail.About,
                mail.QueuedAt,
                mail.ClosedAt,
                mail.State is MailState.Waiting ? mail.NextTryAt : null,
                mail.Tries,
                mail.MaySendAgain
            );
        }
    }

    /// <summary>A mail to the administrator's own address, to see that mails go out.</summary>
    private static async Task<Answer<Ok<TestMail>>> TestAsync(Caller caller, IMail mail, AuditLog audit, CancellationToken cancellation)
    {
        if (!mail.IsOn)
        {
            return Off;
        }

        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(TypedResults.Ok);

        async Task<Decision<TestMail>> DecideAsync(RetailGuardDb db)
        {
            var me = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == caller.Person, cancellation);
            await mail.QueueAsync(
                db,
                caller.Tenant,
                new(MailKind.Test, $"{me.Id}", me.Email, "A test from RetailGuard", ["This is a test. Mails go out and reach you."]),
                cancellation
            );
            return new(new TestMail(me.Email), new AuditEvent(caller.Actor, "mail.test-asked", $"{me.Id}"));
        }
    }

    /// <summary>Tries a mail anew that waits or was given up.</summary>
    private static async Task<Answer<NoContent>> AgainAsync(
        MailId mail,
        Caller caller,
        MailOptions options,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        return (await audit.CommitOrRetryAsync(caller.Tenant, DecideAsync, cancellation)).ToHttp(_ => TypedResults.NoContent());

        async Task<Decision<Done>> DecideAsync(RetailGuardDb db)
        {
            if (await db.Set<OutgoingMail>().AsTracking().SingleOrDefaultAsync(m => m.Id == mail, cancellation) is not { } found)
            {
                return Refusal.NotFound("mail");
            }

            if (!options.IsOn)
            {
                return Off;
            }

            if (!found.MaySendAgain || found.KeepUntil <= time.GetUtcNow())
            {
                return Refusal.Conflict(
                    "mail-gone",
                    "What this mail said is destroyed, so it cannot be sent again. Begin anew where it came from."
                );
            }

            found.TryAgain(time.GetUtcNow());
            return new(
                Done.Instance,
                new AuditEvent(
                    caller.Actor,
                    "mail.sent-again",
                    found.Recipient,
                    new
                    {
                        mail,
                        found.Kind,
                        found.About,
                    }
                )
            );
        }
    }
}
