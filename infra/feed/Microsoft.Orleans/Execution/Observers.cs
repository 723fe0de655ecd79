using System.Collections.Concurrent;
using Orleans.Calls;
using Orleans.Runtime;

namespace Orleans.Execution;

/// <summary>The objects outside of grains that grains can call.</summary>
internal sealed class Observers(Silo silo)
{
    /// <summary>The caller of calls that come from outside of the grains.</summary>
    public static readonly GrainId Client = GrainId.Create("sys.client", "hosted");

    private readonly ConcurrentDictionary<GrainId, Observer> _observers = new();
    private long _last;

    public static bool IsObserver(GrainId id) => id.Type == Client.Type;

    public GrainId Add(IGrainObserver target)
    {
        var id = GrainId.Create(Client.Type, $"{Client.Key}/{Interlocked.Increment(ref _last)}");
        _observers[id] = new Observer(silo, id, target);
        return id;
    }

    public bool Remove(GrainId id) => _observers.TryRemove(id, out _);

    /// <summary>Delivers a call. To an observer that is gone nothing is delivered, and nobody answers.</summary>
    public void Deliver(Call call)
    {
        if (!_observers.TryGetValue(call.TargetId, out var observer) || !observer.TryReceive(call))
        {
            Remove(call.TargetId);
            silo.Log.ObserverIsGone(call.TargetId);
        }
    }

    private sealed class Observer(Silo silo, GrainId id, IGrainObserver target) : IGrainContext
    {
        private readonly Lock _lock = new();
        private readonly Queue<Call> _waiting = new();
        private readonly WeakReference<IGrainObserver> _target = new(target);
        private readonly Type _interface = target.GetType().GetInterfaces().First(each => each.IsAssignableTo(typeof(IGrainObserver)));
        private bool _isActive;

        public GrainId GrainId => id;

        public GrainReference GrainReference => silo.Factory.CreateReference(_interface, id);

        public object? GrainInstance => _target.TryGetTarget(out var instance) ? instance : null;

        public IServiceProvider ActivationServices => throw new NotSupportedException("An observer has no services of its own.");

        public Task Deactivated => throw new NotSupportedException("An observer is not activated.");

        public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode() => id.GetHashCode();

        public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("An observer is not deactivated; delete its reference.");

        /// <summary>False when the object has been collected.</summary>
        public bool TryReceive(Call call)
        {
            if (!_target.TryGetTarget(out _))
            {
                return false;
            }

            if (call.AlwaysInterleave)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static run => _ = run.Item1.RunAsync(run.call), (this, call), preferLocal: false);
                return true;
            }

            lock (_lock)
            {
                _waiting.Enqueue(call);
                if (_isActive)
                {
                    return true;
                }

                _isActive = true;
            }

            ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.RunWaitingAsync(), this, preferLocal: false);
            return true;
        }

        private async Task RunWaitingAsync()
        {
            while (true)
            {
                Call? call;
                lock (_lock)
                {
                    if (!_waiting.TryDequeue(out call))
                    {
                        _isActive = false;
                        return;
                    }
                }

                await RunAsync(call);
            }
        }

        private async Task RunAsync(Call call)
        {
            if (call.IsSettled || GrainInstance is not { } instance)
            {
                return;
            }

            try
            {
                RequestContext.Import(call.Context);
                await silo.InvokeAsync(call, this, instance);
                call.Reply();
            }
            catch (Exception exception)
            {
                silo.Fail(call, exception);
            }
        }
    }
}
