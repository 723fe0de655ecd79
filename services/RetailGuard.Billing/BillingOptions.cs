using System.Globalization;
using Microsoft.Extensions.Configuration;
using RetailGuard.Storage;

namespace RetailGuard.Billing;

/// <summary>How retailers are billed: by Stripe where a key is set, else by hand from the same counts.</summary>
internal sealed record BillingOptions
{
    private const int MostCents = 10_000_000;

    // Stripe takes no longer one.
    private const int LongestTrial = 730;

    /// <summary>Null: nothing is asked of Stripe, ever.</summary>
    public string? StripeKey { get; private init; }

    public string StripeWebhookSecret { get; private init; } = "";

    /// <summary>Without a slash at its end.</summary>
    public string StripeAddress { get; private init; } = "https://api.stripe.com";

    public bool IsProduction { get; private init; }

    public PlanPrices Prices { get; private init; } = new(29_900, 4_900);

    public int TrialDays { get; private init; } = 30;

    /// <summary>Who issues invoices made by hand.</summary>
    public string Seller { get; private init; } = "RetailGuard";

    /// <summary>Empty where none is set: then no invoice can be made by hand.</summary>
    public string GstNumber { get; private init; } = "";

    /// <summary>Where people reach this server, without a slash at its end.</summary>
    public string PublicAddress { get; private init; } = "";

    public bool UsesStripe => StripeKey is not null;

    /// <exception cref="StorageException"><c>billing-settings</c>: names all that is wrong, and no secret.</exception>
    public static BillingOptions Read(IConfiguration configuration)
    {
        List<string> wrong = [];
        var given = new BillingOptions();
        var key = Text(configuration["Billing:StripeKey"]);
        var secret = Text(configuration["Billing:StripeWebhookSecret"]);
        var address = Text(configuration["Billing:StripeAddress"])?.TrimEnd('/');
        var gst = Text(configuration["Billing:GstNumber"]);
        var read = given with
        {
            StripeKey = key,
            StripeWebhookSecret = secret ?? "",
            StripeAddress = address ?? given.StripeAddress,
            IsProduction = Flag(configuration["Billing:Production"], wrong),
            Prices = new(
                Number(configuration["Billing:StoreCents"], "Billing:StoreCents", given.Prices.Store, 1, MostCents, wrong),
                Number(configuration["Billing:CameraCents"], "Billing:CameraCents", given.Prices.Camera, 1, MostCents, wrong)
            ),
            TrialDays = Number(configuration["Billing:TrialDays"], "Billing:TrialDays", given.TrialDays, 0, LongestTrial, wrong),
            Seller = Text(configuration["Billing:Seller"]) ?? given.Seller,
            GstNumber = gst ?? "",
            PublicAddress = Foundation.PublicAddress.Of(configuration) ?? "",
        };
        wrong.AddRange(WrongKeys(read, secret is not null));
        if (
            address is not null
            && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback))
        )
        {
            wrong.Add("Billing:StripeAddress is no https address, and none on this machine.");
        }

        if (gst is not null && !GstNumbers.AreRight(gst))
        {
            wrong.Add("Billing:GstNumber is no GST number: it has 8 or 9 digits, and its last one does not fit the others.");
        }

        return wrong.Count == 0 ? read : throw new StorageException("billing-settings", string.Join(' ', wrong));
    }

    private static IEnumerable<string> WrongKeys(BillingOptions read, bool hasSecret)
    {
        if (read.StripeKey is not { } key)
        {
            if (hasSecret)
            {
                yield return "Billing:StripeWebhookSecret is set, and Billing:StripeKey is not: set both, or neither to bill by hand.";
            }

            yield break;
        }

        var isLive = IsOfKind(key, "live");
        if (!isLive && !IsOfKind(key, "test"))
        {
            yield return "Billing:StripeKey is no secret or restricted key of Stripe: those begin with sk_ or rk_ and say test or live.";
        }
        else if (isLive != read.IsProduction)
        {
            yield return isLive
                ? "Billing:StripeKey is a live key, and Billing:Production is not true: real cards would be charged by mistake."
                : "Billing:StripeKey is a test key, and Billing:Production is true: nobody would be charged.";
        }

        if (!hasSecret)
        {
            yield return "Billing:StripeWebhookSecret is missing: without it no word of Stripe's can be believed.";
        }
        else if (!read.StripeWebhookSecret.StartsWith("whsec_", StringComparison.Ordinal))
        {
            yield return "Billing:StripeWebhookSecret is no signing secret of a webhook: those begin with whsec_.";
        }

        if (read.PublicAddress.Length == 0)
        {
            yield return "PublicAddress is missing: Stripe's pages lead back to it.";
        }
    }

    private static bool IsOfKind(string key, string kind) =>
        key.StartsWith($"sk_{kind}_", StringComparison.Ordinal) || key.StartsWith($"rk_{kind}_", StringComparison.Ordinal);

    private static string? Text(string? set) => string.IsNullOrWhiteSpace(set) ? null : set.Trim();

    private static bool Flag(string? set, List<string> wrong)
    {
        if (string.IsNullOrWhiteSpace(set))
        {
            return false;
        }

        if (!bool.TryParse(set, out var flag))
        {
            wrong.Add("Billing:Production is neither true nor false.");
        }

        return flag;
    }

    private static int Number(string? set, string name, int otherwise, int least, int most, List<string> wrong)
    {
        if (string.IsNullOrWhiteSpace(set))
        {
            return otherwise;
        }

        if (int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        wrong.Add($"{name} is a whole number from {least} to {most}.");
        return otherwise;
    }
}
