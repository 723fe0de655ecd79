using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>A tenant's key, sealed by the master key. Deleting the row makes all that the tenant sealed unreadable (R52).</summary>
internal sealed class TenantKeyRow : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required byte[] SealedKey { get; init; }
}

/// <summary>Which key store has the keys of this record: one row. With another store nothing would open, and all would look erased.</summary>
internal sealed class PairedKeyStore
{
    public required Guid Id { get; init; }
}

internal sealed class KeyTables : ITables
{
    public void Describe(ModelBuilder model)
    {
        model.Entity<TenantKeyRow>().ToTable("TenantKeys").HasKey(row => row.Tenant);
        model.Entity<PairedKeyStore>().ToTable("KeyStore").HasKey(row => row.Id);
    }
}

/// <summary>
/// The key ring: master key → tenant key → record key → picture or template.
/// A record's key is in the <see cref="KeyStore"/>, apart from the record; destroying it there destroys every copy of what it sealed,
/// backups included (R12). It is made before its record, and destroyed after the record has let go of it: a process that dies in between
/// leaves a key that no record names, which <c>KeptKeys</c> finds.
/// </summary>
public sealed partial class TenantKeys
{
    private readonly Database _database;
    private readonly KeyStore _store;
    private readonly MasterKey _master;
    private readonly IIds _ids;
    private readonly ILogger<TenantKeys> _logger;

    // R52: a key that is destroyed through one node is soon forgotten by all of them.
    private readonly UntilChanged<byte[]> _opened;

    public TenantKeys(
        Database database,
        KeyStore store,
        MasterKey master,
        ITenantChanges changes,
        IIds ids,
        TimeProvider time,
        ILogger<TenantKeys> logger
    )
    {
        (_database, _store, _master, _ids, _logger) = (database, store, master, ids, logger);
        _opened = new(changes, OpenAsync, time);
    }

    /// <summary>Adds a new tenant's key to the context; saved with the tenant.</summary>
    /// <returns>The key: <see cref="Derive"/> takes it before it is saved.</returns>
    public byte[] Create(RetailGuardDb db, TenantId tenant)
    {
        var key = Sealing.NewKey();
        db.Add(new TenantKeyRow { Tenant = tenant, SealedKey = Sealing.Seal(_master.Bytes, key, TenantContext(tenant)) });
        return key;
    }

    /// <summary>Sees that the master key opens what is there, before anything is sealed with another one.</summary>
    /// <exception cref="StorageException"><c>storage-master-key</c>: it does not.</exception>
    public Task CheckMasterKeyAsync(CancellationToken cancellation) => CheckMasterKeyAsync(_database, _master, cancellation);

    internal static async Task CheckMasterKeyAsync(Database database, MasterKey master, CancellationToken cancellation)
    {
        await using var db = database.AcrossTenants();
        var rows = await db.Set<TenantKeyRow>().AsNoTracking().ToListAsync(cancellation);
        var closed = rows.Count(row => !Opens(master, row));
        if (closed > 0)
        {
            throw new StorageException(
                "storage-master-key",
                closed == rows.Count
                    ? "The master key is not the one that sealed this data. Restore master.key in the data folder or set Storage:MasterKey."
                    : $"The master key opens {rows.Count - closed} of {rows.Count} retailers' keys: a change of the master key was cut off. Run RetailGuard.Server key rotate again, with both keys as before."
            );
        }
    }

    internal static byte[] Reseal(TenantKeyRow row, MasterKey from, MasterKey to)
    {
        var key = Sealing.Open(from.Bytes, row.SealedKey, TenantContext(row.Tenant));
        try
        {
            return Sealing.Seal(to.Bytes, key, TenantContext(row.Tenant));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    internal static bool Opens(MasterKey master, TenantKeyRow row)
    {
        try
        {
            CryptographicOperations.ZeroMemory(Sealing.Open(master.Bytes, row.SealedKey, TenantContext(row.Tenant)));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Where data was sealed under a key that is not here, a new one is not made: it would open none of it.</summary>
    /// <exception cref="StorageException"><c>storage-master-key</c>.</exception>
    internal static async Task RefuseNewMasterKeyAsync(Database database, MasterKeySource source, CancellationToken cancellation)
    {
        if (source.HasKey)
        {
            return;
        }

        await using var db = database.AcrossTenants();
        if (await db.Set<TenantKeyRow>().AnyAsync(cancellation))
        {
            throw new StorageException(
                "storage-master-key",
                $"The master key that sealed this data is not here. Put it back as {Path.GetFullPath(source.File)}, or set Storage:MasterKey; a new one would open nothing."
            );
        }
    }

    /// <summary>A new record key. It is durable in the key store before any record names it.</summary>
    /// <param name="record">What it is of: it opens as nothing else's.</param>
    public async Task<RecordKey> NewRecordKeyAsync(TenantId tenant, string record, CancellationToken cancellation) =>
        (await NewRecordKeysAsync(tenant, [record], cancellation))[0];

    /// <summary>New keys of several records, in their order.</summary>
    public async Task<IReadOnlyList<RecordKey>> NewRecordKeysAsync(
        TenantId tenant,
        IReadOnlyList<string> records,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(records);
        var under = await KeyOfAsync(tenant, cancellation);
        var made = records.Select(record => (Record: record, Key: new RecordKey(_ids.Next(), Sealing.NewKey()))).ToList();
        await _store.PutAsync(tenant, [.. made.Select(m => (m.Key.Id, Sealing.Seal(under, m.Key.Key, m.Record)))], cancellation);
        return [.. made.Select(m => m.Key)];
    }

    /// <summary>Opens a record's key; null when it is destroyed, or there never was one.</summary>
    /// <exception cref="CryptographicException">Another record's key, changed bytes, or a tenant whose key is gone.</exception>
    public async Task<byte[]?> OpenRecordKeyAsync(TenantId tenant, string record, Guid? id, CancellationToken cancellation) =>
        id is { } key && (await _store.FindAsync(tenant, [key], cancellation)).TryGetValue(key, out var sealedKey)
            ? await OpenRecordKeyAsync(tenant, record, sealedKey, cancellation)
            : null;

    /// <summary>Those of many keys that are there, still sealed: for <see cref="OpenRecordKeyAsync(TenantId, string, byte[], CancellationToken)"/>.</summary>
    public Task<IReadOnlyDictionary<Guid, byte[]>> FindRecordKeysAsync(
        TenantId tenant,
        IEnumerable<Guid> ids,
        CancellationToken cancellation
    ) => _store.FindAsync(tenant, ids, cancellation);

    /// <summary>Opens what <see cref="FindRecordKeysAsync"/> found.</summary>
    /// <exception cref="CryptographicException">Another record's key, changed bytes, or a tenant whose key is gone.</exception>
    public async Task<byte[]> OpenRecordKeyAsync(TenantId tenant, string record, byte[] sealedKey, CancellationToken cancellation) =>
        Sealing.Open(await KeyOfAsync(tenant, cancellation), sealedKey, record);

    /// <summary>
    /// Destroys a record's key, once no record names it any more, and takes what that record held out of SQLite's logs. A failure is
    /// logged: the record has let go of the key, and it is destroyed with those that nobody names.
    /// </summary>
    /// <param name="id">Null does nothing.</param>
    public async Task DestroyRecordKeyAsync(TenantId tenant, Guid? id, CancellationToken cancellation)
    {
        if (id is not { } key)
        {
            return;
        }

        try
        {
            await _store.DestroyAsync(tenant, [key], cancellation);
            await _store.TruncateLogAsync(cancellation);
            await _database.TruncateLogAsync(cancellation);
        }
        catch (DbException e)
        {
            LogNotDestroyed(e, key);
        }
    }

    /// <summary>A secret of the tenant for one purpose, the same each time; 32 bytes, which the caller zeroes.</summary>
    public async Task<byte[]> DeriveAsync(TenantId tenant, string purpose, CancellationToken cancellation) =>
        Derive(await KeyOfAsync(tenant, cancellation), tenant, purpose);

    /// <summary>The same, of a key that is not saved yet.</summary>
    public static byte[] Derive(byte[] key, TenantId tenant, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Sealing.KeyBytes, info: Encoding.UTF8.GetBytes($"{TenantContext(tenant)}/{purpose}"));

    private async Task<byte[]> KeyOfAsync(TenantId tenant, CancellationToken cancellation) =>
        (await _opened.OfAsync(tenant).WaitAsync(cancellation)).Seen;

    private async Task<byte[]> OpenAsync(TenantId tenant)
    {
        await using var db = _database.Of(tenant);
        return await db.Set<TenantKeyRow>().AsNoTracking().SingleOrDefaultAsync() is { } row
            ? Sealing.Open(_master.Bytes, row.SealedKey, TenantContext(tenant))
            : throw new CryptographicException("The tenant's key was destroyed.");
    }

    private static string TenantContext(TenantId tenant) => $"tenant/{tenant}";

    [LoggerMessage(LogLevel.Error, "The key {Key} is due to be destroyed and is not yet; within two hours it is tried again.")]
    private partial void LogNotDestroyed(Exception exception, Guid key);
}

/// <summary>A record's key, and its name in the key store.</summary>
public readonly record struct RecordKey(Guid Id, byte[] Key);

/// <summary>The key that seals all tenants' keys. Comes from <c>Storage:MasterKey</c> (base64) or a file in the data folder.</summary>
public sealed class MasterKey
{
    internal MasterKey(byte[] bytes) => Bytes = bytes;

    internal byte[] Bytes { get; }

    /// <summary>A secret that all nodes with this master key share, for one purpose; 32 bytes, which the caller zeroes.</summary>
    /// <param name="salt">Gives another secret for each value.</param>
    public byte[] Derive(string purpose, ReadOnlySpan<byte> salt)
    {
        var secret = new byte[Sealing.KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Bytes, secret, salt, Encoding.UTF8.GetBytes(purpose));
        return secret;
    }
}

/// <summary>Where the master key comes from.</summary>
/// <param name="configured"><c>Storage:MasterKey</c>; without it the file.</param>
/// <param name="next"><c>Storage:NextMasterKey</c>, which is to follow it.</param>
internal sealed class MasterKeySource(string? configured, string? next, string dataFolder)
{
    public string File { get; } = Path.Combine(dataFolder, "master.key");

    private string NextFile => $"{File}.next";

    /// <summary>Whether one is there, right or wrong.</summary>
    public bool HasKey => !string.IsNullOrWhiteSpace(configured) || System.IO.File.Exists(File);

    /// <summary>The key; a new one in the file where there is none.</summary>
    /// <exception cref="StorageException"><c>storage-master-key</c>: what is there is none.</exception>
    public MasterKey Load()
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return Read(configured) ?? throw new StorageException("storage-master-key", "Storage:MasterKey must be 32 bytes in base64.");
        }

        return HasKey ? ReadFile(File) : Make(File);
    }

    /// <summary>The key that is to follow: set beside one that is set, or made beside the file.</summary>
    /// <exception cref="StorageException"><c>key-next</c>: there is none, or it is none.</exception>
    public MasterKey LoadNext()
    {
        if (string.IsNullOrWhiteSpace(configured))
        {
            return !string.IsNullOrWhiteSpace(next)
                    ? throw new StorageException(
                        "key-next",
                        $"The master key is the file {Path.GetFullPath(File)}, and a new one is made beside it: leave Storage:NextMasterKey out."
                    )
                : System.IO.File.Exists(NextFile) ? ReadFile(NextFile)
                : Make(NextFile);
        }

        return string.IsNullOrWhiteSpace(next)
            ? throw new StorageException(
                "key-next",
                "Storage:MasterKey is set: set Storage:NextMasterKey to the new key as well, by the environment or the folder of secrets. openssl rand -base64 32 makes one."
            )
            : Read(next) ?? throw new StorageException("key-next", "Storage:NextMasterKey must be 32 bytes in base64.");
    }

    /// <returns>What is left to do, in words.</returns>
    public string TakeNext()
    {
        if (!System.IO.File.Exists(NextFile))
        {
            return "Now set Storage:MasterKey to the new key on every node, and unset Storage:NextMasterKey. The old key opens nothing any more: destroy its copies.";
        }

        // Held open, so that its bytes can be overwritten when its name is another's.
        using (var old = new FileStream(File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            System.IO.File.Move(NextFile, File, overwrite: true);
            old.Write(new byte[old.Length]);
            old.Flush(flushToDisk: true);
        }

        return $"{Path.GetFullPath(File)} is the new key: keep a copy of it apart from the data. The old key opens nothing any more: destroy its copies.";
    }

    /// <exception cref="StorageException"><c>key-unfinished</c>: some data is sealed by the one, and some by the other.</exception>
    public void RefuseUnfinished()
    {
        if (System.IO.File.Exists(NextFile))
        {
            throw new StorageException(
                "key-unfinished",
                $"A change of the master key was cut off: {Path.GetFullPath(NextFile)} is still there. Run RetailGuard.Server key rotate again."
            );
        }
    }

    private static MasterKey? Read(string base64)
    {
        var buffer = new byte[Sealing.KeyBytes];
        return Convert.TryFromBase64String(base64, buffer, out var written) && written == Sealing.KeyBytes ? new(buffer) : null;
    }

    private static MasterKey ReadFile(string file)
    {
        var bytes = System.IO.File.ReadAllBytes(file);
        return bytes.Length == Sealing.KeyBytes
            ? new(bytes)
            : throw new StorageException("storage-master-key", $"{file} must hold 32 bytes and holds {bytes.Length}.");
    }

    private static MasterKey Make(string file)
    {
        var key = Sealing.NewKey();
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var made = new FileStream(file, options);
        made.Write(key);
        made.Flush(flushToDisk: true);
        return new(key);
    }
}

/// <summary>The storage cannot be used; the message says which part and what to do.</summary>
public sealed class StorageException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
