using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RetailGuard.Alerts;
using RetailGuard.Assessment;
using RetailGuard.Assurance;
using RetailGuard.Audit;
using RetailGuard.Billing;
using RetailGuard.Foundation;
using RetailGuard.Identity;
using RetailGuard.Mail;
using RetailGuard.Notices;
using RetailGuard.Privacy;
using RetailGuard.Sharing;
using RetailGuard.Storage;
using RetailGuard.Tests.Unit.Alerts;
using RetailGuard.Watchlists;

namespace RetailGuard.Tests.Unit.Storage;

/// <summary>A record with one tenant and one raised alert in it, and the log that writes it.</summary>
public abstract class OneRecord : IAsyncLifetime
{
    private protected static readonly TenantId Tenant = AlertBuilder.Raised().Tenant;
    private protected static readonly AlertId Id = AlertBuilder.Raised().Id;

    /// <summary>All of them: models are kept by the kind of context, so tests with fewer would give theirs to others.</summary>
    internal static IReadOnlyList<ITables> Tables { get; } =
    [
        new KeyTables(),
        new IdentityTables(),
        new MailTables(),
        new AssuranceTables(),
        new WatchlistTables(),
        new AlertTables(),
        new ShareTables(),
        new NoticeTables(),
        new AssessmentTables(),
        new RequestTables(),
        new BillingTables(),
        new AuditTables(),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    protected OneRecord()
    {
        Database = new(new StorageOptions { DataFolder = _folder.Path }, Tables);
        Audit = new(Database, TimeProvider.System, _services.GetRequiredService<IMeterFactory>());
    }

    private protected Database Database { get; }

    private protected AuditLog Audit { get; }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var db = Database.Of(Tenant);
        await db.Database.EnsureCreatedAsync(Cancellation);
        AuditLog.Begin(db, Tenant);
        db.Add(AlertBuilder.Raised());
        await SaveAsync(db);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        SqliteConnection.ClearAllPools();
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private protected Task SaveAsync(RetailGuardDb db) =>
        Audit.CommitAsync(db, Tenant, [new(Actor.System, "test.saved", "")], Cancellation);

    private protected static Task<Alert> LoadAsync(RetailGuardDb db) => db.Set<Alert>().Include(a => a.Votes).SingleAsync(Cancellation);

    private protected static Vote VoteOf(int person) =>
        new()
        {
            Tenant = Tenant,
            AlertId = Id,
            PersonId = new(new(person, 0, 0, new byte[8])),
            Issuers = [],
            SessionKey = $"{person}",
            Request = new(person, 0, 0, new byte[8]),
            Answer = VoteAnswer.Same,
            Features = [FaceFeature.Ears],
            SeenVersion = 1,
            At = DateTimeOffset.UnixEpoch,
        };
}
