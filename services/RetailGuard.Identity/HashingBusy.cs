using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>Tells whoever sends a password while too many wait to come back in a moment.</summary>
internal sealed class HashingBusy : IExceptionHandler
{
    private static readonly TimeSpan ComeBack = TimeSpan.FromSeconds(5);

    private static readonly Refusal Refused = new(
        "sign-in-busy",
        "Too many people are signing in at this moment. Try again in a few seconds.",
        RefusalKind.Unavailable
    );

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not HashingBusyException)
        {
            return false;
        }

        await Refuse(context).ToHttp().ExecuteAsync(context);
        return true;
    }

    /// <summary>The refusal, with the header that says when to come back.</summary>
    public static Refusal Refuse(HttpContext context)
    {
        context.Response.Headers.RetryAfter = ComeBack.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return Refused;
    }
}
