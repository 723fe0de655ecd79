using System.CommandLine;
using RetailGuard.Billing;

namespace RetailGuard.Server;

/// <summary>billing setup and billing invoices: the operator's part of who pays for what.</summary>
internal static class BillingCommands
{
    public static Command Billing() => new("billing", "Who pays for what.") { SetUp(), Invoices() };

    private static Command SetUp()
    {
        var setUp = new Command(
            "setup",
            "Makes the plan's products, prices and the rate of GST in the Stripe account of Billing:StripeKey. Run it again after a change of price; what is there already stays as it is."
        );
        setUp.TreatUnmatchedTokensAsErrors = false;
        setUp.SetAction(
            (parsed, cancellation) =>
                Commands.Guarded(async () =>
                {
                    await using var app = ServerHost.Build(Commands.SettingsIn(parsed));
                    var made = await OperatorBilling.SetUpAsync(app.Services, cancellation);
                    if (!made.Succeeded(out var lines, out var refusal))
                    {
                        return await Commands.RefuseAsync([refusal]);
                    }

                    foreach (var line in lines)
                    {
                        Console.WriteLine(line);
                    }

                    await Console.Error.WriteLineAsync(
                        $"Next: in Stripe, let a webhook send to {OperatorBilling.Webhook(app.Services)} and set its signing secret as Billing:StripeWebhookSecret; allow customers' page to change cards and to end the plan; let failed payments be tried again for two weeks, and leave the subscription past due then."
                    );
                    return 0;
                })
        );
        return setUp;
    }

    private static Command Invoices()
    {
        var month = new Option<string>("--month") { Required = true, Description = "A month that is over, for example 2026-11." };
        var invoices = new Command("invoices", "Writes the invoices made by hand for a month, of all retailers, as CSV.") { month };
        invoices.TreatUnmatchedTokensAsErrors = false;
        invoices.SetAction(
            (parsed, cancellation) =>
                Commands.Guarded(async () =>
                {
                    await using var app = await Commands.BuildExistingAsync(Commands.SettingsIn(parsed), cancellation);
                    var table = await OperatorBilling.InvoicesAsync(app.Services, parsed.GetRequiredValue(month), cancellation);
                    if (!table.Succeeded(out var csv, out var refusal))
                    {
                        return await Commands.RefuseAsync([refusal]);
                    }

                    Console.Write(csv);
                    return 0;
                })
        );
        return invoices;
    }
}
