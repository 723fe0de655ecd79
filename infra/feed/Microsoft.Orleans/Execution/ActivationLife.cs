using Microsoft.Extensions.DependencyInjection;
using Orleans.Calls;
using Orleans.Runtime;

namespace Orleans.Execution;

// How an activation begins, idles and ends.
internal sealed partial class Activation
{
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<GrainTimer> _timers = [];
    private AsyncServiceScope? _scope;
    private CancellationTokenSource? _activating;
    private DeactivationReason _reason;
    private CancellationToken _deactivationToken;
    private bool _wasActivated;
    private bool _isEnding;
    private long _lastUse;
    private long _keepUntil;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        CancellationTokenSource? activating;
        bool pump;
        lock (_lock)
        {
            if (_state is State.Deactivating or State.Ended)
            {
                return;
            }

            _wasActivated = _state == State.Active;
            _state = State.Deactivating;
            _reason = deactivationReason;
            _deactivationToken = cancellationToken;
            activating = _activating;
            pump = !_pumpIsDue;
            _pumpIsDue = true;
        }

        activating?.Cancel();
        if (pump)
        {
            SchedulePump();
        }
    }

    public void DelayDeactivation(TimeSpan time) =>
        _keepUntil =
            time == Timeout.InfiniteTimeSpan || time == TimeSpan.MaxValue ? long.MaxValue
            : time <= TimeSpan.Zero ? 0
            : Silo.UtcTicks + time.Ticks;

    public bool IsIdleSince(long nowTicks)
    {
        lock (_lock)
        {
            return _state == State.Active
                && !_calls.IsRunning
                && _calls.IsEmpty
                && _class.CollectionAge != Timeout.InfiniteTimeSpan
                && nowTicks - _lastUse >= _class.CollectionAge.Ticks
                && nowTicks >= _keepUntil;
        }
    }

    public IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Forget(GrainTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    private async Task ActivateAsync(Dictionary<string, object>? context)
    {
        var activating = _activating!;
        try
        {
            RequestContext.Import(context);
            _scope = Silo.Services.CreateAsyncScope();
            GrainInstance = _class.Create(ActivationServices);
            if (GrainInstance is IGrainBase grain)
            {
                await grain.OnActivateAsync(activating.Token).WaitAsync(activating.Token);
            }

            lock (_lock)
            {
                if (_state == State.Activating)
                {
                    _state = State.Active;
                    _lastUse = Silo.UtcTicks;
                }
            }
        }
        catch (Exception exception)
        {
            Silo.Log.ActivationFailed(exception, GrainId);
            Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationFailed, exception, "Failed to activate grain."));
        }

        lock (_lock)
        {
            _activating = null;
            _pumpIsDue = true;
        }

        // Not disposed: a deactivation may be about to cancel it. Without its timer it holds nothing.
        activating.CancelAfter(Timeout.InfiniteTimeSpan);
        SchedulePump();
    }

    private async Task EndAsync()
    {
        DisposeTimers();
        if (_wasActivated && GrainInstance is IGrainBase grain)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_deactivationToken);
            timeout.CancelAfter(Silo.Collection.DeactivationTimeout);
            try
            {
                await grain.OnDeactivateAsync(_reason, timeout.Token).WaitAsync(timeout.Token);
            }
            catch (Exception exception)
            {
                Silo.Log.DeactivationFailed(exception, GrainId);
            }
        }

        await DisposeAsync();
        List<Call> waiting;
        lock (_lock)
        {
            _state = State.Ended;
            waiting = _calls.TakeAll();
        }

        // Only now may the grain live again: no two lives overlap.
        _onEnded(this);
        foreach (var call in waiting.Where(call => !call.LocalOnly))
        {
            Silo.PassOn(call, _reason);
        }

        _deactivated.TrySetResult();
    }

    private void DisposeTimers()
    {
        List<GrainTimer> timers;
        lock (_lock)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }

    private async ValueTask DisposeAsync()
    {
        try
        {
            switch (GrainInstance)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }

            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception exception)
        {
            Silo.Log.DisposalFailed(exception, GrainId);
        }
    }
}
