using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using RetailGuard.Audit;
using RetailGuard.Foundation;

namespace RetailGuard.Operations;

/// <summary>Does a retailer's due work, on one node of the cluster. Key: tenant/keeper. A reminder brings it back when that node dies.</summary>
[Alias("RetailGuard.ITenantKeeperGrain")]
public interface ITenantKeeperGrain : IGrainWithStringKey
{
    /// <summary>Sees that the keeper works from now on. May be repeated.</summary>
    [Alias("Start")]
    Task Start();
}

internal sealed partial class TenantKeeperGrain(
    IEnumerable<IDueWork> works,
    ChainEnds chains,
    IHostApplicationLifetime lifetime,
    ILogger<TenantKeeperGrain> logger
) : Grain, ITenantKeeperGrain, IRemindable
{
    private const string Reminder = "keep";
    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private readonly Dictionary<IDueWork, long> _doneAt = [];
    private TenantId _tenant;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = GrainKeys.TenantOfKeeper(this.GetPrimaryKeyString());
        foreach (var work in works)
        {
            // Interleaved: one that takes hours holds up no other.
            var each = new GrainTimerCreationOptions(TimeSpan.Zero, work.Every) { Interleave = true, KeepAlive = true };
            this.RegisterGrainTimer(cancellation => DoAsync(work, cancellation), each);
        }

        return Task.CompletedTask;
    }

    public Task Start() => this.RegisterOrUpdateReminder(Reminder, RemindEvery, RemindEvery);

    /// <summary>That it is active is all that the reminder is for.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private async Task DoAsync(IDueWork work, CancellationToken leaving)
    {
        TenantBoundary.ActFor(_tenant);

        // The silo waits for work that is under way before it cancels it, and a server that stops for such work.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(leaving, lifetime.ApplicationStopping);
        var cancellation = ending.Token;
        try
        {
            // Seen before the work looks: what changes meanwhile is work for the next run.
            var (_, sequence) = await chains.OfAsync(_tenant, TimeSpan.Zero);
            if (work.AfterChangesOnly && _doneAt.TryGetValue(work, out var done) && done == sequence)
            {
                return;
            }

            await work.DoAsync(_tenant, cancellation);
            _doneAt[work] = sequence;
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            // The keeper goes to another node, or the server is going: what is left to do the next one finds.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogFailed(e, work.GetType().Name, work.Every);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Work} could not finish. It tries again in {Every}.")]
    private partial void LogFailed(Exception exception, string work, TimeSpan every);
}
