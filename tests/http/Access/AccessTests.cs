using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>Who may do what: declared on every route, and enforced by the real pipeline (R31).</summary>
[Trait("Rule", "R31")]
public sealed class AccessTests(World world) : IClassFixture<World>
{
    public static TheoryData<string> All => [.. RouteTable.ByName.Keys];

    public static TheoryData<string, Role> RoutesOfPeople =>
        [.. RouteTable.ByName.Values.Where(r => r.IsForPeople).SelectMany(r => Enum.GetValues<Role>().Select(role => (r.Name, role)))];

    public static TheoryData<string> RoutesWithIds => [.. RouteTable.ByName.Values.Where(r => r.Foreign is not null).Select(r => r.Name)];

    private IEnumerable<RouteEndpoint> Endpoints =>
        world.Server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).Cast<RouteEndpoint>();

    [Fact]
    public void The_table_names_every_route_and_no_other() =>
        Endpoints.Select(NameOf).Distinct().Order().ShouldBe(RouteTable.ByName.Keys.Order());

    [Theory]
    [MemberData(nameof(All))]
    public void A_route_declares_its_access_once_and_as_the_table_says(string name)
    {
        foreach (var endpoint in Endpoints.Where(e => NameOf(e) == name))
        {
            var declared = endpoint.Metadata.GetOrderedMetadata<AccessDeclaration>().ShouldHaveSingleItem();
            declared.Who.Split(':')[0].ShouldBe(RouteTable.ByName[name].Who);
            var anonymous = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var guarded =
                endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
                || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null;
            (anonymous ^ guarded).ShouldBeTrue("either a policy or the declared absence of one");
            anonymous.ShouldBe(RouteTable.ByName[name].Who == "anyone");
        }
    }

    [Theory]
    [MemberData(nameof(RoutesOfPeople))]
    public async Task A_role_gets_where_the_table_says_and_no_further(string name, Role role)
    {
        var route = RouteTable.ByName[name];
        var person = name == "POST /api/sign-out" ? await FreshAsync(role) : world.Own[role];

        var answer = await SendAsync(route, person);

        if (route.Roles.Contains(role))
        {
            answer.Code.ShouldNotBeOneOf("not-signed-in", "tablet-not-paired", "role-missing");
        }
        else
        {
            answer.Refused(HttpStatusCode.Forbidden, "role-missing");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Who_is_not_known_gets_nowhere_that_asks_who_it_is(string name)
    {
        var route = RouteTable.ByName[name];
        Api[] unknown =
        [
            world.Server.Anyone,
            world.Server.Anyone.SignedIn("no-such-token"),
            world.Server.Anyone.OnTablet("no-such-token"),
            world.Server.Anyone.SignedIn(new string('x', 5000)),
        ];
        foreach (var nobody in unknown)
        {
            var answer = await SendAsync(route, nobody);
            if (route.Who == "anyone")
            {
                answer.Code.ShouldNotBeOneOf("not-signed-in", "tablet-not-paired");
            }
            else
            {
                answer.Refused(HttpStatusCode.Unauthorized, route.IsForPeople ? "not-signed-in" : "tablet-not-paired");
            }
        }
    }

    [Fact]
    public async Task A_tablet_without_anybody_signed_in_is_nobody()
    {
        foreach (var route in RouteTable.ByName.Values.Where(r => r.IsForPeople && !r.IsForTablets))
        {
            (await SendAsync(route, world.Tablet)).Refused(HttpStatusCode.Unauthorized, "not-signed-in");
        }
    }

    [Fact]
    public async Task A_person_is_no_tablet()
    {
        foreach (var route in RouteTable.ByName.Values.Where(r => r.IsForTablets && !r.IsForPeople))
        {
            var token = world.Own[Role.StoreManager].Token;
            (await SendAsync(route, world.Own[Role.StoreManager])).Refused(HttpStatusCode.Unauthorized, "tablet-not-paired");
            (await SendAsync(route, world.Server.Anyone.OnTablet(token))).Refused(HttpStatusCode.Unauthorized, "tablet-not-paired");
        }
    }

    [Theory]
    [MemberData(nameof(RoutesWithIds))]
    [Trait("Rule", "R22")]
    public async Task What_belongs_to_another_tenant_or_store_is_not_there(string name)
    {
        var route = RouteTable.ByName[name];
        var sample = await route.Foreign!(world);

        foreach (var role in route.Roles)
        {
            (await sample.SendAsync(world.Strangers[role], route.Method)).Refused(HttpStatusCode.NotFound, "not-found");
        }

        foreach (var role in route.Roles.Where(r => r is Role.StoreStaff or Role.StoreManager))
        {
            (await sample.SendAsync(world.NextDoor[role], route.Method)).Refused(HttpStatusCode.NotFound, "not-found");
        }

        // The same request from one of the store's own people finds what it names.
        (await sample.SendAsync(world.Own[route.Roles[0]], route.Method)).Status.ShouldNotBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_tablet_signs_in_nobody_of_another_tenant()
    {
        await world.Stage.FirstPerson.GivenPinAsync();

        (await world.Stage.FirstPerson.TryPinAsync(world.StrangersTablet)).Refused(HttpStatusCode.NotFound, "not-found");
        (await world.Stage.FirstPerson.TryPinAsync(world.Tablet)).Ok();
    }

    [Fact]
    public async Task Lists_show_own_tenants_things_only()
    {
        var people = (await world.Strangers[Role.TenantAdmin].GetAsync("/api/people")).Ok().Text;
        var stores = (await world.Strangers[Role.TenantAdmin].GetAsync("/api/stores")).Ok().Text;

        people.ShouldNotContain(world.Stage.FirstPerson.Id.ToString());
        stores.ShouldNotContain(world.Shop.Id.ToString());
        (await world.NextDoor[Role.StoreStaff].GetAsync("/api/stores")).Ok().Text.ShouldNotContain(world.Shop.Id.ToString());
        (await world.Own[Role.TenantAdmin].GetAsync("/api/people")).Ok().Text.ShouldContain(world.Stage.FirstPerson.Id.ToString());
    }

    private static string NameOf(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
        return $"{(methods.Count == 1 ? methods[0] : "*")} {endpoint.RoutePattern.RawText}";
    }

    private static Task<Answer> SendAsync(Route route, Api person)
    {
        var method = new HttpMethod(
            route.Method != "*" ? route.Method
            : route.Pattern.EndsWith("/negotiate", StringComparison.Ordinal) ? "POST"
            : "GET"
        );
        var body =
            method == HttpMethod.Get ? null : new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        return person.SendAsync(method, route.NobodysPath, body);
    }

    private async Task<Api> FreshAsync(Role role) =>
        await (await world.Stage.Retailer.HireAsync(role, role is Role.StoreStaff or Role.StoreManager ? [world.Shop] : [])).SignInAsync();
}
