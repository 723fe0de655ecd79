using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailGuard.Tools.Simulator;

/// <summary>The server's HTTP API as one signed-in person or paired tablet uses it.</summary>
public sealed class ApiClient(Uri server) : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly HttpClient _http = new() { BaseAddress = server };

    public Uri Server { get; } = server;

    /// <summary>The session's token; requests carry it once it is set.</summary>
    public string? Token
    {
        get => _http.DefaultRequestHeaders.Authorization?.Parameter;
        set => _http.DefaultRequestHeaders.Authorization = value is null ? null : new AuthenticationHeaderValue("Bearer", value);
    }

    public string TabletToken
    {
        set => _http.DefaultRequestHeaders.Add("X-Tablet-Token", value);
    }

    /// <summary>Pairs a tablet with its store, and signs a person of that store in on it.</summary>
    public static async Task<ApiClient> OnTabletAsync(Uri server, string pairingCode, Guid personId, string pin)
    {
        var api = new ApiClient(server);
        var paired = await api.PostAsync("/api/tablet/pair", new { code = pairingCode });
        api.TabletToken = paired.GetProperty("token").GetString()!;
        var session = await api.PostAsync("/api/tablet/pin", new { personId, pin });
        api.Token = session.GetProperty("token").GetString();
        return api;
    }

    public Task<JsonElement> GetAsync(string path) => AnswerAsync(_http.GetAsync(new Uri(path, UriKind.Relative)));

    public async Task<byte[]> GetBytesAsync(string path) => await _http.GetByteArrayAsync(new Uri(path, UriKind.Relative));

    public Task<JsonElement> PostAsync(string path, object body) =>
        AnswerAsync(_http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, Json));

    public Task<JsonElement> PutAsync(string path, object body) =>
        AnswerAsync(_http.PutAsJsonAsync(new Uri(path, UriKind.Relative), body, Json));

    public Task<JsonElement> PatchAsync(string path, object body) =>
        AnswerAsync(_http.PatchAsJsonAsync(new Uri(path, UriKind.Relative), body, Json));

    /// <summary>A request that is safe to repeat: it carries its own key.</summary>
    public async Task<JsonElement> PostOnceAsync(string path, Guid key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: Json) };
        request.Headers.Add("Idempotency-Key", key.ToString());
        return await AnswerAsync(_http.SendAsync(request));
    }

    /// <summary>A picture is the whole body.</summary>
    public async Task<JsonElement> PostPictureAsync(string path, byte[] picture)
    {
        using var content = new ByteArrayContent(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return await AnswerAsync(_http.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    public async Task<JsonElement> PostFormAsync(string path, MultipartFormDataContent form)
    {
        using (form)
        {
            return await AnswerAsync(_http.PostAsync(new Uri(path, UriKind.Relative), form));
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> AnswerAsync(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        var body = await response.Content.ReadAsStringAsync();
        var json = body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body, Json);
        return response.IsSuccessStatusCode ? json : throw new RefusedException((int)response.StatusCode, json);
    }
}

/// <summary>The server's "no", as problem+json.</summary>
public sealed class RefusedException(int status, JsonElement problem) : Exception(Text(problem, "detail") ?? $"HTTP {status}")
{
    public string Code { get; } = Text(problem, "code") ?? status.ToString();

    private static string? Text(JsonElement problem, string name) =>
        problem.ValueKind is JsonValueKind.Object && problem.TryGetProperty(name, out var value) ? value.GetString() : null;
}
