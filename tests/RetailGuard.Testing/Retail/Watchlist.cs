using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace RetailGuard.Testing;

/// <summary>Puts people on a store's list, through the real routes.</summary>
public static class Watchlist
{
    /// <summary>A statement that breaks no rule. Tests change or remove one field.</summary>
    public static JsonObject Statement(Shop shop, string label = "Subject A")
    {
        ArgumentNullException.ThrowIfNull(shop);
        var now = shop.Retailer.Server.Now;
        return new()
        {
            ["storeId"] = shop.Id,
            ["label"] = label,
            ["category"] = "violence",
            ["role"] = "offender",
            ["incidentAt"] = Iso(now.AddDays(-10)),
            ["evidence"] = "incident 4711",
            ["basis"] = "trespassNotice",
            ["summary"] = "Struck a checkout operator with a basket.",
            ["expiresAt"] = Iso(now.AddMonths(6)),
            ["adult"] = "yes",
            ["vulnerable"] = "no",
        };
    }

    public static string Iso(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    /// <param name="photos">Of one person, if they are to be taken.</param>
    public static Task<Answer> ProposeAsync(Api proposer, JsonObject statement, params byte[][] photos) =>
        proposer.SendAsync(HttpMethod.Post, "/api/entries", Form(statement.ToJsonString(), photos));

    public static MultipartFormDataContent Form(string statement, params byte[][] photos)
    {
        ArgumentNullException.ThrowIfNull(photos);
        var form = new MultipartFormDataContent { { new StringContent(statement, Encoding.UTF8), "entry" } };
        foreach (var photo in photos)
        {
            form.Add(
                new ByteArrayContent(photo) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } },
                "photo",
                "photo.jpg"
            );
        }

        return form;
    }

    /// <summary>Proposed by one, approved by the other: the entry matches when this returns.</summary>
    public static async Task<Guid> ListAsync(Shop shop, Api proposer, Api approver, byte[] photo, JsonObject? statement = null)
    {
        var proposed = await ProposeAsync(proposer, statement ?? Statement(shop), photo);
        var entry = proposed.Ok()["id"].GetGuid();
        (await approver.PostAsync($"/api/entries/{entry}/approve?lookAlikes=different")).Ok();
        return entry;
    }
}
