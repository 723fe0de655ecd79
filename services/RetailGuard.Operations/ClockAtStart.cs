using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Audit;
using RetailGuard.Storage;

namespace RetailGuard.Operations;

/// <summary>A clock that was set back while no server ran gives nobody more time either: the record knows how late it was.</summary>
public static class ClockAtStart
{
    /// <summary><c>refuse</c>, or <c>accept</c> where the record's time was the wrong one.</summary>
    private const string Setting = "Clock:BehindRecord";

    /// <summary>Machines of one cluster differ by less; time goes on from the record's.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <exception cref="StorageException"><c>clock-behind</c>: it is earlier than the last event.</exception>
    public static async Task CheckAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var accept = services.GetRequiredService<IConfiguration>()[Setting] switch
        {
            null or "" or "refuse" => false,
            "accept" => true,
            _ => throw new StorageException("setting-invalid", $"{Setting} is refuse or accept."),
        };
        await using var db = services.GetRequiredService<Database>().AcrossTenants();
        var (clock, newest) = (services.GetRequiredService<SteadyClock>(), await AuditLog.NewestAsync(db, cancellation));
        if (newest - clock.GetUtcNow() > Tolerance && !accept)
        {
            throw new StorageException(
                "clock-behind",
                $"This machine's clock says {clock.GetUtcNow():u}, and the record's last event is of {newest:u}. Set the clock; where the record's time was the wrong one, start once with --{Setting}=accept."
            );
        }

        if (newest is { } time && !accept)
        {
            clock.NotBefore(time);
        }
    }
}
