using Microsoft.EntityFrameworkCore.Design;
using RetailGuard.Storage;

namespace RetailGuard.Server.Migrations;

/// <summary>Lets <c>dotnet ef migrations add NAME --context SqliteDb|PostgresDb --output-dir Migrations/Sqlite|Postgres</c> see every table.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) => (SqliteDb)Design.Open([]);
}

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) => (PostgresDb)Design.Open(["--Storage:Postgres=Host=design"]);
}

internal static class Design
{
    public static RetailGuardDb Open(string[] args) => ServerHost.Build(args).Services.GetRequiredService<Database>().AcrossTenants();
}
