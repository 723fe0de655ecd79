using RetailGuard.Audit;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Privacy;

/// <summary>What whoever asked takes home: shown once, and of the code only a hash is kept.</summary>
/// <param name="Number">Names the request.</param>
/// <param name="Code">Opens it; four groups of four letters and digits.</param>
/// <param name="DueOn">The last day on which it is answered.</param>
/// <param name="IsMailed">Whether number and day, without the code, go to the address that the person gave.</param>
public sealed record RequestReceipt(string Number, string Code, DateOnly DueOn, bool IsMailed);

/// <summary>Puts a request on record, by whatever way it came (R37).</summary>
internal sealed class ReceiveRequest(TenantKeys keys, AuditLog audit, RequestMails mails, TimeProvider time)
{
    // 31^16 codes: nothing to guess.
    private const int CodeGroups = 4;

    public Task<Result<RequestReceipt>> RunAsync(
        Store store,
        RequestKind kind,
        RequestChannel channel,
        DateTimeOffset receivedAt,
        PersonId? takenInBy,
        RequestTexts texts,
        CancellationToken cancellation
    ) =>
        audit.CommitOrRetryAsync<RequestReceipt>(
            store.Tenant,
            async db =>
            {
                var (number, code) = (PersonRequest.NewNumber(), OneTimeCode.New(CodeGroups));
                var key = await keys.NewRecordKeyAsync(store.Tenant, PersonRequest.KeyContextOf(number), cancellation);
                var request = new PersonRequest
                {
                    Tenant = store.Tenant,
                    Number = number,
                    StoreId = store.Id,
                    Kind = kind,
                    Channel = channel,
                    ReceivedAt = receivedAt,
                    TakenInBy = takenInBy,
                    CodeHash = OneTimeCode.Hash(code),
                    KeyId = key.Id,
                    SealedTexts = texts.Seal(key.Key, number),
                };
                db.Add(request);
                var isMailed = await mails.ReceivedAsync(new(db, request, texts, store, time.GetUtcNow()), cancellation);
                var received = StatutoryClock.DayOf(receivedAt, store.TimeZone);
                return new(
                    new RequestReceipt(number, code, StatutoryClock.DueOn(kind, received, 0), isMailed),
                    new AuditEvent(
                        takenInBy is { } person ? Actor.Of(person) : Actor.System,
                        "request.received",
                        number,
                        new
                        {
                            store = store.Id,
                            kind,
                            channel,
                        }
                    )
                );
            },
            cancellation
        );
}
