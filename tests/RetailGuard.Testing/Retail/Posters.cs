using RetailGuard.Tools.Simulator;

namespace RetailGuard.Testing;

/// <summary>A retailer's notices and the posters that hang, over the real routes.</summary>
public static class Posters
{
    /// <param name="writer">An administrator or privacy officer, signed in.</param>
    public static async Task<Answer> PublishAsync(Api writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        (await writer.PutAsync("/api/notices/draft", Signage.Particulars)).Ok();
        (await writer.PutAsync("/api/notices/maori", Signage.MaoriReview)).Ok();
        return (await writer.PostAsync("/api/notices/publish")).Ok();
    }

    /// <summary>Adds an entrance and photographs its poster, where there is one.</summary>
    public static async Task<Guid> HangAsync(Api administrator, Guid shop, string name = "Main entrance")
    {
        ArgumentNullException.ThrowIfNull(administrator);
        var entrance = (await administrator.PostAsync($"/api/stores/{shop}/entrances", new { name })).Ok()["id"].GetGuid();
        if (await PosterAsync(administrator, shop, entrance) is { } poster)
        {
            (await PhotographAsync(administrator, entrance, poster)).Ok();
        }

        return entrance;
    }

    /// <summary>After a setting that the notice speaks of has changed: publishes it anew, and photographs every poster again.</summary>
    public static async Task RenewAsync(Api administrator)
    {
        ArgumentNullException.ThrowIfNull(administrator);
        if ((await administrator.GetAsync("/api/notices")).Ok()["published"].GetProperty("isStale").GetBoolean())
        {
            await PublishAsync(administrator);
        }

        await PhotographAllAsync(administrator);
    }

    /// <summary>Every poster that somebody reaches and that does not hang, as far as is on record.</summary>
    /// <param name="staff">Signed in.</param>
    public static async Task PhotographAllAsync(Api staff)
    {
        ArgumentNullException.ThrowIfNull(staff);
        foreach (var entrance in (await staff.GetAsync("/api/entrances")).Ok().Json.EnumerateArray().ToList())
        {
            if (entrance.GetProperty("state").GetString() != "hung")
            {
                var poster = entrance.GetProperty("posterAddress").GetString()!;
                (await PhotographAsync(staff, entrance.GetProperty("id").GetGuid(), poster)).Ok();
            }
        }
    }

    /// <summary>What the square code of an entrance's poster holds; null while nothing is published.</summary>
    public static async Task<string?> PosterAsync(Api reader, Guid shop, Guid entrance)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var entrances = (await reader.GetAsync($"/api/entrances?storeId={shop}")).Ok().Json.EnumerateArray();
        return entrances.Single(e => e.GetProperty("id").GetGuid() == entrance).GetProperty("posterAddress").GetString();
    }

    public static Task<Answer> PhotographAsync(Api staff, Guid entrance, string poster)
    {
        ArgumentNullException.ThrowIfNull(staff);
        return staff.PostAsync($"/api/entrances/{entrance}/attestations", Signage.PhotoOf(poster));
    }
}
