using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Identity;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>For whom a password or a PIN is hashed.</summary>
internal enum HashingFor
{
    /// <summary>Somebody signed in, a paired tablet, or the operator.</summary>
    Known,

    /// <summary>Anybody, as often as they like: with a <see cref="SecretHasher.Place"/>.</summary>
    Stranger,
}

/// <summary>
/// Hashes and checks passwords and PINs. They cost tens of milliseconds each, on purpose: so there is one thread for those who are known,
/// since a person at a tablet waits for it, and one for strangers, which works only while a processor has nothing else to do. Strangers who
/// try by the hundred wait for seconds, which costs nothing, and are turned away then.
/// </summary>
public sealed partial class SecretHasher : IDisposable
{
    /// <summary>Of strangers, in work at once: at 50 ms the last one is done within a second.</summary>
    public const int Places = 16;

    private const int MostWaiting = 1024;
    private const int Turns = 64;
    private const int ThisThread = 0;
    private const int WhenIdle = 5;

    /// <summary>For a place. Whoever is turned away at once comes back at once, and that costs more than to let them wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Those who came together are not turned away together.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(40);

    private readonly PasswordHasher<object> _hasher;
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

    public SecretHasher(PasswordHasher<object> hasher)
        : this(hasher, LongestWait) { }

    internal SecretHasher(PasswordHasher<object> hasher, TimeSpan longestWait)
    {
        ArgumentNullException.ThrowIfNull(hasher);
        (_hasher, _longestWait) = (hasher, longestWait);
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
    internal Task<string> HashAsync(string plain, CancellationToken cancellation) =>
        RunAsync(() => _hasher.HashPassword(new(), plain), HashingFor.Known, cancellation);

    /// <param name="hash">Null for nobody's: the answer is no, and costs the same.</param>
    internal async Task<bool> IsRightAsync(string? hash, string plain, HashingFor whom, CancellationToken cancellation) =>
        await RunAsync(() => _hasher.VerifyHashedPassword(new(), hash ?? _decoyHash, plain), whom, cancellation)
            is not PasswordVerificationResult.Failed
        && hash is not null;

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
