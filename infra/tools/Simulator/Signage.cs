using System.Text.Json;
using QRCoder;

namespace RetailGuard.Tools.Simulator;

/// <summary>Publishes a fictional retailer's notices, and photographs them where they hang, as its people would.</summary>
public static class Signage
{
    /// <summary>What a fictional retailer's notices say of it.</summary>
    public static object Particulars { get; } = new
    {
        legalName = "Example Grocers Limited",
        address = "1 Example Street, Wellington",
        contactRole = "privacy officer",
        contactRoleMaori = "āpiha matatapu",
        phone = "0800 000 000",
        email = "privacy@demo.example",
        assessment = "https://demo.example/face-recognition",
        keptIn = "New Zealand",
        hasAlternative = false,
    };

    /// <summary>That a translator who does not exist has read the product's own words.</summary>
    public static object MaoriReview { get; } = new
    {
        own = new { },
        by = "Translator 1",
        on = "2026-11-01",
    };

    /// <param name="writer">An administrator or privacy officer, signed in.</param>
    public static async Task PublishAsync(ApiClient writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        await writer.PutAsync("/api/notices/draft", Particulars);
        await writer.PutAsync("/api/notices/maori", MaoriReview);
        await writer.PostAsync("/api/notices/publish", new { });
    }

    /// <summary>Puts an entrance on record, hangs its poster and photographs it.</summary>
    /// <param name="administrator">Signed in.</param>
    public static async Task HangAsync(ApiClient administrator, Guid store, string entrance = "Main entrance")
    {
        ArgumentNullException.ThrowIfNull(administrator);
        await administrator.PostAsync($"/api/stores/{store}/entrances", new { name = entrance });
        var entrances = await administrator.GetAsync($"/api/entrances?storeId={store}");
        foreach (var found in entrances.EnumerateArray().Where(e => e.GetProperty("name").GetString() == entrance))
        {
            await administrator.PostPictureAsync($"/api/entrances/{found.GetProperty("id").GetGuid()}/attestations", PhotoOf(found));
        }
    }

    /// <summary>A picture of the poster that belongs at an entrance, as far as it matters.</summary>
    /// <param name="entrance">As the server lists it.</param>
    public static byte[] PhotoOf(JsonElement entrance) => PhotoOf(entrance.GetProperty("posterAddress").GetString()!);

    /// <param name="posterAddress">What the square code on the poster holds.</param>
    /// <returns>PNG.</returns>
    public static byte[] PhotoOf(string posterAddress)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(posterAddress, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(data);
        return picture.GetGraphic(pixelsPerModule: 8);
    }
}
