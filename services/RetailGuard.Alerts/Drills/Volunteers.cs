using RetailGuard.Foundation;
using RetailGuard.Storage;
using RetailGuard.Watchlists;

namespace RetailGuard.Alerts;

/// <summary>Somebody who agreed that drills show their pictures (R35, R48). Never matched against, and on no list.</summary>
internal sealed class Volunteer : IKeyed, IRevised
{
    public required TenantId Tenant { get; init; }

    public long Revision { get; private set; }

    public required Guid Id { get; init; }

    /// <summary>What the retailer calls them, for example "Volunteer 1".</summary>
    public required string Label { get; init; }

    /// <summary>Which wording of the consent they signed.</summary>
    public required string ConsentVersion { get; init; }

    public required DateTimeOffset ConsentedAt { get; init; }

    public required PersonId AddedBy { get; init; }

    /// <summary>At least 2: the first stands for an enrolment picture, the others for camera pictures.</summary>
    public required int Pictures { get; init; }

    /// <summary>Seals all their pictures.</summary>
    public Guid? KeyId { get; set; }

    public byte[]? SealedKey { get; set; }

    public string KeyContext => $"volunteer/{Id}";

    public string PictureName(int number) => $"{Tenant}/volunteers/{Id}/{number}";
}

/// <summary>Keeps the volunteers' pictures.</summary>
internal sealed class Volunteers(Database database, IBlobVault vault, TenantKeys keys, FaceEnrolment enrolment)
{
    /// <summary>As wide as a head at a camera's distance, so that nobody tells a drill by its sharpness.</summary>
    private const int CameraWidth = 260;

    /// <summary>Head and shoulders of each photograph; the first as an enrolment picture, the others as a camera sees people.</summary>
    public async Task<Result<List<byte[]>>> PortraitsAsync(IReadOnlyList<byte[]> photos, CancellationToken cancellation)
    {
        var portraits = new List<byte[]>();
        foreach (var photo in photos)
        {
            if (!(await enrolment.EnrolAsync(photo, cancellation)).Succeeded(out var face, out var poor))
            {
                return poor with { Detail = $"Photograph {portraits.Count + 1}: {poor.Detail}" };
            }

            // Only the picture is used: a volunteer is never searched for.
            face.Forget();
            var portrait = face.Photos[0].Portrait;
            portraits.Add(portraits.Count == 0 ? portrait : AsCameraSees(portrait));
        }

        return portraits;
    }

    /// <summary>Stores the pictures under a new key.</summary>
    /// <returns>The key's name, for the volunteer's row.</returns>
    public async Task<Guid> SealAsync(TenantId tenant, Guid id, IReadOnlyList<byte[]> portraits, CancellationToken cancellation)
    {
        var key = await keys.NewRecordKeyAsync(tenant, $"volunteer/{id}", cancellation);
        for (var i = 0; i < portraits.Count; i++)
        {
            var name = $"{tenant}/volunteers/{id}/{i}";
            await vault.PutAsync(name, Sealing.Seal(key.Key, portraits[i], name), cancellation);
        }

        return key.Id;
    }

    /// <summary>An opened picture, or null when the volunteer has withdrawn.</summary>
    public async Task<byte[]?> PictureAsync(TenantId tenant, Guid id, int number, CancellationToken cancellation)
    {
        await using var db = database.Of(tenant);
        if (
            await db.Set<Volunteer>().FindAsync([tenant, id], cancellation) is not { } volunteer
            || await vault.GetAsync(volunteer.PictureName(number), cancellation) is not { } content
        )
        {
            return null;
        }

        var key = await keys.OpenRecordKeyAsync(tenant, volunteer.KeyContext, volunteer.KeyId, cancellation);
        return key is null ? null : Sealing.Open(key, content, volunteer.PictureName(number));
    }

    private static byte[] AsCameraSees(byte[] portrait)
    {
        using var frame = Vision.Pictures.Decode(portrait);
        using var small = Vision.Pictures.Shrink(frame, CameraWidth);
        return Vision.Pictures.EncodeJpeg(small, quality: 90);
    }
}
