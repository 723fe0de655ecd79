using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Two retailers; the first has two stores. In each place there is one person of each role, signed in.</summary>
public sealed class World(FaceReader reader) : IAsyncLifetime
{
    // Mails are queued, and never taken: nobody listens there.
    private readonly OnDisk _fixture = new()
    {
        Settings =
        [
            "--Mail:Host=127.0.0.1",
            $"--Mail:Port={FreePort.Next()}",
            "--Mail:Security=none",
            "--Mail:From=guard@mail.example",
            "--PublicAddress=https://guard.example",
        ],
    };

    private Guid? _alert;
    private (string Number, Guid Alert)? _case;

    public RunningServer Server => _fixture.Server;

    /// <summary>The first retailer's first store; requests name what belongs to it.</summary>
    public Stage Stage { get; private set; } = null!;

    public Shop Shop => Stage.Shop;

    /// <summary>People of the first store's retailer, in the first store.</summary>
    public IReadOnlyDictionary<Role, Api> Own { get; private set; } = null!;

    /// <summary>People of the same retailer's second store.</summary>
    public IReadOnlyDictionary<Role, Api> NextDoor { get; private set; } = null!;

    /// <summary>People of the second retailer.</summary>
    public IReadOnlyDictionary<Role, Api> Strangers { get; private set; } = null!;

    public Api Tablet { get; private set; } = null!;

    public Api StrangersTablet { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _fixture.InitializeAsync();
        Stage = await Stage.SetAsync(Server, reader);
        Own = await PeopleAsync(Stage.Retailer, Shop);
        NextDoor = await PeopleAsync(Stage.Retailer, await Stage.Retailer.OpenShopAsync("Store 2"));
        var other = await Retailer.OpenAsync(Server);
        var otherShop = await other.OpenShopAsync();
        Strangers = await PeopleAsync(other, otherShop);
        (Tablet, StrangersTablet) = (await Shop.PairTabletAsync(), await otherShop.PairTabletAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    /// <summary>An entry of the first store that waits for its approver.</summary>
    public async Task<Guid> ProposedAsync() =>
        (await Watchlist.ProposeAsync(Stage.HeadOffice, Watchlist.Statement(Shop), Photos.Of('B'))).Ok()["id"].GetGuid();

    /// <summary>An alert of the first store that can be voted on.</summary>
    public async Task<Guid> AlertAsync() => _alert ??= await Stage.RaiseWithPictureAsync();

    /// <summary>An open case of the first store; its alert is another one, on a face that no proposed entry has: two would tie.</summary>
    public async Task<(string Number, Guid Alert)> CaseAsync()
    {
        if (_case is null)
        {
            await Watchlist.ListAsync(Shop, Own[Role.StoreManager], Stage.HeadOffice, Photos.Of('C'));
            var alert = new RaisedAlert((await Stage.PassAsync(Photos.Of('C'))).UploadPath).Id;
            var disputed = await Own[Role.StoreStaff].PostAsync($"/api/alerts/{alert}/dispute");
            _case = (disputed.Ok()["case"].GetProperty("number").GetString()!, alert);
        }

        return _case.Value;
    }

    /// <summary>The case, for the request that closes it; who asks for a case after that gets another.</summary>
    public async Task<string> CaseToCloseAsync()
    {
        var (number, _) = await CaseAsync();
        _case = null;
        return number;
    }

    /// <summary>A person's request to the first store, made for this one test.</summary>
    public async Task<string> RequestAsync() =>
        (await Own[Role.PrivacyOfficer].PostAsync("/api/requests", Intake(Shop))).Ok()["number"].GetString()!;

    /// <summary>A request on paper that breaks no rule.</summary>
    public static object Intake(Shop shop) =>
        new
        {
            storeId = shop.Id,
            kind = "access",
            channel = "paper",
            receivedAt = shop.Retailer.Server.Now,
            name = "Requester 1",
            whenAndWhere = "Last Tuesday, at the entrance",
        };

    /// <summary>A volunteer of the first retailer, made for this one request.</summary>
    public async Task<Guid> VolunteerAsync() =>
        (await Drills.AddAsync(Stage.HeadOffice, Photos.Of('A'), Photos.Of('A', 1))).Ok()["id"].GetGuid();

    /// <summary>An entrance of the first store with its poster hung, made for this one request.</summary>
    public async Task<Guid> EntranceAsync() => await Posters.HangAsync(Stage.Retailer.Admin, Shop.Id, $"Entrance {Unique.Name()}");

    /// <summary>An offer of the first store's entry to a store that nobody works in.</summary>
    public async Task<Guid> ShareAsync()
    {
        await Shares.OpenAsync(Stage.Retailer, Own[Role.PrivacyOfficer]);
        return (await Shares.OfferAsync(Stage.HeadOffice, Stage.Entry, await Stage.Retailer.OpenShopAsync())).Ok()["id"].GetGuid();
    }

    private static async Task<IReadOnlyDictionary<Role, Api>> PeopleAsync(Retailer retailer, Shop shop)
    {
        var people = new Dictionary<Role, Api>();
        foreach (var role in Enum.GetValues<Role>())
        {
            Shop[] shops = role is Role.StoreStaff or Role.StoreManager ? [shop] : [];
            people[role] = await (await retailer.HireAsync(role, shops)).SignInAsync();
        }

        return people;
    }
}
