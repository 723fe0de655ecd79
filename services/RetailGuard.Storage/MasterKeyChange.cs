using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>
/// Two master keys, of which one takes the other's place. Tenants' keys are sealed anew one by one; what a run leaves, because it was cut
/// off, the next one finds. Until the last one is done both keys are needed, and no server starts.
/// </summary>
public sealed class MasterKeyChange
{
    private readonly MasterKeySource _source;
    private readonly StorageOptions _options;

    internal MasterKeyChange(MasterKeySource source, StorageOptions options) => (_source, _options) = (source, options);

    /// <summary>Sees that no server works on the record: it holds the old key in memory, and would seal with it.</summary>
    /// <remarks>One that runs alone is found by its lock; of a cluster's nodes, their connections are seen.</remarks>
    /// <exception cref="StorageException"><c>data-in-use</c>.</exception>
    public async Task RefuseBesideServersAsync(CancellationToken cancellation)
    {
        if (_options.IsSqlite)
        {
            return;
        }

        // Its own connection, before there is another of this process.
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_options.Postgres) { Pooling = false }.ToString()
        );
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()";
        if (await command.ExecuteScalarAsync(cancellation) is > 0L and var others)
        {
            throw new StorageException(
                "data-in-use",
                $"The database has {others} other connections. Stop every node, and whatever else uses it, then run this again."
            );
        }
    }

    /// <summary>Both keys; where the key is a file, the new one is made, or found from a run that was cut off.</summary>
    /// <exception cref="StorageException"><c>key-next</c>: there is no new key, or it is none.</exception>
    public (MasterKey From, MasterKey To) Begin()
    {
        var (from, to) = (_source.Load(), _source.LoadNext());
        return CryptographicOperations.FixedTimeEquals(from.Bytes, to.Bytes)
            ? throw new StorageException(
                "key-next",
                "Storage:NextMasterKey is the key that is in use already. Make another: openssl rand -base64 32."
            )
            : (from, to);
    }

    /// <summary>Seals a tenant's key by the new master key, in a context that the caller saves with its event.</summary>
    /// <returns>Whether it was sealed by the old one.</returns>
    /// <exception cref="StorageException"><c>storage-master-key</c>: neither of them sealed it.</exception>
    public static async Task<bool> ResealAsync(
        RetailGuardDb db,
        TenantId tenant,
        MasterKey from,
        MasterKey to,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (await db.Set<TenantKeyRow>().AsTracking().SingleOrDefaultAsync(cancellation) is not { } row || TenantKeys.Opens(to, row))
        {
            return false;
        }

        if (!TenantKeys.Opens(from, row))
        {
            throw new StorageException(
                "storage-master-key",
                "Neither of the two master keys is the one that sealed this data. Give the one that is in use, and the one that is to follow."
            );
        }

        db.Entry(row).Property(r => r.SealedKey).CurrentValue = TenantKeys.Reseal(row, from, to);
        return true;
    }

    /// <summary>The new key takes the old one's place, where they are files; otherwise the operator sets it.</summary>
    /// <returns>What is left to do, in words.</returns>
    public string Finish() => _source.TakeNext();
}
