using System.Text.Json;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Privacy;

/// <summary>What a request says of a person, and what they were told. Sealed as one, and erased with the request's key.</summary>
/// <param name="Name">A name or an initial.</param>
/// <param name="Contact">How they want to be answered; null follows it on the portal only.</param>
/// <param name="WhenAndWhere">When and where they were there.</param>
/// <param name="Reference">Number on a card that staff gave them.</param>
/// <param name="Words">What they ask, in their words.</param>
internal sealed record RequestTexts(string Name, string? Contact, string WhenAndWhere, string? Reference, string? Words)
{
    /// <summary>So many further messages; a request is no channel without end.</summary>
    public const int MostMessages = 20;

    /// <summary>Where they hear by mail how it stands; null where they gave no address for that.</summary>
    public string? Mail { get; init; }

    /// <summary>What the person added later.</summary>
    public IReadOnlyList<RequestMessage> Messages { get; init; } = [];

    /// <summary>Why the time was extended.</summary>
    public string? ExtensionReason { get; init; }

    /// <summary>To whom it was transferred.</summary>
    public string? Agency { get; init; }

    /// <summary>The answer, or the reason of a refusal, in words.</summary>
    public string? Answer { get; init; }

    /// <summary>Of an access request: what was answered, as it was then.</summary>
    public AnswerPack? Pack { get; init; }

    /// <summary>The person's statement of correction (R41).</summary>
    public string? Statement { get; init; }

    public byte[] Seal(byte[] key, string number) => Sealing.Seal(key, JsonSerializer.SerializeToUtf8Bytes(this), ContextOf(number));

    private static RequestTexts Open(byte[] key, string number, byte[] content) =>
        JsonSerializer.Deserialize<RequestTexts>(Sealing.Open(key, content, ContextOf(number)))!;

    /// <summary>The texts with their key; null when they are erased.</summary>
    public static async Task<(RequestTexts Texts, byte[] Key)?> ReadAsync(
        TenantKeys keys,
        PersonRequest request,
        CancellationToken cancellation
    ) =>
        request.SealedTexts is { } content
        && await keys.OpenRecordKeyAsync(request.Tenant, request.KeyContext, request.KeyId, cancellation) is { } key
            ? (Open(key, request.Number, content), key)
            : null;

    private static string ContextOf(string number) => $"{PersonRequest.KeyContextOf(number)}/texts";
}

/// <summary>Something that the person added.</summary>
public sealed record RequestMessage(DateTimeOffset At, string Text);
