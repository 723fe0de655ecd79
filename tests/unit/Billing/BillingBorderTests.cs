using RetailGuard.Billing;
using RetailGuard.Tests.Unit.Architecture;

namespace RetailGuard.Tests.Unit.Billing;

/// <summary>Billing never touches safety: it knows of nobody, and nothing that keeps people safe knows of it.</summary>
public sealed class BillingBorderTests
{
    [Fact]
    public void Billing_knows_no_list_no_alert_and_no_face()
    {
        string[] never = ["Watchlists", "Alerts", "Matching", "Vision", "Gateway", "Protocol", "Assurance"];
        var known = typeof(BillingModule).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();
        known.ShouldContain("RetailGuard.Identity");
        known.Intersect(never.Select(name => $"RetailGuard.{name}")).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_but_the_server_knows_billing() =>
        Sources.References.Where(r => r.Value.Contains("Billing")).Select(r => r.Key).ShouldBe(["Server"]);

    [Fact]
    public void Of_all_that_is_on_record_it_reads_stores_cameras_and_the_retailers_name()
    {
        var sources = Directory.GetFiles(Path.Combine(Sources.Root, "services", "RetailGuard.Billing"), "*.cs");
        var sets = sources
            .SelectMany(file => File.ReadAllText(file).Split(".Set<").Skip(1))
            .Select(after => after[..after.IndexOf('>', StringComparison.Ordinal)])
            .Distinct();
        sets.ShouldBe(["AuditRow", "BillingAccount", "BillingEvent", "BillingMonth", "Camera", "Store", "Tenant"], ignoreOrder: true);
    }
}
