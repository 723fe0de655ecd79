using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>The pictures of an alert.</summary>
internal enum AlertPicture
{
    /// <summary>From the camera, at the match: what voters compare.</summary>
    Live,

    /// <summary>From the list.</summary>
    Enrolment,

    /// <summary>From the camera that saw the person last, after two had confirmed (R26).</summary>
    Latest,
}

/// <summary>Seals, opens and destroys an alert's pictures. All of an alert are under one key, which the alert names.</summary>
internal sealed class EvidencePictures(IBlobVault vault, TenantKeys keys, Entries entries, Volunteers volunteers)
{
    /// <summary>Gives a new alert the key of its pictures, so that all who ever seal one for it seal it under the same.</summary>
    public async Task GiveKeyAsync(Alert alert, CancellationToken cancellation) =>
        alert.KeyId = (await keys.NewRecordKeyAsync(alert.Tenant, alert.KeyContext, cancellation)).Id;

    /// <summary>Destroys the key of an alert that was not raised after all.</summary>
    public Task DestroyKeyAsync(Alert alert, CancellationToken cancellation) =>
        keys.DestroyRecordKeyAsync(alert.Tenant, alert.KeyId, cancellation);

    /// <summary>Stores a camera's picture before the alert that claims to have it is saved.</summary>
    /// <exception cref="IOException">It could not be stored.</exception>
    public async Task SealAsync(Alert alert, AlertPicture which, byte[] jpeg, CancellationToken cancellation)
    {
        var name = NameOf(alert, which);
        if (alert.KeyId is null)
        {
            // Raised before alerts had their key from the start.
            await GiveKeyAsync(alert, cancellation);
        }

        var key =
            await keys.OpenRecordKeyAsync(alert.Tenant, alert.KeyContext, alert.KeyId, cancellation)
            ?? throw new IOException("The key of the alert's pictures is gone.");
        await vault.PutAsync(name, Sealing.Seal(key, jpeg, name), cancellation);
    }

    /// <summary>The opened picture, or null when it or its key is gone.</summary>
    public async Task<byte[]?> OpenAsync(Alert alert, AlertPicture which, CancellationToken cancellation)
    {
        if (which is AlertPicture.Enrolment)
        {
            return await EnrolmentAsync(alert, cancellation);
        }

        var name = NameOf(alert, which);
        return
            await vault.GetAsync(name, cancellation) is { } content
            && await keys.OpenRecordKeyAsync(alert.Tenant, alert.KeyContext, alert.KeyId, cancellation) is { } key
            ? Sealing.Open(key, content, name)
            : null;
    }

    /// <summary>What voters compare with: the entry's photograph, or in a drill a volunteer's.</summary>
    public Task<byte[]?> EnrolmentAsync(Alert alert, CancellationToken cancellation) =>
        alert.DrillVolunteer is { } volunteer
            ? volunteers.PictureAsync(alert.Tenant, volunteer, 0, cancellation)
            : entries.PhotoAsync(alert.Tenant, alert.EntryId, forCase: alert.CaseNumber is not null, cancellation);

    private static string NameOf(Alert alert, AlertPicture which) =>
        which switch
        {
            AlertPicture.Live => alert.PictureName,
            AlertPicture.Latest => alert.LatestName,
            AlertPicture.Enrolment => throw new ArgumentOutOfRangeException(nameof(which)),
        };
}
