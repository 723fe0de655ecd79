using Orleans.Calls;

namespace Orleans.Execution;

/// <summary>The calls that wait for an activation, in order, and the rule which of them may run beside those that run.</summary>
internal sealed class CallQueue(bool reentrant)
{
    private Call? _first;
    private Call? _last;

    // Waiting calls that may overtake others; without any there is nothing to look for behind a blocked first.
    private int _overtaking;
    private int _running;
    private int _readers;
    private bool _writes;

    public Call? First => _first;

    public bool IsEmpty => _first is null;

    public bool IsRunning => _running > 0;

    public int Waiting { get; private set; }

    public void Enqueue(Call call)
    {
        if (_last is null)
        {
            _first = call;
        }
        else
        {
            _last.NextWaiting = call;
        }

        _last = call;
        Waiting++;
        _overtaking += MayOvertake(call) ? 1 : 0;
    }

    /// <summary>Takes the first call that may run now and counts it as running; null when none may.</summary>
    public Call? StartNext()
    {
        Call? previous = null;
        for (var call = _first; call is not null; previous = call, call = call.NextWaiting)
        {
            if (MayRun(call))
            {
                Remove(previous, call);
                Started(call);
                return call;
            }

            if (_overtaking == 0)
            {
                return null;
            }
        }

        return null;
    }

    public void Completed(Call call)
    {
        _running--;
        if (call.AlwaysInterleave)
        {
            return;
        }

        if (call.Method.ReadOnly)
        {
            _readers--;
        }
        else
        {
            _writes = false;
        }
    }

    public List<Call> TakeAll()
    {
        var calls = new List<Call>(Waiting);
        while (_first is { } call)
        {
            Remove(null, call);
            calls.Add(call);
        }

        return calls;
    }

    private static bool MayOvertake(Call call) => call.AlwaysInterleave || call.Method.ReadOnly;

    public bool MayRun(Call call) => reentrant || call.AlwaysInterleave || (!_writes && (_readers == 0 || call.Method.ReadOnly));

    private void Started(Call call)
    {
        _running++;
        if (call.AlwaysInterleave)
        {
            return;
        }

        if (call.Method.ReadOnly)
        {
            _readers++;
        }
        else
        {
            _writes = true;
        }
    }

    private void Remove(Call? previous, Call call)
    {
        if (previous is null)
        {
            _first = call.NextWaiting;
        }
        else
        {
            previous.NextWaiting = call.NextWaiting;
        }

        if (_last == call)
        {
            _last = previous;
        }

        call.NextWaiting = null;
        Waiting--;
        _overtaking -= MayOvertake(call) ? 1 : 0;
    }
}
