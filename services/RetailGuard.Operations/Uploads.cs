using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Foundation;
using RetailGuard.Identity;

namespace RetailGuard.Operations;

/// <summary>
/// How much anybody may send. Photographs take a hundred times their size in memory while they are decoded, so one sender's are taken one
/// at a time. They stay in memory: a form that spools to a temporary file leaves somebody's face there when the process is killed.
/// </summary>
internal static class Uploads
{
    /// <summary>Of a body, where a route does not say more. The longest requests name every store of a retailer: 320 ids are 12 KB.</summary>
    public const long MostBytes = 64 * 1024;

    private const int OfOneSenderWaiting = 15;
    private const string ComeBackSeconds = "2";

    private static readonly RateLimitPartition<string> NoUpload = RateLimitPartition.GetNoLimiter("");

    private static readonly Refusal Busy = new(
        "uploads-busy",
        "Too many pictures are being sent at this moment; this one was not taken. Send it again in a few seconds.",
        RefusalKind.Unavailable
    );

    public static void Add(IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(o => o.Limits.MaxRequestBodySize = MostBytes);
        services.Configure<FormOptions>(o => o.MemoryBufferThreshold = int.MaxValue);
        services.AddRateLimiter(o =>
        {
            o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                IsUpload(context) ? RateLimitPartition.GetConcurrencyLimiter(SenderOf(context), _ => OneByOne()) : NoUpload
            );
            o.OnRejected = async (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = ComeBackSeconds;
                await Busy.ToHttp().ExecuteAsync(rejected.HttpContext);
            };
        });
    }

    /// <summary>After it is known who asks.</summary>
    public static void Use(IApplicationBuilder app) => app.UseRateLimiter();

    private static bool IsUpload(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<PhotoUpload>() is not null;

    /// <summary>A person, or the alert whose picture a connector brings.</summary>
    private static string SenderOf(HttpContext context) =>
        Caller.Of(context.User)?.Person.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"{context.GetRouteValue("alert")}");

    private static ConcurrencyLimiterOptions OneByOne() => new() { PermitLimit = 1, QueueLimit = OfOneSenderWaiting };
}
