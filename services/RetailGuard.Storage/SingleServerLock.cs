using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace RetailGuard.Storage;

/// <summary>
/// Sees that no second server works on the same data where there is no cluster to share the work: by a lock on a file in the data
/// folder, on one beside the key store and, with PostgreSQL, by a lock in the database. Both end with the process, however it ends.
/// </summary>
public sealed partial class SingleServerLock(
    StorageOptions options,
    Database database,
    TimeProvider time,
    IHostApplicationLifetime host,
    ILogger<SingleServerLock> logger
) : IAsyncDisposable
{
    /// <summary>The database's lock, "RGServer" in ASCII.</summary>
    private const long Lock = 0x5247_5365_7276_6572;

    /// <summary>
    /// PostgreSQL gives up a server that was killed, or whose machine is gone, within 11 s: one that starts in its place waits so long.
    /// </summary>
    private const string Session = """
        SET tcp_keepalives_idle = 5;
        SET tcp_keepalives_interval = 2;
        SET tcp_keepalives_count = 3;
        SET lock_timeout = '15s';
        """;

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private FileStream? _folder;
    private FileStream? _keys;
    private Task _watch = Task.CompletedTask;

    /// <summary>Takes both locks for the life of this process.</summary>
    /// <exception cref="StorageException"><c>data-in-use</c>: another server has them.</exception>
    public async Task HoldAsync(CancellationToken cancellation)
    {
        StorageServices.PrepareFolder(options.DataFolder);
        var path = Path.Combine(options.DataFolder, "server.lock");
        try
        {
            _folder = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw InUse($"data folder {Path.GetFullPath(options.DataFolder)}", "Storage:DataFolder", e);
        }

        if (options.KeyFile is { } keys)
        {
            // Of two records on one key store, each would destroy the other's keys.
            StorageServices.PrepareFolder(Path.GetDirectoryName(Path.GetFullPath(keys))!, "Storage:Keys");
            try
            {
                _keys = new FileStream($"{keys}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e)
            {
                throw InUse($"key store {Path.GetFullPath(keys)}", "Storage:Keys", e);
            }
        }

        if (!options.IsSqlite)
        {
            await StorageServices.ReachedAsync(
                options,
                async () =>
                {
                    await database.CreateIfMissingAsync(cancellation);
                    var held = await TryLockAsync(cancellation) ?? throw InUse("database", "Storage:Postgres", null);
                    _watch = WatchAsync(held);
                }
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watch;
        _end.Dispose();
        _folder?.Dispose();
        _keys?.Dispose();
    }

    private static StorageException InUse(string what, string setting, Exception? inner) =>
        new("data-in-use", $"Another RetailGuard server works on the {what}. Stop it, or set {setting} to another one.", inner);

    /// <summary>The lock ends with its connection: when the database restarts it is taken again, unless another server was faster.</summary>
    private async Task WatchAsync(NpgsqlConnection held)
    {
        try
        {
            for (var connection = held; ; connection = await LockAgainAsync())
            {
                if (connection is null)
                {
                    LogTaken();
                    host.StopApplication();
                    return;
                }

                await using (connection)
                {
                    await UntilLostAsync(connection);
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // This server ends, and its lock with it.
        }
    }

    private async Task UntilLostAsync(NpgsqlConnection connection)
    {
        try
        {
            while (true)
            {
                await connection.WaitAsync(_end.Token);
            }
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            LogLost(e);
        }
    }

    private async Task<NpgsqlConnection?> LockAgainAsync()
    {
        while (true)
        {
            try
            {
                return await TryLockAsync(_end.Token);
            }
            catch (Exception e) when (e is NpgsqlException or IOException)
            {
                await Task.Delay(AgainAfter, time, _end.Token);
            }
        }
    }

    /// <returns>The connection that holds the lock; null when another has it.</returns>
    private async Task<NpgsqlConnection?> TryLockAsync(CancellationToken cancellation)
    {
        // Its own connection, and one that notices when the other end is gone.
        var settings = new NpgsqlConnectionStringBuilder(options.Postgres) { Pooling = false, KeepAlive = 5 };
        var connection = new NpgsqlConnection(settings.ToString());
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = $"{Session} SELECT pg_advisory_lock({Lock})";
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The connection that keeps other servers off the database was lost; it is taken again.")]
    private partial void LogLost(Exception exception);

    [LoggerMessage(LogLevel.Critical, "Another server has taken over the database while it was away. This one stops.")]
    private partial void LogTaken();
}
