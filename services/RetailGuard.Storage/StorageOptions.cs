using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace RetailGuard.Storage;

/// <summary>
/// Configuration section <c>Storage</c>. With nothing set: SQLite and a picture folder below <see cref="DataFolder"/>.
/// </summary>
public sealed class StorageOptions
{
    /// <summary>Assembly with the migrations of both databases: the host, which alone knows every module's tables.</summary>
    public const string MigrationsAssembly = "RetailGuard.Server";

    /// <summary>Absolute or relative to the working directory; created with owner-only rights.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>Npgsql connection string; empty takes SQLite.</summary>
    public string? Postgres { get; set; }

    /// <summary>Azure Blob Storage: a connection string, or the https address of an account's blobs; empty takes a folder.</summary>
    public string? AzureBlobs { get; set; }

    /// <summary>Container for sealed pictures; created when missing.</summary>
    public string AzureBlobContainer { get; set; } = "pictures";

    /// <summary>
    /// Folder for the signed heads of the audit chains, best on another machine. Empty takes the container
    /// <see cref="HeadContainer"/> beside the pictures', or the folder of that name in <see cref="DataFolder"/>.
    /// </summary>
    public string? AuditHeads { get; set; }

    /// <summary>
    /// Where the records' keys are: a file's path, or an Npgsql connection string. Empty takes <c>keys.db</c> in
    /// <see cref="DataFolder"/>, or with PostgreSQL a schema of its own in the same database.
    /// </summary>
    public string? Keys { get; set; }

    private const string HeadContainer = "audit-heads";

    // What is loaded together is of one moment; people have few roles and stores.
    private const QuerySplittingBehavior SingleQuery = QuerySplittingBehavior.SingleQuery;

    /// <param name="waits">
    /// Whether a database server that is away is waited for. Then each statement outside of a commit is one that may run twice.
    /// </param>
    internal DbContextOptions Build(bool waits) => IsSqlite ? BuildSqlite() : BuildPostgres(Postgres!, waits);

    private DbContextOptions<SqliteDb> BuildSqlite()
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = SqliteFile, DefaultTimeout = 30 };
        return Common(new DbContextOptionsBuilder<SqliteDb>())
            .UseSqlite(connection.ToString(), o => o.MigrationsAssembly(MigrationsAssembly).UseQuerySplittingBehavior(SingleQuery))
            .AddInterceptors(SecureDelete.Instance)
            .Options;
    }

    /// <param name="waits">As of <see cref="Build"/>.</param>
    internal DbContextOptions<KeyDb> BuildKeys(bool waits)
    {
        var builder = new DbContextOptionsBuilder<KeyDb>().EnableSensitiveDataLogging(false);
        return (
            KeyFile is { } file
                ? builder
                    .UseSqlite(new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString())
                    .AddInterceptors(SecureDelete.Instance)
                : builder.UseNpgsql(
                    string.IsNullOrWhiteSpace(Keys) ? Postgres : Keys,
                    o =>
                    {
                        if (waits)
                        {
                            o.ExecutionStrategy(dependencies => new ReconnectingExecutionStrategy(dependencies));
                        }
                    }
                )
        ).Options;
    }

    private static DbContextOptions<PostgresDb> BuildPostgres(string connection, bool waits) =>
        Common(new DbContextOptionsBuilder<PostgresDb>())
            .UseNpgsql(
                connection,
                o =>
                {
                    o.MigrationsAssembly(MigrationsAssembly).UseQuerySplittingBehavior(SingleQuery);
                    if (waits)
                    {
                        o.ExecutionStrategy(dependencies => new ReconnectingExecutionStrategy(dependencies));
                    }
                }
            )
            .Options;

    private static DbContextOptionsBuilder<T> Common<T>(DbContextOptionsBuilder<T> builder)
        where T : RetailGuardDb =>
        builder
            .ReplaceService<IModelCacheKeyFactory, RetailGuardDb.ModelOfScope>()
            // Statements carry personal data in their parameters; they are never logged.
            .EnableSensitiveDataLogging(false)
            .ConfigureWarnings(w => w.Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning));

    internal string SqliteFile => Path.Combine(DataFolder, "retailguard.db");

    /// <summary>The key store's file; null where it is in PostgreSQL.</summary>
    internal string? KeyFile =>
        string.IsNullOrWhiteSpace(Keys) ? (IsSqlite ? Path.Combine(DataFolder, "keys.db") : null)
        : Keys.Contains('=', StringComparison.Ordinal) ? null
        : Keys;

    internal bool IsSqlite => string.IsNullOrWhiteSpace(Postgres);

    /// <exception cref="StorageException"><c>storage-vault</c>: the settings of Azure Blob Storage cannot be understood.</exception>
    internal IBlobVault BuildVault() =>
        string.IsNullOrWhiteSpace(AzureBlobs)
            ? new FolderVault(Path.Combine(DataFolder, "pictures"))
            : new AzureBlobVault(PictureContainer.Open(AzureBlobs, AzureBlobContainer));

    /// <exception cref="StorageException">As <see cref="BuildVault"/>.</exception>
    internal HeadVault BuildHeadVault() =>
        new(
            !string.IsNullOrWhiteSpace(AuditHeads) ? new FolderVault(AuditHeads)
            : string.IsNullOrWhiteSpace(AzureBlobs) ? new FolderVault(Path.Combine(DataFolder, HeadContainer))
            : new AzureBlobVault(PictureContainer.Open(AzureBlobs, HeadContainer))
        );
}
