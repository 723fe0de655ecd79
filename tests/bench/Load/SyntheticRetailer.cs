using RetailGuard.Testing;
using RetailGuard.Tools.Simulator;

namespace RetailGuard.Bench.Load;

/// <summary>The retailer whose stores a benchmark puts under load.</summary>
internal static class SyntheticRetailer
{
    /// <summary>Makes the record and the retailer in it, by the server's own commands.</summary>
    /// <exception cref="CommandRefusedException">The server refused.</exception>
    public static async Task<InvitedAdministrators> CreateAsync(DataStore data)
    {
        await ServerProgram.MigrateAsync(data);
        var tenant = await ServerProgram.CreateTenantAsync(data, RetailerSeed.Tenant, "Bench Grocers", RetailerSeed.AdminEmail);
        return tenant.ExitCode == 0
            ? InvitedAdministrators.In(tenant.Output.Split('\n'))
            : throw new CommandRefusedException($"The server made no retailer: {tenant.Error}");
    }

    /// <summary>Two people who are certified and work in every store, the stores' notices and the assessment: as the server demands before it matches.</summary>
    /// <param name="admin">Is signed in as the administrator then.</param>
    public static async Task<(SeededPerson Manager, SeededPerson Staff)> AddStaffAsync(
        ApiClient admin,
        IEnumerable<SyntheticStore> stores,
        InvitedAdministrators invited,
        TimeProvider time
    )
    {
        var seed = new RetailerSeed(admin, time);
        await seed.EnterAdministratorsAsync(invited);
        await seed.AssessAsync(await seed.AddPersonAsync("Loss prevention 1", "headOfficeLossPrevention", [], votes: false));
        Guid[] everywhere = [.. stores.Select(s => s.Id)];
        foreach (var store in everywhere)
        {
            await Signage.HangAsync(admin, store);
        }

        return (
            await seed.AddPersonAsync("Store manager 1", "storeManager", everywhere, votes: true),
            await seed.AddPersonAsync("Staff member 1", "storeStaff", everywhere, votes: true)
        );
    }
}
