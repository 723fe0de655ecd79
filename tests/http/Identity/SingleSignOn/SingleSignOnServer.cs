using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A browser: it keeps cookies, and goes where it is sent only when told to.</summary>
public sealed class Browser(RunningServer server)
{
    private readonly Dictionary<string, string> _cookies = [];

    public Api Api =>
        _cookies.Count == 0 ? server.Anyone : server.Anyone.With("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));

    public bool HasTrip => _cookies.ContainsKey("rg-provider");

    public Browser Copy()
    {
        var copy = new Browser(server);
        foreach (var (name, value) in _cookies)
        {
            copy._cookies[name] = value;
        }

        return copy;
    }

    public async Task<Answer> SendAsync(Func<Api, Task<Answer>> request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var answer = await request(Api);
        foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var all) ? all : [])
        {
            var pair = set.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0)
            {
                _cookies.Remove(pair[0]);
            }
            else
            {
                _cookies[pair[0]] = pair[1];
            }
        }

        return answer;
    }

    public Task<Answer> PostAsync(string path, object? body = null) => SendAsync(a => a.PostAsync(path, body));

    /// <summary>Begins; where to go.</summary>
    public async Task<Uri> BeginAsync(Retailer retailer, string? invitation = null)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        return await GoAsync(PostAsync("/api/sign-in/single-sign-on", new { tenant = retailer.Slug, invitation }));
    }

    public static async Task<Uri> GoAsync(Task<Answer> begun) => new((await begun).Ok()["location"].GetString()!);

    /// <summary>At the provider, whose page sends the browser back: the path and query with which it comes.</summary>
    public static async Task<string> AtProviderAsync(Uri location)
    {
        using var http = Api.NewClient();
        using var answer = await http.GetAsync(location);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.SeeOther);
        return answer.Headers.Location!.PathAndQuery;
    }

    /// <summary>Comes back; the console's page that it is led to.</summary>
    public async Task<string> BackAsync(string pathAndQuery)
    {
        var answer = await SendAsync(a => a.GetAsync(pathAndQuery));
        answer.Status.ShouldBe(HttpStatusCode.Redirect);
        return answer.Headers.Location!.OriginalString;
    }

    public Task<Answer> FinishAsync() => PostAsync("/api/sign-in/single-sign-on/finish");

    /// <summary>The whole way.</summary>
    public async Task<Answer> SignInAsync(Retailer retailer, string? invitation = null)
    {
        await BackAsync(await AtProviderAsync(await BeginAsync(retailer, invitation)));
        return await FinishAsync();
    }

    /// <summary>Links the account at the provider with somebody who is signed in.</summary>
    public async Task<Answer> LinkAsync(Api person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var location = await GoAsync(SendAsync(a => a.SignedIn(person.Token).PostAsync("/api/me/single-sign-on")));
        (await BackAsync(await AtProviderAsync(location))).ShouldBe("/console/security/back");
        return await SendAsync(a => a.SignedIn(person.Token).PostAsync("/api/me/single-sign-on/finish"));
    }

    /// <summary>One parameter of an address.</summary>
    public static string? Parameter(Uri location, string name)
    {
        ArgumentNullException.ThrowIfNull(location);
        return QueryHelpers.ParseQuery(location.Query).TryGetValue(name, out var value) ? value.ToString() : null;
    }
}

/// <summary>A server that may ask providers on this machine.</summary>
public class SingleSignOnServer : IAsyncLifetime
{
    private readonly List<LocalProvider> _providers = [];
    private ServerFixture _fixture = null!;

    protected static IReadOnlyList<string> Settings { get; } = ["--SingleSignOn:PrivateAddresses=allow"];

    public RunningServer Server => _fixture.Server;

    protected virtual ServerFixture Make() => new OnDisk { Settings = Settings };

    public async ValueTask InitializeAsync()
    {
        _fixture = Make();
        await _fixture.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        await _fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    public Browser Browser() => new(Server);

    public async Task<LocalProvider> ProviderAsync()
    {
        var provider = await LocalProvider.StartAsync(Server.Time);
        _providers.Add(provider);
        return provider;
    }

    /// <summary>A retailer with a provider of its own, which two administrators have agreed on.</summary>
    public async Task<(Retailer Retailer, LocalProvider Provider)> OpenAsync()
    {
        var (retailer, provider) = (await Retailer.OpenAsync(Server, false, false), await ProviderAsync());
        await AgreeAsync(retailer, SettingsOf(provider));
        return (retailer, provider);
    }

    public static async Task AgreeAsync(Retailer retailer, ProviderSettings settings)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        (await retailer.Admin.PutAsync("/api/single-sign-on", settings)).Ok();
        (await ApproveAsync(retailer, retailer.SecondAdmin)).Ok();
    }

    public static async Task<Answer> ApproveAsync(Retailer retailer, Api by)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        ArgumentNullException.ThrowIfNull(by);
        var revision = (await retailer.Admin.GetAsync("/api/single-sign-on")).Ok()["provider"].GetProperty("revision").GetInt64();
        return await by.PostAsync("/api/single-sign-on/approve", new { revision });
    }

    public static ProviderSettings SettingsOf(LocalProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return new(provider.Issuer);
    }

    /// <summary>Somebody who is linked; their first sign-in is by password.</summary>
    public async Task<Employee> LinkedAsync(Retailer retailer, LocalProvider provider, Role role, string subject)
    {
        ArgumentNullException.ThrowIfNull(retailer);
        ArgumentNullException.ThrowIfNull(provider);
        Shop[] shops = role is Role.StoreStaff or Role.StoreManager ? [await retailer.OpenShopAsync($"Store {Unique.Name()}")] : [];
        var employee = await retailer.HireUntrainedAsync(role, shops);
        provider.Person = new(subject, $"{subject}@example.org");
        (await Browser().LinkAsync(await employee.SignInAsync())).Ok();
        return employee;
    }
}

/// <summary>The same on PostgreSQL and Azure Blobs.</summary>
public sealed class SingleSignOnInCloudServer(CloudMachines machines) : SingleSignOnServer
{
    protected override ServerFixture Make() => new InCloud(machines) { Settings = Settings };
}

/// <summary>As an administrator sends them.</summary>
public sealed record ProviderSettings(string Issuer)
{
    public string Name { get; init; } = "Test Foods account";

    public string ClientId { get; init; } = LocalProvider.ClientId;

    public string? ClientSecret { get; init; } = LocalProvider.Secret;

    public string UserNameClaim { get; init; } = "email";

    public IReadOnlyList<string> Domains { get; init; } = [];

    public string Passwords { get; init; } = "allowed";

    public bool TrustsSecondFactor { get; init; }

    public bool AsksAfresh { get; init; } = true;
}
