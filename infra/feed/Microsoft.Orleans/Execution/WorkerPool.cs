using Orleans.Calls;
using Orleans.Runtime;

namespace Orleans.Execution;

/// <summary>The activations of one stateless worker.</summary>
internal sealed class WorkerPool(Silo silo, GrainClass grainClass, GrainId grainId, Action<WorkerPool> onEmpty) : IReceiver
{
    private readonly Lock _lock = new();
    private readonly List<Activation> _workers = [];
    private bool _isClosed;

    public IEnumerable<Activation> Activations
    {
        get
        {
            lock (_lock)
            {
                return [.. _workers];
            }
        }
    }

    public bool TryReceive(Call call)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            for (var worker = Choose(); !worker.TryReceive(call); worker = Choose())
            {
                _workers.Remove(worker);
            }

            return true;
        }
    }

    private Activation Choose()
    {
        var best = _workers.MinBy(worker => worker.Load);
        if (best is not null && (best.Load == 0 || _workers.Count == grainClass.MaxWorkers))
        {
            return best;
        }

        var worker = new Activation(silo, grainClass, grainId, Remove);
        _workers.Add(worker);
        return worker;
    }

    private void Remove(Activation worker)
    {
        lock (_lock)
        {
            _workers.Remove(worker);
            _isClosed = _workers.Count == 0;
        }

        if (_isClosed)
        {
            onEmpty(this);
        }
    }
}
