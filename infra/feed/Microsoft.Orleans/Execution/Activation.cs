using Microsoft.Extensions.DependencyInjection;
using Orleans.Calls;
using Orleans.Execution;
using Orleans.Runtime;

namespace Orleans;

/// <summary>One life of a grain, from its first call to its deactivation.</summary>
#pragma warning disable CA1001 // What it owns ends with the deactivation.
internal sealed class Activation : IGrainContext, IReceiver
#pragma warning restore CA1001
{
    // Between batches the other turns of the grain get their chance.
    private const int BatchSize = 64;

    private readonly Lock _lock = new();
    private readonly GrainClass _class;
    private readonly Action<Activation> _onEnded;
    private readonly ActivationScheduler _scheduler;
    private readonly IServiceScope _scope;
    private readonly TaskCompletionSource _deactivated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<GrainTimer> _timers = [];
    private CancellationTokenSource? _activating;
    private CallQueue _calls;
    private State _state;
    private DeactivationReason _reason;
    private CancellationToken _deactivationToken;
    private bool _wasActivated;
    private bool _isEnding;

    // True while a pump is queued or runs, and while a step is under way whose end queues one.
    private bool _pumpIsDue;

    // Used by the turns alone: true within the pump.
    private bool _pumps;
    private GrainReference? _reference;
    private long _lastUse;
    private long _keepUntil;

    public Activation(Silo silo, GrainClass grainClass, GrainId grainId, Action<Activation> onEnded)
    {
        Silo = silo;
        GrainId = grainId;
        _class = grainClass;
        _onEnded = onEnded;
        _scheduler = new ActivationScheduler(this);
        _scope = silo.Services.CreateScope();
        _calls = new CallQueue(grainClass.IsReentrant);
    }

    private enum State
    {
        /// <summary>Made, and not yet called.</summary>
        Fresh,
        Activating,
        Active,
        Deactivating,
        Ended,
    }

    public Silo Silo { get; }

    public GrainId GrainId { get; }

    public object? GrainInstance { get; private set; }

    public IServiceProvider ActivationServices => _scope.ServiceProvider;

    public GrainReference GrainReference => _reference ??= Silo.Factory.CreateReference(_class.Interfaces[0], GrainId);

    public Task Deactivated => _deactivated.Task;

    public IEnumerable<Activation> Activations => [this];

    /// <summary>Calls that wait or run.</summary>
    public int Load
    {
        get
        {
            lock (_lock)
            {
                return _calls.Waiting + (_calls.IsRunning ? 1 : 0);
            }
        }
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => GrainId.ToString();

    public bool TryReceive(Call call)
    {
        lock (_lock)
        {
            if (_state == State.Ended)
            {
                return false;
            }

            // A tick dies with its activation; it is never passed on.
            if (call.LocalOnly && _state == State.Deactivating)
            {
                return true;
            }

            _calls.Enqueue(call);

            // Otherwise the end of what runs now looks again.
            var mayStart = _state == State.Fresh || (_state == State.Active && _calls.MayRun(call));
            if (!mayStart || _pumpIsDue)
            {
                return true;
            }

            _pumpIsDue = true;
        }

        SchedulePump();
        return true;
    }

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

    /// <summary>Queues a turn that starts whatever may start. Nothing of the caller's execution context comes along.</summary>
    private void SchedulePump()
    {
        using (ExecutionContext.SuppressFlow())
        {
            new Task(static self => ((Activation)self!).Pump(), this, TaskCreationOptions.DenyChildAttach).Start(_scheduler);
        }
    }

    private void Pump()
    {
        _pumps = true;
        for (var started = 0; started < BatchSize; started++)
        {
            if (!TryStartNext())
            {
                _pumps = false;
                return;
            }
        }

        _pumps = false;
        SchedulePump();
    }

    /// <summary>Starts the next step of the activation's life, or the next call. False when nothing may start now.</summary>
    private bool TryStartNext()
    {
        Call? call = null;
        Dictionary<string, object>? firstContext = null;
        lock (_lock)
        {
            switch (_state)
            {
                case State.Fresh when !_calls.IsEmpty:
                    _state = State.Activating;
                    firstContext = _calls.First!.Context;
                    _activating = new CancellationTokenSource(Silo.Collection.ActivationTimeout);
                    break;
                case State.Active when _calls.StartNext() is { } next:
                    call = next;
                    break;
                case State.Deactivating when !_calls.IsRunning && _activating is null && !_isEnding:
                    _isEnding = true;
                    break;
                default:
                    // The end of the step under way looks again.
                    _pumpIsDue = _activating is not null || _isEnding;
                    return false;
            }
        }

        _ =
            call is not null ? RunAsync(call)
            : _isEnding ? EndAsync()
            : ActivateAsync(firstContext);
        return true;
    }

    private async Task RunAsync(Call call)
    {
        if (!call.IsSettled)
        {
            try
            {
                RequestContext.Import(call.Context);
                await Silo.InvokeAsync(call, this, GrainInstance!);
                call.Reply();
            }
            catch (Exception exception)
            {
                Silo.Fail(call, exception);
            }
        }

        lock (_lock)
        {
            _calls.Completed(call);
            if (call.KeepAlive)
            {
                _lastUse = Silo.UtcTicks;
            }

            // The pump that started this call goes on by itself.
            if (_pumps || _pumpIsDue || (_calls.IsEmpty && _state != State.Deactivating))
            {
                return;
            }

            _pumpIsDue = true;
        }

        SchedulePump();
    }

    private async Task ActivateAsync(Dictionary<string, object>? context)
    {
        var activating = _activating!;
        try
        {
            RequestContext.Import(context);
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

            if (_scope is IAsyncDisposable scope)
            {
                await scope.DisposeAsync();
            }
            else
            {
                _scope.Dispose();
            }
        }
        catch (Exception exception)
        {
            Silo.Log.DisposalFailed(exception, GrainId);
        }
    }
}
