using System.Security.Cryptography;
using RetailGuard.Audit;
using RetailGuard.Foundation;

namespace RetailGuard.Alerts;

/// <summary>Pictures that come to an alert's one-time address: whether its secret is good, and what is kept of them and of refused ones.</summary>
internal sealed class EvidenceUploads(AlertRecord record, EvidencePictures pictures, TimeProvider time)
{
    private static readonly Refusal StorageUnavailable = new(
        "storage-unavailable",
        "The service cannot store pictures now; its storage may be full. The picture may be sent again.",
        RefusalKind.Unavailable
    );

    /// <summary>Whether the secret opens an upload now.</summary>
    public async Task<Result<Done>> ExpectsAsync(TenantId tenant, AlertId id, string secret)
    {
        if (await record.FindAsync(tenant, id) is not { } alert)
        {
            return Refusal.NotFound("upload");
        }

        var attach = new AlertCommand.AttachEvidence(Tokens.Hash(secret), []);
        if (AlertWorkflow.Decide(alert, attach, time.GetUtcNow()).Succeeded(out _, out var refusal))
        {
            return Done.Instance;
        }

        // Whoever does not know the secret writes nothing into the chain.
        if (refusal.Kind is not RefusalKind.NotFound)
        {
            await RefuseAsync(tenant, id, refusal.Code);
        }

        return refusal;
    }

    /// <summary>Takes the JPEG against the secret; saved and sealed when this returns.</summary>
    public async Task<Result<SavedAlert>> AttachAsync(TenantId tenant, AlertId id, string secret, byte[] jpeg)
    {
        if (await record.FindAsync(tenant, id) is not { } alert)
        {
            return Refusal.NotFound("upload");
        }

        // What voters compare with is noted once, with the first picture.
        var enrolment = alert.EnrolmentHash is null ? await pictures.EnrolmentAsync(alert, CancellationToken.None) : null;
        var hash = enrolment is null ? null : SHA256.HashData(enrolment);
        var attach = new AlertCommand.AttachEvidence(Tokens.Hash(secret), SHA256.HashData(jpeg), hash);
        try
        {
            return await record.ObeyAsync(tenant, id, _ => attach, jpeg);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await RefuseAsync(tenant, id, StorageUnavailable.Code);
            return StorageUnavailable;
        }
    }

    /// <summary>Records that a picture was refused.</summary>
    public Task RefuseAsync(TenantId tenant, AlertId id, string code) =>
        record.NoteAsync(tenant, AlertAudit.OfRefused(id, Actor.System, code));
}
