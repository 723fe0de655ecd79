using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Stripe;

namespace RetailGuard.Billing;

/// <summary>The way to Stripe: its own client, over a line that tries again what may be tried again.</summary>
internal static class StripeConnection
{
    private const string Name = "stripe";
    private const string ShouldRetry = "Stripe-Should-Retry";
    private const int Tries = 3;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AllTries = TimeSpan.FromSeconds(25);

    public static void AddStripe(this IServiceCollection services, BillingOptions options)
    {
        services
            .AddHttpClient(Name)
            .RemoveAllLoggers()
            .AddResilienceHandler(
                Name,
                line =>
                {
                    // Another machine's answer is waited for by the clock on the wall, whatever the product's clock does.
                    line.TimeProvider = TimeProvider.System;
                    line.AddTimeout(AllTries)
                        .AddRetry(
                            new HttpRetryStrategyOptions
                            {
                                MaxRetryAttempts = Tries,
                                Delay = FirstWait,
                                MaxDelay = LongestWait,
                                BackoffType = DelayBackoffType.Exponential,
                                UseJitter = true,
                                ShouldHandle = tried => ValueTask.FromResult(IsPassing(tried.Outcome)),
                            }
                        )
                        .AddTimeout(OneTry);
                }
            );
        services.AddSingleton(s => new StripeClient(
            new StripeClientOptions
            {
                ApiKey = options.StripeKey,
                ApiBase = options.StripeAddress,

                // The handler repeats; the client doing so too would multiply the tries.
                HttpClient = new SystemNetHttpClient(
                    s.GetRequiredService<IHttpClientFactory>().CreateClient(Name),
                    maxNetworkRetries: 0,
                    enableTelemetry: false
                ),
            }
        ));
        services.AddSingleton<StripeBilling>();
    }

    /// <summary>Each request carries a key, so that one that was done already is not done again.</summary>
    private static bool IsPassing(Outcome<HttpResponseMessage> outcome) =>
        outcome.Result is { } response && response.Headers.TryGetValues(ShouldRetry, out var says)
            ? says.FirstOrDefault() == "true"
            : HttpClientResiliencePredicates.IsTransient(outcome) || outcome.Result?.StatusCode is HttpStatusCode.Conflict;
}
