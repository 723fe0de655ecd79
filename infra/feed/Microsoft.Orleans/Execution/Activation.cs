using Orleans.Calls;
using Orleans.Runtime;

namespace Orleans.Execution;

/// <summary>One life of a grain, from its first call to its deactivation.</summary>
#pragma warning disable CA1001 // What it owns ends with the deactivation.
internal sealed partial class Activation : IGrainContext, IReceiver
#pragma warning restore CA1001
{
    // Between batches the other turns of the grain get their chance.
    private const int BatchSize = 64;

    private readonly Lock _lock = new();
    private readonly GrainClass _class;
    private readonly Action<Activation> _onEnded;
    private readonly ActivationScheduler _scheduler;
    private readonly CallQueue _calls;
    private State _state;

    // True while a pump is queued or runs, and while a step is under way whose end queues one.
    private bool _pumpIsDue;

    // Used by the turns alone: true within the pump.
    private bool _pumps;
    private GrainReference? _reference;

    public Activation(Silo silo, GrainClass grainClass, GrainId grainId, Action<Activation> onEnded)
    {
        Silo = silo;
        GrainId = grainId;
        _class = grainClass;
        _onEnded = onEnded;
        _scheduler = new ActivationScheduler(this);
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

    public IServiceProvider ActivationServices =>
        _scope?.ServiceProvider ?? throw new InvalidOperationException("The grain is not activated yet.");

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
}
