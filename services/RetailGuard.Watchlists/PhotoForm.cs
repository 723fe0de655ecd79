using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RetailGuard.Foundation;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace RetailGuard.Watchlists;

/// <summary>A statement and the photographs that belong to it, as one multipart form.</summary>
/// <param name="Statement">From the form's JSON field.</param>
/// <param name="Photos">The files named photo, in the order in which they came.</param>
public sealed record PhotoForm<T>(T Statement, IReadOnlyList<byte[]> Photos)
    where T : class
{
    /// <param name="field">Name of the JSON field.</param>
    /// <param name="least">Photographs, 1 and up.</param>
    /// <param name="most">Photographs, <paramref name="least"/> and up.</param>
    public static async Task<Result<PhotoForm<T>>> ReadAsync(
        HttpRequest http,
        string field,
        int least,
        int most,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(http);
        if (!http.HasFormContentType)
        {
            return Refusal.Invalid(
                "form-missing",
                $"Send multipart/form-data with the fields {field} (JSON) and photo: {Wanted()} needed."
            );
        }

        var form = await http.ReadFormAsync(cancellation);
        var sent = form[field].ToString();
        if (sent is "" or "null")
        {
            return WrongFields.One(field, "field-missing", $"{field} is missing.");
        }

        var json = http.HttpContext.RequestServices.GetRequiredService<IOptions<HttpJson>>().Value.SerializerOptions;
        if (RequestCheck.Json(Encoding.UTF8.GetBytes(sent), json.GetTypeInfo(typeof(T))) is { } wrong)
        {
            return wrong;
        }

        var statement = JsonSerializer.Deserialize<T>(sent, json)!;
        var files = form.Files.GetFiles("photo");
        if (files.Count < least || files.Count > most)
        {
            return WrongFields.One("photo", "field-missing", $"photo is there {files.Count} times; {Wanted()} needed.");
        }

        var photos = new List<byte[]>();
        foreach (var file in files)
        {
            var photo = new byte[file.Length];
            await using var stream = file.OpenReadStream();
            await stream.ReadExactlyAsync(photo, cancellation);
            photos.Add(photo);
        }

        return new PhotoForm<T>(statement, photos);

        string Wanted() => most == 1 ? "one file is" : $"{least} to {most} files are";
    }
}
