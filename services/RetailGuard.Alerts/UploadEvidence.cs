using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Orleans;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Vision;

namespace RetailGuard.Alerts;

/// <summary>The connector brings the picture of an alert, once, to an address that nobody else knows.</summary>
internal static class UploadEvidence
{
    public const int MostBytes = 512 * 1024;

    /// <summary>A whole picture of a 4K camera.</summary>
    public const int MostPixels = 9_000_000;

    /// <summary>Of what is kept, 1 to 100: people compare faces by it.</summary>
    public const int Quality = 90;
    private const string TooLarge = "request-too-large";

    public static string PathOf(TenantId tenant, AlertId alert, string secret) => $"/edge/evidence/{tenant}/{alert}/{secret}";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPut("/edge/evidence/{tenant}/{alert}/{secret}", RunAsync)
            .AllowAnyone("the secret in the address is the proof")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes), new PhotoUpload.Body());

    private static async Task<Answer<NoContent>> RunAsync(
        TenantId tenant,
        AlertId alert,
        string secret,
        HttpRequest request,
        IGrainFactory grains,
        CancellationToken cancellation
    )
    {
        // The secret first: whoever does not have it makes the server do no work.
        TenantBoundary.ActFor(tenant);
        var grain = grains.GetGrain<IAlertGrain>(GrainKeys.Alert(tenant, alert));
        if (!(await grain.ExpectsEvidence(secret)).Succeeded(out _, out var refusal))
        {
            return refusal;
        }

        byte[] jpeg;
        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, cancellation);

            // Written anew: what was hidden in the file beside the picture is not kept, and no reader's fault is provoked by it.
            using var frame = Pictures.DecodeJpeg(body.ToArray(), MostPixels);
            jpeg = Pictures.EncodeJpeg(frame, Quality);
        }
        catch (PictureRefusedException e)
        {
            await grain.RefuseEvidence(e.Code);
            return Refusal.Invalid(e.Code, e.Message);
        }
        catch (BadHttpRequestException e) when (e.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            await grain.RefuseEvidence(TooLarge);
            return Refusal.Invalid(TooLarge, $"A picture has at most {MostBytes / 1024} KiB. Send a smaller one to the same address.");
        }

        var attached = await grain.AttachEvidence(secret, jpeg);
        return attached.ToHttp(_ => TypedResults.NoContent());
    }
}
