using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Identity;

/// <summary>For whom a password or a PIN is hashed.</summary>
internal enum HashingFor
{
    /// <summary>Somebody signed in, a paired tablet, or the operator.</summary>
    Known,

    /// <summary>Anybody, as often as they like: with a <see cref="SecretHasher.Place"/>.</summary>
    Stranger,
}

/// <summary>What became of a check.</summary>
internal enum HashVerdict
{
    Wrong,
    Right,

    /// <summary>Right, and the stored hash is weaker than one made now would be.</summary>
    RightButWeak,
}

/// <summary>
/// Hashes and checks passwords and PINs. They cost tens of milliseconds each, on purpose: so there is one thread for those who are known,
/// since a person at a tablet waits for it, and one for strangers, which works only while a processor has nothing else to do. Strangers who
/// try by the hundred wait for seconds, which costs nothing, and are turned away then.
/// </summary>
public sealed partial class SecretHasher : IDisposable
{
    /// <summary>Of strangers, in work at once: at 100 ms the last one is done within two seconds.</summary>
    public const int Places = 16;

    /// <summary>Of PBKDF2 with HMAC-SHA-512, as OWASP's cheat sheet on storing passwords asks for.</summary>
    public const int Iterations = 210_000;

    private const string Purpose = "secrets";

    /// <summary>Begins a hash that a pepper went into; those of before have none.</summary>
    private const string Peppered = "p1.";

    private const int MostWaiting = 1024;
    private const int Turns = 64;
    private const int ThisThread = 0;
    private const int WhenIdle = 5;

    /// <summary>For a place. Whoever is turned away at once comes back at once, and that costs more than to let them wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Those who came together are not turned away together.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(40);

    private readonly PasswordHasher<object> _hasher;
    private readonly Func<TenantId, CancellationToken, Task<byte[]>> _pepperOf;
    private readonly TimeSpan _longestWait;
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _places = new(Places);
    private int _waitForPlace;
    private uint _turn;

    // By HashingFor.
    private readonly BlockingCollection<Action>[] _queues =
    [
        [],
        [],
    ];
    private readonly Thread[] _threads;

    // An unknown person costs the same work as a known one, so that the time taken does not tell who exists.
    private readonly string _decoyHash;

    public SecretHasher(PasswordHasher<object> hasher, TenantKeys keys)
        : this(hasher, (tenant, cancellation) => keys.DeriveAsync(tenant, Purpose, cancellation), LongestWait) { }

    internal SecretHasher(PasswordHasher<object> hasher, Func<TenantId, CancellationToken, Task<byte[]>> pepperOf, TimeSpan longestWait)
    {
        ArgumentNullException.ThrowIfNull(hasher);
        (_hasher, _pepperOf, _longestWait) = (hasher, pepperOf, longestWait);
        _decoyHash = hasher.HashPassword(new(), Tokens.New());
        _threads =
        [
            .. Enum.GetValues<HashingFor>().Select(whom => new Thread(() => Work(whom)) { IsBackground = true, Name = $"Secrets {whom}" }),
        ];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>A stranger's place among those in work: taken before anything is asked of the record, given back when disposed.</summary>
    /// <returns>Null when none becomes free, or too many wait for one: no exception, which would cost more than the check.</returns>
    // ConcurrencyLimiter does the same, and ends a wait by an exception.
    internal async Task<Place?> TakePlaceAsync(CancellationToken cancellation)
    {
        var isFull = Interlocked.Increment(ref _waitForPlace) > MostWaiting;
        try
        {
            var wait = _longestWait + (Apart * (Interlocked.Increment(ref _turn) % Turns));
            return !isFull && await _places.WaitAsync(wait, cancellation) ? new(_places) : null;
        }
        finally
        {
            Interlocked.Decrement(ref _waitForPlace);
        }
    }

    /// <summary>For somebody who is known.</summary>
    internal async Task<string> HashAsync(TenantId tenant, string plain, CancellationToken cancellation)
    {
        var pepper = await _pepperOf(tenant, cancellation);
        try
        {
            return await RunAsync(() => Peppered + _hasher.HashPassword(new(), Pepper(pepper, plain)), HashingFor.Known, cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pepper);
        }
    }

    /// <param name="tenant">Null where there is none of that name.</param>
    /// <param name="hash">Null for nobody's: the answer is no, and costs the same.</param>
    internal async Task<HashVerdict> JudgeAsync(
        TenantId? tenant,
        string? hash,
        string plain,
        HashingFor whom,
        CancellationToken cancellation
    )
    {
        var pepper = tenant is { } known ? await _pepperOf(known, cancellation) : RandomNumberGenerator.GetBytes(Sealing.KeyBytes);
        try
        {
            return await RunAsync(Judge, whom, cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pepper);
        }

        HashVerdict Judge()
        {
            var isPeppered = hash is null || hash.StartsWith(Peppered, StringComparison.Ordinal);
            var verdict = _hasher.VerifyHashedPassword(
                new(),
                hash is null ? _decoyHash
                    : isPeppered ? hash[Peppered.Length..]
                    : hash,
                isPeppered ? Pepper(pepper, plain) : plain
            );
            return hash is null || verdict is PasswordVerificationResult.Failed ? HashVerdict.Wrong
                : isPeppered && verdict is PasswordVerificationResult.Success ? HashVerdict.Right
                : HashVerdict.RightButWeak;
        }
    }

    /// <summary>Whoever has the database alone cannot try all PINs, which are few.</summary>
    private static string Pepper(byte[] pepper, string plain) =>
        Convert.ToBase64String(HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(plain)));

    public void Dispose()
    {
        if (_ending.IsCancellationRequested)
        {
            return;
        }

        _ending.Cancel();
        foreach (var (thread, queue) in _threads.Zip(_queues))
        {
            thread.Join();
            queue.Dispose();
        }

        _places.Dispose();
        _ending.Dispose();
    }

    private async Task<T> RunAsync<T>(Func<T> work, HashingFor whom, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _ending.Token);
        await using var giveUp = gone.Token.Register(() => done.TrySetCanceled(gone.Token));
        _queues[(int)whom].Add(Run, CancellationToken.None);
        return await done.Task;

        void Run()
        {
            if (done.Task.IsCompleted)
            {
                // Whoever asked is gone.
                return;
            }

            try
            {
                done.TrySetResult(work());
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                done.TrySetException(e);
            }
        }
    }

    private void Work(HashingFor whom)
    {
        if (whom is HashingFor.Stranger)
        {
            // Linux takes it for the calling thread alone. Where it refuses, the thread works like any other.
            _ = SetScheduler(ThisThread, WhenIdle, default);
        }

        try
        {
            while (true)
            {
                _queues[(int)whom].Take(_ending.Token)();
            }
        }
        catch (OperationCanceledException)
        {
            // Its server stops.
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetScheduler(int thread, int policy, in int priority);

    /// <summary>One of the strangers whose secrets are hashed.</summary>
    internal sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
