using System.Runtime.CompilerServices;
using RetailGuard.Identity;

namespace RetailGuard.Testing;

/// <summary>
/// People who work in many stores of one retailer, so that each test has a store of its own without hiring anew: hashing passwords is
/// slow on purpose.
/// </summary>
internal sealed class Crew
{
    private const int Shops = 16;

    private static readonly ConditionalWeakTable<object, Roster> Rosters = [];

    private readonly Queue<Shop> _free;

    private Crew(IEnumerable<Shop> shops) => _free = new(shops);

    public required Employee First { get; init; }

    public required Employee Second { get; init; }

    public required Employee Manager { get; init; }

    /// <summary>Signed in.</summary>
    public required Api HeadOffice { get; init; }

    /// <summary>A crew, and a store that no other test has.</summary>
    public static async Task<(Crew Crew, Shop Shop)> OnDutyAsync(IServer server, Retailer? retailer)
    {
        var roster = Rosters.GetValue((object?)retailer ?? server, _ => new());
        await roster.Turn.WaitAsync();
        try
        {
            if (roster.Crew is not { _free.Count: > 0 })
            {
                roster.Crew = await HireAsync(retailer ?? await Retailer.OpenAsync(server));
            }

            return (roster.Crew, roster.Crew._free.Dequeue());
        }
        finally
        {
            roster.Turn.Release();
        }
    }

    private static async Task<Crew> HireAsync(Retailer retailer)
    {
        var shops = new List<Shop>();
        for (var i = 1; i <= Shops; i++)
        {
            shops.Add(await retailer.OpenShopAsync($"Store {i}"));
        }

        return new(shops)
        {
            First = await retailer.HireAsync(Role.StoreStaff, [.. shops]),
            Second = await retailer.HireAsync(Role.StoreStaff, [.. shops]),
            Manager = await retailer.HireAsync(Role.StoreManager, [.. shops]),
            HeadOffice = await (await retailer.HireAsync(Role.HeadOfficeLossPrevention)).SignInAsync(),
        };
    }

    private sealed class Roster
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public Crew? Crew { get; set; }
    }
}
