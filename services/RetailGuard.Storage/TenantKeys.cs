using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RetailGuard.Foundation;

namespace RetailGuard.Storage;

/// <summary>A tenant's key, sealed by the master key. Deleting the row makes all that the tenant sealed unreadable (R52).</summary>
internal sealed class TenantKeyRow : ITenantOwned
{
    public required TenantId Tenant { get; init; }

    public required byte[] SealedKey { get; init; }
}

internal sealed class KeyTables : ITables
{
    public void Describe(ModelBuilder model) => model.Entity<TenantKeyRow>().ToTable("TenantKeys").HasKey(row => row.Tenant);
}

/// <summary>
/// The key ring: master key → tenant key → record key → picture or template.
/// A record's key is stored sealed beside the record; destroying it destroys every copy of what it sealed, backups included (R12).
/// </summary>
public sealed class TenantKeys
{
    private readonly Database _database;
    private readonly MasterKey _master;

    // R52: a key that is destroyed through one node is soon forgotten by all of them.
    private readonly UntilChanged<byte[]> _opened;

    public TenantKeys(Database database, MasterKey master, ITenantChanges changes, TimeProvider time)
    {
        (_database, _master) = (database, master);
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
    public async Task CheckMasterKeyAsync(CancellationToken cancellation)
    {
        await using var db = _database.AcrossTenants();
        if (await db.Set<TenantKeyRow>().AsNoTracking().OrderBy(r => r.Tenant).FirstOrDefaultAsync(cancellation) is not { } row)
        {
            return;
        }

        try
        {
            CryptographicOperations.ZeroMemory(Sealing.Open(_master.Bytes, row.SealedKey, TenantContext(row.Tenant)));
        }
        catch (CryptographicException e)
        {
            throw new StorageException(
                "storage-master-key",
                "The master key is not the one that sealed this data. Restore master.key in the data folder or set Storage:MasterKey.",
                e
            );
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

    /// <summary>A new record key, sealed for storing beside its record.</summary>
    public async Task<SealedRecordKey> NewRecordKeyAsync(TenantId tenant, string record, CancellationToken cancellation)
    {
        var key = Sealing.NewKey();
        return new(key, Sealing.Seal(await KeyOfAsync(tenant, cancellation), key, record));
    }

    /// <summary>Opens a record's key.</summary>
    /// <exception cref="CryptographicException">Another tenant's or record's key, changed bytes, or a tenant whose key is gone.</exception>
    public async Task<byte[]> OpenRecordKeyAsync(TenantId tenant, string record, byte[] sealedKey, CancellationToken cancellation) =>
        Sealing.Open(await KeyOfAsync(tenant, cancellation), sealedKey, record);

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
}

/// <summary>A record's key in the open, and sealed for storing.</summary>
public readonly record struct SealedRecordKey(byte[] Key, byte[] Sealed);

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
internal sealed class MasterKeySource(string? configured, string dataFolder)
{
    public string File { get; } = Path.Combine(dataFolder, "master.key");

    /// <summary>Whether one is there, right or wrong.</summary>
    public bool HasKey => !string.IsNullOrWhiteSpace(configured) || System.IO.File.Exists(File);

    /// <summary>The key; a new one in the file where there is none.</summary>
    /// <exception cref="StorageException"><c>storage-master-key</c>: what is there is none.</exception>
    public MasterKey Load()
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            var buffer = new byte[Sealing.KeyBytes];
            return Convert.TryFromBase64String(configured, buffer, out var written) && written == Sealing.KeyBytes
                ? new(buffer)
                : throw new StorageException("storage-master-key", "Storage:MasterKey must be 32 bytes in base64.");
        }

        if (HasKey)
        {
            var bytes = System.IO.File.ReadAllBytes(File);
            return bytes.Length == Sealing.KeyBytes
                ? new(bytes)
                : throw new StorageException("storage-master-key", $"{File} must hold 32 bytes and holds {bytes.Length}.");
        }

        var key = Sealing.NewKey();
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var file = new FileStream(File, options);
        file.Write(key);
        file.Flush(flushToDisk: true);
        return new(key);
    }
}

/// <summary>The storage cannot be used; the message says which part and what to do.</summary>
public sealed class StorageException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code { get; } = code;
}
