using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RetailGuard.Protocol;

namespace RetailGuard.Edge.Setup;

/// <summary>Exchanges a pairing code for a device identity and writes it into the configuration.</summary>
internal static class Pairing
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // The file is read by people and by this program only: names keep their macrons.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private sealed record Named(Guid Id, string Name);

    private sealed record Paired(Guid DeviceId, Named Tenant, Named Store, IReadOnlyList<Named> Cameras);

    private sealed record Problem(string? Detail);

    /// <summary>
    /// Makes a key, pairs, and writes <paramref name="file"/>. Cameras that it names already keep their source and get their id;
    /// cameras that only the cloud knows are added without a source.
    /// </summary>
    /// <returns>What to tell the installer.</returns>
    /// <exception cref="EdgeSetupException">The address, the code or the file is refused.</exception>
    public static async Task<string> PairAsync(HttpClient http, string server, string code, string file, CancellationToken stop)
    {
        if (EdgeConfigCheck.Server(server) is { } problem)
        {
            throw new EdgeSetupException("server-invalid", problem);
        }

        var config = ReadForEditing(file);
        using var key = DeviceSignature.CreateKey();
        var paired = await AskAsync(http, new Uri(server), Typed(code), DeviceSignature.PublicKey(key), stop);

        var keyFile = Text(config["deviceKey"]) ?? new EdgeConfig().DeviceKey;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        Directory.CreateDirectory(folder);
        DeviceKey.Save(key, Path.GetFullPath(keyFile, folder));

        config["server"] = server;
        config["deviceId"] = paired.DeviceId;
        config["deviceKey"] = keyFile;
        config["cameras"] = Merge(config["cameras"] as JsonArray, paired.Cameras);
        OwnerOnly.Write(Path.GetFullPath(file), config.ToJsonString(Indented));

        return $"Paired with {paired.Tenant.Name}, {paired.Store.Name}. {file} lists {paired.Cameras.Count} cameras; "
            + "fill in each camera's source, then run: check";
    }

    private static JsonObject ReadForEditing(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        try
        {
            var lenient = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            return JsonNode.Parse(ConfigText.Read(file), documentOptions: lenient)!.AsObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new EdgeSetupException("config-invalid", $"{file} is not a JSON object; mend or remove it.");
        }
    }

    private static async Task<Paired> AskAsync(HttpClient http, Uri server, string code, byte[] publicKey, CancellationToken stop)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(new Uri(server, "/edge/pair"), new { code, publicKey }, stop);
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadFromJsonAsync<Paired>(stop)
                    ?? throw new EdgeSetupException("server-strange", $"{server} answered without a device; is it RetailGuard's address?");
            }

            if ((int)answer.StatusCode is >= 300 and < 400)
            {
                throw new EdgeSetupException(
                    "server-redirects",
                    $"{server} sends to another address ({answer.Headers.Location}). Give the address that RetailGuard answers at itself."
                );
            }

            var problem = answer.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json"
                ? await answer.Content.ReadFromJsonAsync<Problem>(stop)
                : null;
            throw new EdgeSetupException("pairing-refused", problem?.Detail ?? $"{server} refused the pairing ({(int)answer.StatusCode}).");
        }
        catch (HttpRequestException e)
        {
            throw new EdgeSetupException("server-unreachable", $"{server} does not answer: {e.Message}");
        }
        catch (JsonException)
        {
            throw new EdgeSetupException("server-strange", $"{server} does not answer as RetailGuard does; check the address.");
        }
    }

    // Read aloud and typed: in small letters, without the hyphen, with blanks or another dash.
    private static string Typed(string code)
    {
        const int Group = 4;
        var bare = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return bare.Length % Group == 0 ? string.Join('-', bare.Chunk(Group).Select(group => new string(group))) : code.Trim();
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonArray Merge(JsonArray? mine, IReadOnlyList<Named> cameras)
    {
        var merged = new JsonArray();
        var unknown = cameras.ToList();
        foreach (var camera in mine?.OfType<JsonObject>() ?? [])
        {
            var copy = camera.DeepClone().AsObject();
            var known = unknown.Find(c =>
                string.Equals(c.Name, Text(copy["name"]), StringComparison.OrdinalIgnoreCase) || Text(copy["id"]) == c.Id.ToString()
            );
            if (known is not null)
            {
                copy["id"] = known.Id;
                unknown.Remove(known);
            }

            merged.Add(copy);
        }

        foreach (var camera in unknown)
        {
            merged.Add(
                new JsonObject
                {
                    ["id"] = camera.Id,
                    ["name"] = camera.Name,
                    ["source"] = null,
                }
            );
        }

        return merged;
    }
}
