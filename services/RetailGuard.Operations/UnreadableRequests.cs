using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using RetailGuard.Foundation;

namespace RetailGuard.Operations;

/// <summary>Answers a request that cannot be read with the field that is wrong, and never with what was sent.</summary>
internal sealed class UnreadableRequests : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
        {
            return false;
        }

        var refusal = bad.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => new Refusal(
                "request-too-large",
                "The request is larger than this address accepts.",
                RefusalKind.Invalid
            ),
            _ when bad.InnerException is System.Text.Json.JsonException json => Refusal.Invalid(
                "request-unreadable",
                $"The JSON cannot be read at {json.Path ?? "its start"}."
            ),
            _ => Refusal.Invalid("request-unreadable", "The request cannot be read: a field or an id in the address has the wrong form."),
        };
        await refusal.ToHttp().ExecuteAsync(context);
        return true;
    }
}
