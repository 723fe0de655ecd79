using Polly.Timeout;
using RetailGuard.Foundation;
using Stripe;

namespace RetailGuard.Billing;

/// <summary>What is said where Stripe was asked and did not do it.</summary>
internal static class StripeTrouble
{
    public static Refusal Unreachable { get; } =
        new("billing-unreachable", "Stripe does not answer now; nothing was changed. Try again in a few minutes.", RefusalKind.Unavailable);

    public static Refusal Manual { get; } =
        Refusal.Conflict("billing-manual", "You are billed by invoice: there is nothing to pay or to change here.");

    public static Refusal NotSetUp { get; } =
        new(
            "billing-not-set-up",
            "The plan is not in the Stripe account yet. The operator of this service sets it up.",
            RefusalKind.Unavailable
        );

    /// <summary>Whether it is Stripe, or the way there, that failed.</summary>
    public static bool Is(Exception e, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested
        && e is StripeException or HttpRequestException or TimeoutRejectedException or OperationCanceledException;
}
