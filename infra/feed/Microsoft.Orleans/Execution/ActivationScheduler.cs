namespace Orleans.Execution;

/// <summary>Runs the turns of one activation one after another on the thread pool.</summary>
internal sealed class ActivationScheduler(Activation activation) : TaskScheduler, IThreadPoolWorkItem
{
    // A busy grain gives its thread back after this time.
    private static readonly TimeSpan s_quantum = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Queue<Task> _turns = new();
    private bool _active;

    public override int MaximumConcurrencyLevel => 1;

    void IThreadPoolWorkItem.Execute()
    {
        RuntimeContext.Current = activation;
        try
        {
            var started = TimeProvider.System.GetTimestamp();
            do
            {
                Task turn;
                lock (_lock)
                {
                    if (!_turns.TryDequeue(out turn!))
                    {
                        _active = false;
                        return;
                    }
                }

                TryExecuteTask(turn);
            } while (TimeProvider.System.GetElapsedTime(started) < s_quantum);
        }
        finally
        {
            RuntimeContext.Current = null;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        lock (_lock)
        {
            _turns.Enqueue(task);
            if (_active)
            {
                return;
            }

            _active = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, activation) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock)
        {
            return [.. _turns];
        }
    }
}
