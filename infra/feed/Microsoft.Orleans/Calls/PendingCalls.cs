namespace Orleans.Calls;

/// <summary>
/// The calls that await an answer, kept to time them out and to fail them at shutdown. A linked list through the calls themselves:
/// joining and leaving must cost less than the call.
/// </summary>
internal sealed class PendingCalls
{
    private readonly Lock _lock = new();
    private Call? _first;

    public void Add(Call call)
    {
        call.PendingIn = this;

        // Real time, as in a cluster: a test that moves its clock must not fail the calls that are under way.
        call.SentAt = TimeProvider.System.GetTimestamp();
        lock (_lock)
        {
            call.NextPending = _first;
            if (_first is not null)
            {
                _first.PreviousPending = call;
            }

            _first = call;
        }
    }

    public void Remove(Call call)
    {
        lock (_lock)
        {
            if (call.PreviousPending is not null)
            {
                call.PreviousPending.NextPending = call.NextPending;
            }
            else if (_first == call)
            {
                _first = call.NextPending;
            }

            if (call.NextPending is not null)
            {
                call.NextPending.PreviousPending = call.PreviousPending;
            }

            call.PreviousPending = call.NextPending = null;
        }
    }

    public List<Call> OlderThan(TimeSpan timeout)
    {
        var now = TimeProvider.System.GetTimestamp();
        return Where(call => TimeProvider.System.GetElapsedTime(call.SentAt, now) > (call.Method.ResponseTimeout ?? timeout));
    }

    public List<Call> All() => Where(_ => true);

    private List<Call> Where(Func<Call, bool> predicate)
    {
        var found = new List<Call>();
        lock (_lock)
        {
            for (var call = _first; call is not null; call = call.NextPending)
            {
                if (predicate(call))
                {
                    found.Add(call);
                }
            }
        }

        return found;
    }
}
