using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Orleans.Dashboard;
using RetailGuard.Storage;

namespace RetailGuard.Operations;

/// <summary>
/// The operators' listener, <c>Operator:Urls</c>: measurements, each part's health and Orleans' dashboard, and nothing of the product.
/// What decides is the port that a connection came in by, which no header can claim.
/// </summary>
internal sealed class OperatorPort
{
    public const string Setting = "Operator:Urls";
    private const string Dashboard = "/dashboard";

    private readonly string[] _urls;
    private readonly HashSet<int> _ports = [];

    /// <exception cref="StorageException">An address is none, or one of the product's.</exception>
    public OperatorPort(IConfiguration configuration)
    {
        _urls = Split(configuration[Setting]);
        var taken = Split(configuration["Urls"]).Select(url => BindingAddress.Parse(url).Port).ToHashSet();
        foreach (var url in _urls)
        {
            // Port 0 would be another one at each start, which no collector could be told of.
            if (Parse(url) is not { Port: > 0 } address || taken.Contains(address.Port))
            {
                throw new StorageException(
                    "operator-urls",
                    $"{Setting} holds {url}. Give it an address with a port of its own, for example http://127.0.0.1:5081, or leave it empty."
                );
            }

            _ports.Add(address.Port);
        }
    }

    public bool IsOpen => _urls.Length > 0;

    public static bool IsWanted(IConfiguration configuration) => Split(configuration[Setting]).Length > 0;

    /// <summary>Listens at the product's addresses and, apart from them, at the operators'.</summary>
    public void Use(WebApplication app, Action<IApplicationBuilder> map)
    {
        if (!IsOpen)
        {
            return;
        }

        foreach (var url in (string[])[.. Split(app.Configuration["Urls"]), .. _urls])
        {
            app.Urls.Add(url);
        }

        app.MapWhen(
            context => _ports.Contains(context.Connection.LocalPort),
            operators =>
            {
                // What grains and logs hold is nobody's to read, operators included (R1).
                operators.MapWhen(
                    context =>
                        context.Request.Path.StartsWithSegments($"{Dashboard}/GrainState")
                        || context.Request.Path.StartsWithSegments($"{Dashboard}/Trace"),
                    nothing => nothing.Run(NotFound)
                );
                operators.UseOpenTelemetryPrometheusScrapingEndpoint();
                operators.UseRouting();
                map(operators);
                operators.UseEndpoints(routes => routes.MapOrleansDashboard(Dashboard));
                operators.Run(NotFound);
            }
        );
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static string[] Split(string? urls) =>
        (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static BindingAddress? Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
