using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Calls;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Execution;

/// <summary>The one silo of the process: finds or makes the activation for a call and watches over calls and activations.</summary>
internal sealed class Silo
{
    private readonly ConcurrentDictionary<GrainId, IReceiver> _receivers = new();
    private readonly PendingCalls _pending = new();
    private readonly SiloMessagingOptions _messaging;
    private readonly Lazy<GrainClasses> _classes;
    private readonly Lazy<IIncomingGrainCallFilter[]> _incomingFilters;
    private readonly Lazy<IOutgoingGrainCallFilter[]> _outgoingFilters;
    private ITimer? _collector;
    private ITimer? _timeouts;
    private volatile Phase _phase;

    public Silo(
        IServiceProvider services,
        TimeProvider time,
        IOptions<GrainCollectionOptions> collection,
        IOptions<SiloMessagingOptions> messaging,
        ILogger<Silo> logger
    )
    {
        Services = services;
        Time = time;
        Collection = collection.Value;
        _messaging = messaging.Value;
        Log = new SiloLog(logger);
        Factory = new GrainFactory(this);
        Observers = new Observers(this);
        _classes = new Lazy<GrainClasses>(() => new GrainClasses(Collection));

        // Filters may ask for the grain factory, so they are made after the silo.
        _incomingFilters = new Lazy<IIncomingGrainCallFilter[]>(() => [.. services.GetServices<IIncomingGrainCallFilter>()]);
        _outgoingFilters = new Lazy<IOutgoingGrainCallFilter[]>(() => [.. services.GetServices<IOutgoingGrainCallFilter>()]);
    }

    private enum Phase
    {
        NotStarted,
        Running,

        /// <summary>Running grains end; none is activated.</summary>
        Draining,
        Stopped,
    }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    public GrainCollectionOptions Collection { get; }

    public SiloLog Log { get; }

    public GrainFactory Factory { get; }

    public Observers Observers { get; }

    public GrainClasses Classes => _classes.Value;

    public IOutgoingGrainCallFilter[] OutgoingFilters => _outgoingFilters.Value;

    public long UtcTicks => Time.GetUtcNow().UtcTicks;

    public void Start()
    {
        Collection.Validate();
        _ = Classes;
        _collector = Time.CreateTimer(_ => CollectIdle(), null, Collection.CollectionQuantum, Collection.CollectionQuantum);
        var period = TimeSpan.FromTicks(
            Math.Clamp(_messaging.ResponseTimeout.Ticks, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond)
        );
        _timeouts = TimeProvider.System.CreateTimer(_ => TimeOut(), null, period, period);
        _phase = Phase.Running;
        Log.Started();
    }

    /// <summary>Deactivates every grain, then fails the calls that are still open.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_phase != Phase.Running)
        {
            return;
        }

        _phase = Phase.Draining;
        _collector?.Dispose();
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The silo is shutting down.");
        while (!_receivers.IsEmpty && !cancellationToken.IsCancellationRequested)
        {
            var activations = _receivers.Values.SelectMany(receiver => receiver.Activations).ToList();
            activations.ForEach(activation => activation.Deactivate(reason, cancellationToken));
            await Task.WhenAll(activations.Select(activation => activation.Deactivated))
                .WaitAsync(cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _phase = Phase.Stopped;
        _timeouts?.Dispose();
        var open = _pending.All();
        foreach (var call in open)
        {
            call.TryFail(new SiloUnavailableException($"The silo has stopped before it answered {call}."));
        }

        Log.Stopped(open.Count);
    }

    public Task<TResult> Call<TResult>(Call<TResult> call)
    {
        call.Source = RuntimeContext.Current;
        return OutgoingFilters.Length == 0 ? Dispatch(call) : new OutgoingCall<TResult>(call, this).Run();
    }

    public Task<TResult> Dispatch<TResult>(Call<TResult> call)
    {
        if (_phase is Phase.NotStarted or Phase.Stopped)
        {
            return Task.FromException<TResult>(new SiloUnavailableException($"The silo is not running, so {call} is not sent."));
        }

        var cancellation = call.Cancellation;
        cancellation.ThrowIfCancellationRequested();
        call.Context = RequestContext.Export();
        if (call.Method.OneWay)
        {
            Route(call);
            return Task.FromResult<TResult>(default!);
        }

        _pending.Add(call);
        Route(call);
        return cancellation.CanBeCanceled ? WithCancellation(call, cancellation) : call.Answer;
    }

    /// <summary>Runs a call on its target, through the filters if there are any.</summary>
    public ValueTask InvokeAsync(Call call, IGrainContext target, object instance)
    {
        var filters = _incomingFilters.Value;
        return filters.Length == 0 && instance is not IIncomingGrainCallFilter
            ? call.InvokeAsync(instance)
            : new ValueTask(new IncomingCall(call, target, instance, filters).Invoke());
    }

    public void Fail(Call call, Exception exception)
    {
        if (call.Method.OneWay || call.LocalOnly)
        {
            Log.UnansweredCallFailed(exception, call);
        }
        else if (call.TryFail(exception))
        {
            Log.CallFailed(exception, call);
        }
    }

    /// <summary>Takes over a call whose activation has ended before it could run.</summary>
    public void PassOn(Call call, DeactivationReason reason)
    {
        if (reason.Exception is { } exception)
        {
            Fail(call, exception);
        }
        else if (call.Forwards++ == _messaging.MaxForwardCount)
        {
            Fail(call, new OrleansMessageRejectionException($"{call} met {call.Forwards} activations that ended: {reason.Description}"));
        }
        else
        {
            Route(call);
        }
    }

    private static async Task<TResult> WithCancellation<TResult>(Call<TResult> call, CancellationToken cancellation)
    {
        using (cancellation.UnsafeRegister(_ => call.TryFail(new OperationCanceledException(cancellation)), null))
        {
            return await call.Answer;
        }
    }

    private void Route(Call call)
    {
        try
        {
            if (Observers.IsObserver(call.TargetId))
            {
                Observers.Deliver(call);
                return;
            }

            for (var receiver = ReceiverOf(call); !receiver.TryReceive(call); receiver = ReceiverOf(call))
            {
                Remove(call.TargetId, receiver);
            }
        }
        catch (SiloUnavailableException exception)
        {
            Fail(call, exception);
        }
    }

    private IReceiver ReceiverOf(Call call)
    {
        var id = call.TargetId;
        if (_receivers.TryGetValue(id, out var receiver))
        {
            return receiver;
        }

        if (_phase != Phase.Running)
        {
            throw new SiloUnavailableException($"The silo is stopping and activates no grain for {call}.");
        }

        return _receivers.GetOrAdd(id, static (id, silo) => silo.CreateReceiver(id), this);
    }

    private IReceiver CreateReceiver(GrainId id)
    {
        var grainClass = Classes[id.Type];
        return grainClass.MaxWorkers is null
            ? new Activation(this, grainClass, id, ended => Remove(id, ended))
            : new WorkerPool(this, grainClass, id, empty => Remove(id, empty));
    }

    private void Remove(GrainId id, IReceiver receiver) => _receivers.TryRemove(new KeyValuePair<GrainId, IReceiver>(id, receiver));

    private void CollectIdle()
    {
        var now = UtcTicks;
        foreach (var activation in _receivers.Values.SelectMany(receiver => receiver.Activations))
        {
            if (activation.IsIdleSince(now))
            {
                activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "The grain has been idle."));
            }
        }
    }

    private void TimeOut()
    {
        foreach (var call in _pending.OlderThan(_messaging.ResponseTimeout))
        {
            var timeout = call.Method.ResponseTimeout ?? _messaging.ResponseTimeout;
            if (call.TryFail(new TimeoutException($"Response did not arrive on time in {timeout} for message: {call}.")))
            {
                Log.TimedOut(call, timeout);
            }
        }
    }
}
