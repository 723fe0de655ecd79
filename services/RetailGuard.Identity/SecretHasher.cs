using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Identity;
using RetailGuard.Foundation;

namespace RetailGuard.Identity;

/// <summary>For whom a password or a PIN is hashed.</summary>
public enum HashingFor
{
    /// <summary>Somebody signed in, a paired tablet, or the operator.</summary>
    Known,

    /// <summary>Anybody, as often as they like.</summary>
    Stranger,
}

/// <summary>As many wait for a password to be checked as the node takes on.</summary>
public sealed class HashingBusyException() : Exception("Too many passwords wait to be checked.");

/// <summary>
/// Hashes and checks passwords and PINs. They cost tens of milliseconds each, on purpose: so there is one thread for those who are known,
/// which gives way to others, and one for strangers, which works only while a processor has nothing else to do. Strangers who try by the
/// hundred wait for seconds, which costs nothing, and are turned away then.
/// </summary>
public sealed partial class SecretHasher : IDisposable
{
    /// <summary>Of each kind, in work at once: at 50 ms the last one is done within a second.</summary>
    public const int Places = 16;

    /// <summary>Of each kind, for a place.</summary>
    public const int MostWaiting = 1024;

    /// <summary>For a place. Whoever is turned away at once comes back at once, and that costs more than to let them wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Those who came together are not turned away together.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(40);

    private const int Turns = 64;
    private const int ThisThread = 0;
    private const int Niceness = 10;
    private const int WhenIdle = 5;

    private readonly PasswordHasher<object> _hasher;
    private readonly CancellationTokenSource _ending = new();

    // By HashingFor.
    private readonly BlockingCollection<Action>[] _waiting =
    [
        [],
        [],
    ];
    private readonly SemaphoreSlim[] _places = [new(Places), new(Places)];
    private readonly int[] _waitForPlace = [0, 0];
    private readonly TimeSpan _longestWait;
    private uint _turn;
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

    /// <summary>A place among those whose secrets are hashed: taken before anything is asked of the record, given back when disposed.</summary>
    /// <returns>Null when none becomes free, or too many wait for one: no exception, which would cost more than the check.</returns>
    public async Task<Place?> TakePlaceAsync(HashingFor whom, CancellationToken cancellation)
    {
        var isFull = Interlocked.Increment(ref _waitForPlace[(int)whom]) > MostWaiting;
        try
        {
            var wait = _longestWait + (Apart * (Interlocked.Increment(ref _turn) % Turns));
            return !isFull && await _places[(int)whom].WaitAsync(wait, cancellation) ? new(this, whom) : null;
        }
        finally
        {
            Interlocked.Decrement(ref _waitForPlace[(int)whom]);
        }
    }

    /// <summary>For somebody known.</summary>
    /// <exception cref="HashingBusyException">There is no place.</exception>
    public async Task<string> HashAsync(string plain, CancellationToken cancellation)
    {
        using var place = await TakePlaceAsync(HashingFor.Known, cancellation) ?? throw new HashingBusyException();
        return await RunAsync(() => _hasher.HashPassword(new(), plain), HashingFor.Known, cancellation);
    }

    public void Dispose()
    {
        _ending.Cancel();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        foreach (var waiting in _waiting)
        {
            waiting.Dispose();
        }

        foreach (var places in _places)
        {
            places.Dispose();
        }

        _ending.Dispose();
    }

    private Task<T> RunAsync<T>(Func<T> work, HashingFor whom, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[(int)whom].Add(Run, CancellationToken.None);
        return done.Task;

        void Run()
        {
            if (cancellation.IsCancellationRequested)
            {
                // Whoever asked is gone.
                done.SetCanceled(cancellation);
                return;
            }

            try
            {
                done.SetResult(work());
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                done.SetException(e);
            }
        }
    }

    private void Work(HashingFor whom)
    {
        // Linux takes both for the calling thread alone. Where it refuses, the thread works like any other.
        _ = whom is HashingFor.Known ? SetPriority(0, ThisThread, Niceness) : SetScheduler(ThisThread, WhenIdle, default);
        try
        {
            while (true)
            {
                _waiting[(int)whom].Take(_ending.Token)();
            }
        }
        catch (OperationCanceledException)
        {
            // Its server stops.
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int priority);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetScheduler(int thread, int policy, in int priority);

    /// <summary>One who waits, or may.</summary>
    public sealed class Place : IDisposable
    {
        private readonly SecretHasher _hasher;
        private readonly HashingFor _whom;

        internal Place(SecretHasher hasher, HashingFor whom) => (_hasher, _whom) = (hasher, whom);

        /// <param name="hash">Null for nobody's: the answer is no, and costs the same.</param>
        public async Task<bool> IsRightAsync(string? hash, string plain, CancellationToken cancellation) =>
            await _hasher.RunAsync(() => IsRight(hash ?? _hasher._decoyHash, plain), _whom, cancellation) && hash is not null;

        public void Dispose() => _hasher._places[(int)_whom].Release();

        private bool IsRight(string hash, string plain) =>
            _hasher._hasher.VerifyHashedPassword(new(), hash, plain) is not PasswordVerificationResult.Failed;
    }
}
