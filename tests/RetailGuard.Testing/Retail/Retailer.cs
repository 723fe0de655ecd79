using System.Text.Json;
using RetailGuard.Identity;

namespace RetailGuard.Testing;

/// <summary>A tenant with its administrator, made on a running server over its real ways in.</summary>
public sealed class Retailer
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "quiet tui at dawn";

    private Retailer(IServer server, Guid id, string slug, Api admin, Api secondAdmin) =>
        (Server, Id, Slug, Admin, SecondAdmin) = (server, id, slug, admin, secondAdmin);

    public IServer Server { get; }

    public Guid Id { get; }

    public string Slug { get; }

    /// <summary>The administrator who makes everybody's account, signed in.</summary>
    public Api Admin { get; }

    /// <summary>The other administrator, who vouches for them, signed in.</summary>
    public Api SecondAdmin { get; }

    public string AdminEmail => $"admin@{Slug}.example";

    /// <param name="isPublished">Whether its notices are published, as matching needs.</param>
    /// <param name="isAssessed">Whether its assessment is approved, as matching needs.</param>
    public static async Task<Retailer> OpenAsync(IServer server, bool isPublished = true, bool isAssessed = true)
    {
        var slug = $"r-{Unique.Name()}";
        var (id, code, second) = await server.CreateTenantAsync(slug, "Test Foods", $"admin@{slug}.example");
        var retailer = new Retailer(server, id, slug, await EnterAsync(server, code), await EnterAsync(server, second));
        if (isPublished)
        {
            await Posters.PublishAsync(retailer.Admin);
        }

        if (isAssessed)
        {
            await Assessed.ApproveAsync(retailer);
        }

        return retailer;
    }

    /// <summary>Chooses the usual password with an invitation's code, and a passkey where one is demanded; signed in then.</summary>
    public static async Task<Api> EnterAsync(IServer server, string code)
    {
        ArgumentNullException.ThrowIfNull(server);
        var session = (await AcceptAsync(server.Anyone, code)).Ok();
        var person = server.Anyone.SignedIn(session["token"].GetString()!);
        if (session["secondFactor"].GetProperty("isDemanded").GetBoolean())
        {
            await Passkeys.AddAsync(person, session["person"].GetProperty("id").GetGuid());
        }

        return person;
    }

    public static Task<Answer> AcceptAsync(Api from, string code, string password = Password)
    {
        ArgumentNullException.ThrowIfNull(from);
        return from.PostAsync("/api/invitation/accept", new { code, password });
    }

    /// <summary>E-mail of the administrator beside one.</summary>
    public static string SecondOf(string adminEmail) => $"second-{adminEmail}";

    /// <summary>A store with its notice hung, where the retailer has published one.</summary>
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

        await Posters.HangAsync(Admin, shop);
        return new(this, shop, name, doors);
    }

    /// <summary>Adds a person; store people have passed the exam.</summary>
    /// <param name="shops">Where they work.</param>
    public async Task<Employee> HireAsync(Role role, params Shop[] shops)
    {
        var employee = await HireUntrainedAsync(role, shops);
        if (role is Role.StoreStaff or Role.StoreManager)
        {
            (await Training.PassAsync(employee.FirstSignIn)).Ok();
        }

        return employee;
    }

    /// <summary>Adds a person who has not taken the exam, chooses a password and is vouched for.</summary>
    public async Task<Employee> HireUntrainedAsync(Role role, params Shop[] shops)
    {
        var employee = await HireUnknownAsync(role, shops);
        (await SecondAdmin.PostAsync($"/api/people/{employee.Id}/vouch")).Ok();
        return employee;
    }

    /// <summary>Adds a person with a password of their own, for whom nobody has vouched.</summary>
    /// <param name="by">Who makes the account; null is the administrator.</param>
    public async Task<Employee> HireUnknownAsync(Role role, IReadOnlyList<Shop> shops, Api? by = null)
    {
        var email = $"{role.ToString().ToLowerInvariant()}-{Unique.Name()}@{Slug}.example";
        var hired = await (by ?? Admin).PostAsync(
            "/api/people?by=print",
            new
            {
                name = $"{role} {Unique.Name()}",
                email,
                roles = new[] { JsonNamingPolicy.CamelCase.ConvertName(role.ToString()) },
                storeIds = shops.Select(s => s.Id),
            }
        );
        var id = hired.Ok()["id"].GetGuid();
        return new(this, id, email, await EnterAsync(Server, CodeIn(hired)));
    }

    /// <summary>The code of somebody who was just added.</summary>
    public static string CodeIn(Answer added)
    {
        ArgumentNullException.ThrowIfNull(added);
        return added.Ok()["invitation"].GetProperty("code").GetString()!;
    }

    /// <summary>Takes somebody's password and PIN away, and gives the code to choose others with.</summary>
    public async Task<string> InviteAsync(Guid person, Api? by = null) =>
        (await (by ?? Admin).PostAsync($"/api/people/{person}/invitation?by=print")).Ok()["code"].GetString()!;

    public static Task<Answer> SignInAsync(IServer server, string tenant, string email, string password, Guid? storeId) =>
        SignInAsync(server.Anyone, tenant, email, password, storeId);

    public static Task<Answer> SignInAsync(Api from, string tenant, string email, string password, Guid? storeId = null) =>
        from.PostAsync(
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
/// <param name="firstSignIn">Under which they chose their password.</param>
/// <param name="usual">The store they look at when none is named.</param>
public sealed class Employee(Retailer retailer, Guid id, string email, Api firstSignIn, Shop? usual = null)
{
    public const string Pin = "482913";

    public Guid Id => id;

    public string Email => email;

    public Api FirstSignIn => firstSignIn;

    /// <summary>A fresh sign-in with the passkey, or with the password where the person has none.</summary>
    /// <param name="shop">The store to look at; may be left out by those who work in one or in none.</param>
    public async Task<Api> SignInAsync(Shop? shop = null)
    {
        var store = (shop ?? usual)?.Id;
        var answer = Passkeys.Has(id)
            ? await Passkeys.SignInAsync(retailer.Server.Anyone, id, store)
            : await Retailer.SignInAsync(retailer.Server, retailer.Slug, email, Retailer.Password, store);
        return retailer.Server.Anyone.SignedIn(answer.Ok()["token"].GetString()!);
    }

    /// <summary>The same person, who looks at a store unless another is named.</summary>
    public Employee At(Shop shop) => new(retailer, id, email, firstSignIn, shop);

    /// <summary>This person, after choosing the usual PIN.</summary>
    public async Task<Employee> GivenPinAsync()
    {
        var chosen = new { pin = Pin, password = Retailer.Password };
        (await (await SignInAsync()).PutAsync("/api/me/pin", chosen)).Ok();
        return this;
    }

    public Task<Answer> TryPinAsync(Api tablet, string pin = Pin) => tablet.PostAsync("/api/tablet/pin", new { personId = id, pin });

    /// <summary>Chooses a PIN at the tablet with the password.</summary>
    /// <param name="invitation">Its code: the password is chosen too.</param>
    public Task<Answer> TryOwnPinAsync(Api tablet, string? pin = Pin, string password = Retailer.Password, string? invitation = null) =>
        tablet.PostAsync(
            "/api/tablet/own-pin",
            new
            {
                personId = id,
                password,
                pin,
                invitation,
            }
        );

    /// <summary>A fresh sign-in with the PIN on a paired tablet.</summary>
    public async Task<Api> EnterPinAsync(Api tablet) => tablet.SignedIn((await TryPinAsync(tablet)).Ok()["token"].GetString()!);
}
