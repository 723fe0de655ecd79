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
        await WriteAsync(isLast: true, cancellationToken);
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
        foreach (var (kind, count, times) in TakeDue(isLast))
        {
            try
            {
                await using var db = database.Of(kind.Tenant);
                object detail = count.IsKnown
                    ? new
                    {
                        kind.Code,
                        times,
                        count.Since,
                    }
                    : new { kind.Code };
                await audit.CommitAsync(db, kind.Tenant, [new(kind.Actor, kind.Action, kind.Subject, detail)], cancellation);
                lock (_gate)
                {
                    (count.Unwritten, count.IsKnown) = (count.Unwritten - times, true);
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException && !cancellation.IsCancellationRequested)
            {
                // It stays among the unwritten.
                LogNotWritten(e, kind.Action);
            }
        }
    }

    /// <summary>What is to be written now; what is over and written is forgotten.</summary>
    private List<(Kind Kind, Count Count, int Times)> TakeDue(bool isLast)
    {
        lock (_gate)
        {
            List<(Kind, Count, int)> due = [];
            foreach (var (kind, count) in _counts.ToList())
            {
                var isOver = time.GetElapsedTime(count.Begun) >= Window;
                if (isOver && count.Unwritten == 0)
                {
                    _counts.Remove(kind);
                }
                else if (!count.IsKnown)
                {
                    // The first of them; those that came with it are counted.
                    due.Add((kind, count, 1));
                }
                else if ((isOver || isLast) && count.Unwritten > 0)
                {
                    due.Add((kind, count, count.Unwritten));
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

        /// <summary>Whether the first is on record.</summary>
        public bool IsKnown { get; set; }
    }
}
