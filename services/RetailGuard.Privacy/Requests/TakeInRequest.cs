using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Privacy;

/// <summary>A request that came by phone, on paper or over the counter (R37); a store's manager takes it in for the store.</summary>
internal static class TakeInRequest
{
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(90);

    /// <param name="ReceivedAt">When it reached the store, not when it was typed in.</param>
    /// <param name="Mail">Where the person wants to hear by mail how it stands; only where mail is sent.</param>
    public sealed record IntakeRequest(
        StoreId StoreId,
        RequestKind Kind,
        RequestChannel Channel,
        DateTimeOffset ReceivedAt,
        [property: MaxLength(80)] string Name,
        [property: MaxLength(300)] string WhenAndWhere,
        [property: MaxLength(200)] string? Contact = null,
        [property: MaxLength(40)] string? Reference = null,
        [property: MaxLength(2000)] string? Words = null,
        [property: MaxLength(MailAddress.Longest)] string? Mail = null
    );

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/requests", RunAsync).AllowRoles(Role.StoreManager, Role.HeadOfficeLossPrevention, Role.PrivacyOfficer);

    private static async Task<Answer<Created<RequestReceipt>>> RunAsync(
        IntakeRequest request,
        Caller caller,
        Database database,
        ReceiveRequest receive,
        RequestMails mails,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (Check(request, mails.IsOn, time.GetUtcNow()) is { } wrong)
        {
            return wrong;
        }

        await using var db = database.Of(caller.Tenant);
        var store = await db.Set<Store>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.StoreId, cancellation);
        if (store is null || !caller.Reaches(store.Id))
        {
            return Refusal.NotFound("store");
        }

        var received = await receive.RunAsync(
            store,
            request.Kind,
            request.Channel,
            request.ReceivedAt,
            caller.Person,
            new(request.Name.Trim(), Text(request.Contact), request.WhenAndWhere.Trim(), Text(request.Reference), Text(request.Words))
            {
                Mail = Text(request.Mail),
            },
            cancellation
        );
        return received.ToHttp(receipt => TypedResults.Created($"/api/requests/{receipt.Number}", receipt));
    }

    internal static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();

    private static Refusal? Check(IntakeRequest request, bool sendsMail, DateTimeOffset now)
    {
        var wrong = new WrongFields();
        if (request.Channel is RequestChannel.Portal)
        {
            wrong.Add("channel", "channel-portal", "What comes by the portal is on record already. Choose phone, paper or in person.");
        }

        if (request.ReceivedAt > now)
        {
            wrong.Add("receivedAt", "received-in-future", "receivedAt lies in the future.");
        }
        else if (request.ReceivedAt < now - Oldest)
        {
            wrong.Add("receivedAt", "received-too-early", "receivedAt lies more than 90 days back.");
        }

        if (Text(request.Mail) is { } address)
        {
            if (!sendsMail)
            {
                wrong.Add("mail", "mail-off", "This service sends no mail: leave mail out, and say in contact how to reach the person.");
            }
            else if (!MailAddress.IsRight(address))
            {
                wrong.Add("mail", "mail-invalid", "mail must be an address such as name@example.org.");
            }
        }

        return wrong.Refusal;
    }
}
