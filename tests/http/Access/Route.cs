using RetailGuard.Identity;
using RetailGuard.Testing;

namespace RetailGuard.Tests.Http;

/// <summary>A request to a route on something that belongs to the world's own store.</summary>
internal sealed record Sample(string Path, Func<HttpContent?> Content, Guid? Key = null)
{
    public Task<Answer> SendAsync(Api person, string method) => person.SendAsync(new HttpMethod(method), Path, Content(), Key);
}

/// <summary>One row of the table of routes: what the product promises about who may use it.</summary>
/// <param name="Method"><c>*</c> for any.</param>
/// <param name="Roles">Who may; empty for tablets and for anyone.</param>
/// <param name="Who">As the route declares it.</param>
internal sealed record Route(string Method, string Pattern, Role[] Roles, string Who)
{
    /// <summary>A request that names something of a store; null where the route names nothing.</summary>
    public Func<World, Task<Sample>>? Foreign { get; init; }

    public string Name => $"{Method} {Pattern}";

    public bool IsForPeople => Roles.Length > 0;

    public bool IsForTablets => Who.EndsWith("tablet", StringComparison.Ordinal);

    /// <summary>The pattern with ids that belong to nobody.</summary>
    public string NobodysPath =>
        string.Join(
            '/',
            Pattern
                .Split('/')
                .Select(part =>
                    part.StartsWith('{')
                        ? part == "{which}"
                            ? "live"
                            : $"{Unique.Id()}{part[(part.IndexOf('}', StringComparison.Ordinal) + 1)..]}"
                        : part
                )
        );

    public static Route ForRoles(string method, string pattern, params Role[] roles) =>
        new(method, pattern, roles, string.Join(' ', roles));

    public static Route ForAll(string method, string pattern) => ForRoles(method, pattern, Enum.GetValues<Role>());

    public static Route ForRolesOrTablet(string method, string pattern, params Role[] roles) =>
        new(method, pattern, roles, $"{string.Join(' ', roles)} tablet");

    public static Route ForTablets(string method, string pattern) => new(method, pattern, [], "tablet");

    public static Route ForAnyone(string method, string pattern) => new(method, pattern, [], "anyone");
}
