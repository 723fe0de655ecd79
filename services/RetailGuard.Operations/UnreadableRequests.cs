using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using RetailGuard.Foundation;

namespace RetailGuard.Operations;

/// <summary>Answers a request that cannot be read and was not refused by <see cref="RequestChecks"/>, and never with what was sent.</summary>
internal sealed class UnreadableRequests : IExceptionHandler
{
    public static readonly Refusal WrongType = new(
        "content-type-wrong",
        "This address does not read a body of this Content-Type: send application/json, or what the API's description names for it.",
        RefusalKind.UnsupportedMediaType
    );

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
            StatusCodes.Status415UnsupportedMediaType => WrongType,
            _ => Refusal.Invalid("request-unreadable", "The request cannot be read: a field or an id in the address has the wrong form."),
        };
        await refusal.ToHttp().ExecuteAsync(context);
        return true;
    }
}
