using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Storage;

namespace RetailGuard.Billing;

/// <summary>200 with a table.</summary>
public sealed class CsvFile(string name, string text) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "text/csv";

    public Task ExecuteAsync(HttpContext httpContext) =>
        TypedResults.File(Encoding.UTF8.GetBytes(text), $"{MediaType}; charset=utf-8", name).ExecuteAsync(httpContext);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType]));
    }
}

/// <summary>The invoice of a month that is over, made by hand, as a table with all that a GST invoice must say.</summary>
internal static class ManualInvoice
{
    private const string Head =
        "Invoice,Issued,Month,Supplier,Supplier GST number,Customer,Description,Quantity,Unit NZD excl. GST,NZD excl. GST,GST 15%,NZD incl. GST";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/billing/invoices/{month}", RunAsync).AllowRoles(Role.TenantAdmin);

    private static async Task<Answer<CsvFile>> RunAsync(
        string month,
        Caller caller,
        BillingOptions options,
        Database database,
        CancellationToken cancellation
    )
    {
        if (options.UsesStripe)
        {
            return Refusal.Conflict("billing-by-stripe", "Your invoices are Stripe's: the page Billing leads to each.");
        }

        if (!Months.IsOne(month))
        {
            return WrongFields.One("month", "field-invalid", "month must be a month such as 2026-11.");
        }

        return (await LinesAsync(database, caller.Tenant, month, options, cancellation)).ToHttp(lines => new CsvFile(
            $"{Months.NumberOf(caller.Tenant, month)}.csv",
            $"{Head}\r\n{string.Concat(lines)}"
        ));
    }

    /// <summary>Of every retailer that was counted, for the operator.</summary>
    public static async Task<Result<string>> OfAllAsync(
        Database database,
        string month,
        BillingOptions options,
        CancellationToken cancellation
    )
    {
        if (!Months.IsOne(month))
        {
            return Refusal.Invalid("month-invalid", "A month is such as 2026-11.");
        }

        List<TenantId> tenants;
        await using (var all = database.AcrossTenants())
        {
            tenants = await all.Set<BillingMonth>().Where(m => m.Month == month).Select(m => m.Tenant).ToListAsync(cancellation);
        }

        var text = new StringBuilder(Head).Append("\r\n");
        foreach (var tenant in tenants)
        {
            if (!(await LinesAsync(database, tenant, month, options, cancellation)).Succeeded(out var lines, out var refusal))
            {
                return refusal;
            }

            text.AppendJoin("", lines);
        }

        return text.ToString();
    }

    private static async Task<Result<IReadOnlyList<string>>> LinesAsync(
        Database database,
        TenantId tenant,
        string month,
        BillingOptions options,
        CancellationToken cancellation
    )
    {
        if (options.GstNumber.Length == 0)
        {
            return Refusal.Conflict(
                "billing-gst-number",
                "An invoice must say its supplier's GST number, and none is set. The operator of this service sets Billing:GstNumber."
            );
        }

        await using var db = database.Of(tenant);
        if (await db.Set<BillingMonth>().AsNoTracking().SingleOrDefaultAsync(m => m.Month == month, cancellation) is not { } owed)
        {
            return Refusal.NotFound("invoice");
        }

        var customer = await db.Set<Tenant>().Where(t => t.Id == tenant).Select(t => t.Name).SingleAsync(cancellation);

        // GST is of the whole and not of each line, so that no cent is lost between them.
        var stores = Money.WithGst((long)owed.Stores * owed.StoreCents);
        return new[]
        {
            Line("Stores", owed.Stores, owed.StoreCents, stores),
            Line("Cameras", owed.Cameras, owed.CameraCents, Less(owed.Amount, stores)),
            Line("Total", quantity: null, unit: null, owed.Amount),
        };

        string Line(string what, int? quantity, int? unit, Money amount) =>
            string.Join(
                ',',
                Months.NumberOf(tenant, month),
                owed.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                month,
                Quoted(options.Seller),
                Quoted(options.GstNumber),
                Quoted(customer),
                what,
                quantity?.ToString(CultureInfo.InvariantCulture),
                unit is { } cents ? Dollars(cents) : "",
                Dollars(amount.NetCents),
                Dollars(amount.GstCents),
                Dollars(amount.TotalCents)
            ) + "\r\n";
    }

    private static Money Less(Money whole, Money part) =>
        new(whole.NetCents - part.NetCents, whole.GstCents - part.GstCents, whole.TotalCents - part.TotalCents);

    private static string Dollars(long cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    // A table's program would reckon with what begins like a formula.
    private static string Quoted(string text) =>
        $"\"{(text is ['=' or '+' or '-' or '@', ..] ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
