using System.Text.Json;
using RetailGuard.Identity;

namespace RetailGuard.Testing;

/// <summary>A tenant with its administrator, made on a running server over its real ways in.</summary>
public sealed class Retailer
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "quiet tui at dawn";

    private Retailer(IServer server, Guid id, string slug, Api admin) => (Server, Id, Slug, Admin) = (server, id, slug, admin);

    public IServer Server { get; }

    public Guid Id { get; }

    public string Slug { get; }

    /// <summary>The administrator, signed in.</summary>
    public Api Admin { get; }

    public string AdminEmail => $"admin@{Slug}.example";

    public static async Task<Retailer> OpenAsync(IServer server)
    {
        var slug = $"r-{Unique.Name()}";
        var id = await server.CreateTenantAsync(slug, "Test Foods", $"admin@{slug}.example", Password);
        var signedIn = await SignInAsync(server, slug, $"admin@{slug}.example", Password, null);
        return new(server, id, slug, server.Anyone.SignedIn(signedIn.Ok()["token"].GetString()!));
    }

    public async Task<Shop> OpenShopAsync(string name = "Store 1", int cameras = 1)
    {
        var made = await Admin.PostAsync(
            "/api/stores",
            new
            {
                name,
                address = "1 Test Street",
                timeZone = "Pacific/Auckland",
            }
        );
        var shop = made.Ok()["id"].GetGuid();
        var doors = new List<Guid>();
        for (var i = 1; i <= cameras; i++)
        {
            doors.Add((await Admin.PostAsync($"/api/stores/{shop}/cameras", new { name = $"Door {i}" })).Ok()["id"].GetGuid());
        }

        return new(this, shop, name, doors);
    }

    /// <summary>Adds a person; store people have passed the exam.</summary>
    /// <param name="shops">Where they work.</param>
    public async Task<Employee> HireAsync(Role role, params Shop[] shops)
    {
        var employee = await HireUntrainedAsync(role, shops);
        if (role is Role.StoreStaff or Role.StoreManager)
        {
            (await Training.PassAsync(await employee.SignInAsync(shops[0]))).Ok();
        }

        return employee;
    }

    /// <summary>Adds a person who has not taken the exam.</summary>
    public async Task<Employee> HireUntrainedAsync(Role role, params Shop[] shops)
    {
        var email = $"{role.ToString().ToLowerInvariant()}-{Unique.Name()}@{Slug}.example";
        var hired = await Admin.PostAsync(
            "/api/people",
            new
            {
                name = $"{role} {Unique.Name()}",
                email,
                password = Password,
                roles = new[] { JsonNamingPolicy.CamelCase.ConvertName(role.ToString()) },
                storeIds = shops.Select(s => s.Id),
            }
        );
        return new(this, hired.Ok()["id"].GetGuid(), email);
    }

    public static Task<Answer> SignInAsync(IServer server, string tenant, string email, string password, Guid? storeId) =>
        server.Anyone.PostAsync(
            "/api/sign-in",
            new
            {
                tenant,
                email,
                password,
                storeId,
            }
        );
}

/// <summary>Somebody who signs in.</summary>
/// <param name="usual">The store they look at when none is named.</param>
public sealed class Employee(Retailer retailer, Guid id, string email, Shop? usual = null)
{
    public const string Pin = "482913";

    public Guid Id => id;

    public string Email => email;

    /// <summary>A fresh sign-in with the password.</summary>
    /// <param name="shop">The store to look at; may be left out by those who work in one or in none.</param>
    public async Task<Api> SignInAsync(Shop? shop = null)
    {
        var answer = await Retailer.SignInAsync(retailer.Server, retailer.Slug, email, Retailer.Password, (shop ?? usual)?.Id);
        return retailer.Server.Anyone.SignedIn(answer.Ok()["token"].GetString()!);
    }

    /// <summary>The same person, who looks at a store unless another is named.</summary>
    public Employee At(Shop shop) => new(retailer, id, email, shop);

    /// <summary>This person, after choosing the usual PIN.</summary>
    public async Task<Employee> GivenPinAsync()
    {
        var chosen = new { pin = Pin, password = Retailer.Password };
        (await (await SignInAsync()).PutAsync("/api/me/pin", chosen)).Ok();
        return this;
    }

    public Task<Answer> TryPinAsync(Api tablet, string pin = Pin) => tablet.PostAsync("/api/tablet/pin", new { personId = id, pin });

    /// <summary>Chooses a PIN at the tablet with the password.</summary>
    public Task<Answer> TryOwnPinAsync(Api tablet, string? pin = Pin, string password = Retailer.Password) =>
        tablet.PostAsync(
            "/api/tablet/own-pin",
            new
            {
                personId = id,
                password,
                pin,
            }
        );

    /// <summary>A fresh sign-in with the PIN on a paired tablet.</summary>
    public async Task<Api> EnterPinAsync(Api tablet) => tablet.SignedIn((await TryPinAsync(tablet)).Ok()["token"].GetString()!);
}
