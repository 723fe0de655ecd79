using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace RetailGuard.Testing;

/// <summary>Requests to a server as one person, one tablet, or nobody. Carries tokens in headers, and no cookies but those that are named.</summary>
public sealed class Api(
    Uri server,
    HttpClient http,
    string? token = null,
    string? tabletToken = null,
    params IReadOnlyList<(string Name, string Value)> more
)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public Uri Server => server;

    /// <summary>The tokens, as requests carry them.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; } =
    [
        .. token is null ? [] : (IEnumerable<(string, string)>)[("Authorization", $"Bearer {token}")],
        .. tabletToken is null ? [] : (IEnumerable<(string, string)>)[("X-Tablet-Token", tabletToken)],
        .. more,
    ];

    /// <summary>The sign-in that requests carry; fails when there is none.</summary>
    public string Token => token ?? throw new InvalidOperationException("Nobody is signed in here.");

    public static HttpClient NewClient() =>
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(100) };

    public Api SignedIn(string newToken) => new(server, http, newToken, tabletToken, more);

    public Api OnTablet(string newToken) => new(server, http, token, newToken, more);

    public Api With(string header, string value) => new(server, http, token, tabletToken, [.. more, (header, value)]);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, object? body = null, Guid? key = null) => SendAsync(HttpMethod.Post, path, Json(body), key);

    public Task<Answer> PutAsync(string path, object? body) => SendAsync(HttpMethod.Put, path, Json(body));

    public Task<Answer> PostAsync(string path, byte[] picture) =>
        SendAsync(HttpMethod.Post, path, new ByteArrayContent(picture) { Headers = { ContentType = new("image/jpeg") } });

    public Task<Answer> PutAsync(string path, byte[] jpeg) =>
        SendAsync(HttpMethod.Put, path, new ByteArrayContent(jpeg) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } });

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, Json(body));

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null, Guid? key = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(server, path)) { Content = content };
        // A server that refuses by the length need not take what it refuses.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 1_000_000;
        foreach (var (name, value) in Headers)
        {
            request.Headers.Add(name, value);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key.ToString());
        }

        using var response = await http.SendAsync(request);
        return new(
            response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(),
            response.Headers,
            response.Content.Headers.ContentType?.MediaType
        );
    }

    private static JsonContent? Json(object? body) => body is null ? null : JsonContent.Create(body, body.GetType(), options: Web);
}
