using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RetailGuard.Foundation;
using RetailGuard.Storage;

namespace RetailGuard.Audit;

/// <summary>
/// What anybody can have refused as often as they like: on record when it first happens, and once more with the number of all that
/// followed within <see cref="Window"/>. Written beside the request, so that how long a refusal takes tells nothing.
/// </summary>
public sealed partial class RepeatedRefusals(Database database, AuditLog audit, TimeProvider time, ILogger<RepeatedRefusals> logger)
    : BackgroundService
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>How often it looks for what is to be written.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Of a server that stops: its database may be away.</summary>
    private static readonly TimeSpan LastWithin = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _looks = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly Lock _gate = new();
    private readonly Dictionary<Kind, Count> _counts = [];

    /// <summary>Takes it in and returns at once; it is on record a moment later, or with the next look if the database cannot be reached.</summary>
    /// <param name="action">As in <see cref="AuditEvent"/>: <c>sign-in.refused</c>.</param>
    /// <param name="code">Of the refusal.</param>
    public void Note(TenantId tenant, Actor actor, string action, string subject, string code)
    {
        lock (_gate)
        {
            var kind = new Kind(tenant, actor, action, subject, code);
            if (!_counts.TryGetValue(kind, out var count))
            {
                _counts[kind] = count = new(time.GetUtcNow(), time.GetTimestamp());
                _looks.Writer.TryWrite(true);
            }

            count.Unwritten++;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastWithin);
        await WriteAsync(isLast: true, limit.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = time.CreateTimer(_ => _looks.Writer.TryWrite(true), null, Every, Every);
        await foreach (var _ in _looks.Reader.ReadAllAsync(stoppingToken))
        {
            await WriteAsync(isLast: false, stoppingToken);
        }
    }

    private async Task WriteAsync(bool isLast, CancellationToken cancellation)
    {
        foreach (var (kind, count, times) in FindDue(isLast))
        {
            try
            {
                await using var db = database.Of(kind.Tenant);
                object detail =
                    times == 1
                        ? new { kind.Code }
                        : new
                        {
                            kind.Code,
                            times,
                            count.Since,
                        };
                await audit.CommitAsync(db, kind.Tenant, [new(kind.Actor, kind.Action, kind.Subject, detail)], cancellation);
                lock (_gate)
                {
                    (count.Unwritten, count.IsOnRecord) = (count.Unwritten - times, true);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The server stops: its last look writes them, or they are lost with a database that is away.
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                KeepUnwritten(kind, count);
                LogNotWritten(e, kind.Action);
            }
        }
    }

    private void KeepUnwritten(Kind kind, Count count)
    {
        lock (_gate)
        {
            if (_counts.TryAdd(kind, count) || _counts[kind] == count)
            {
                return;
            }

            // Its time was over, and others came since.
            _counts[kind].Unwritten += count.Unwritten;
        }
    }

    /// <summary>What is to be written now: what is new, and the number of what followed when its time is over; then the next one is new.</summary>
    private List<(Kind Kind, Count Count, int Times)> FindDue(bool isLast)
    {
        lock (_gate)
        {
            List<(Kind, Count, int)> due = [];
            foreach (var (kind, count) in _counts)
            {
                var isOver = time.GetElapsedTime(count.Begun) >= Window;
                if (count.Unwritten > 0 && (isOver || isLast || !count.IsOnRecord))
                {
                    due.Add((kind, count, count.Unwritten));
                }

                if (isOver)
                {
                    _counts.Remove(kind);
                }
            }

            return due;
        }
    }

    [LoggerMessage(LogLevel.Error, "What was refused ({Action}) could not be written yet.")]
    private partial void LogNotWritten(Exception exception, string action);

    private readonly record struct Kind(TenantId Tenant, Actor Actor, string Action, string Subject, string Code);

    private sealed class Count(DateTimeOffset since, long begun)
    {
        public DateTimeOffset Since => since;

        /// <summary>Timestamp: a clock that is set back prolongs nothing.</summary>
        public long Begun => begun;

        public int Unwritten { get; set; }

        /// <summary>Whether any of it is.</summary>
        public bool IsOnRecord { get; set; }
    }
}
