namespace RetailGuard.Testing;

/// <summary>A server that retailers can be made on, in this process or in its own.</summary>
public interface IServer
{
    Uri Address { get; }

    DateTimeOffset Now { get; }

    /// <summary>Somebody without any token.</summary>
    Api Anyone { get; }

    Task<Guid> CreateTenantAsync(string slug, string name, string adminEmail, string adminPassword);
}
