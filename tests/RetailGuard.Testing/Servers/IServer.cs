namespace RetailGuard.Testing;

/// <summary>A retailer whose two administrators have not chosen their passwords yet.</summary>
/// <param name="Code">The first one's invitation.</param>
/// <param name="SecondCode">The other one's (<see cref="Retailer.SecondOf"/>).</param>
public sealed record NewTenant(Guid Id, string Code, string SecondCode)
{
    /// <summary>As the command that makes it says.</summary>
    public static NewTenant In(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var lines = output.Split('\n');
        return new(Guid.Parse(lines[0]), lines[1].Split(' ')[1], lines[2].Split(' ')[1]);
    }
}

/// <summary>A server that retailers can be made on, in this process or in its own.</summary>
public interface IServer
{
    Uri Address { get; }

    DateTimeOffset Now { get; }

    /// <summary>Somebody without any token.</summary>
    Api Anyone { get; }

    /// <summary>Adds a retailer, as its operator.</summary>
    Task<NewTenant> CreateTenantAsync(string slug, string name, string adminEmail);
}
