using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RetailGuard.Testing;

/// <summary>What the server answered, byte for byte.</summary>
public sealed record Answer(HttpStatusCode Status, byte[] Body, HttpResponseHeaders Headers, string? MediaType)
{
    private JsonElement? _json;

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => _json ??= JsonElement.Parse(Text);

    /// <summary>The stable code of a refusal.</summary>
    public string? Code => MediaType == "application/problem+json" ? Json.GetProperty("code").GetString() : null;

    public string? Detail => MediaType == "application/problem+json" ? Json.GetProperty("detail").GetString() : null;

    public JsonElement this[string property] => Json.GetProperty(property);

    /// <summary>A cookie that it set, as a browser sends it back: <c>name=value</c>.</summary>
    public string Cookie(string name) =>
        Headers.GetValues("Set-Cookie").Single(c => c.StartsWith($"{name}=", StringComparison.Ordinal)).Split(';')[0];

    /// <summary>This answer, if it is a success; otherwise the test fails with what was answered.</summary>
    public Answer Ok() =>
        (int)Status is >= 200 and < 300 ? this : throw new UnexpectedAnswerException($"Expected success, got {(int)Status}: {Text}");

    /// <summary>This answer, if it is that refusal.</summary>
    public Answer Refused(HttpStatusCode status, string code) =>
        Status == status && Code == code
            ? this
            : throw new UnexpectedAnswerException($"Expected {(int)status} {code}, got {(int)Status}: {Text}");
}

public sealed class UnexpectedAnswerException(string message) : Exception(message);
