using Orleans.Calls;
using Orleans.Runtime;

namespace Orleans.Execution;

/// <summary>A timer of one activation. Each tick is queued as a call, so that it is a turn like any other.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Lock _lock = new();
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private TimeSpan _due;
    private TimeSpan _period;
    private bool _isTicking;
    private bool _isChanged;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Time.CreateTimer(
                static self => ((GrainTimer)self!).Fire(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
        }
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_lock)
        {
            _due = dueTime;
            _period = period;
            _isChanged = true;
            if (!_isTicking && !_disposed.IsCancellationRequested)
            {
                _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _timer.Dispose();
        _activation.Forget(this);
    }

    private static void Check(TimeSpan time, string name)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time.TotalMilliseconds, uint.MaxValue - 1, name);
        }
    }

    private void Fire()
    {
        lock (_lock)
        {
            _isTicking = true;
        }

        _activation.TryReceive(new Tick(this) { Source = _activation });
    }

    private async ValueTask TickAsync()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        lock (_lock)
        {
            _isChanged = false;
        }

        try
        {
            await _callback(_disposed.Token);
        }
        finally
        {
            lock (_lock)
            {
                _isTicking = false;
                if (!_disposed.IsCancellationRequested)
                {
                    _timer.Change(_isChanged ? _due : _period, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    private sealed class Tick(GrainTimer timer) : Call(null, s_method, [])
    {
        private static readonly GrainMethod<object> s_method = new(
            typeof(IGrainTimerInvoker),
            typeof(IGrainTimerInvoker).GetMethod(nameof(IGrainTimerInvoker.InvokeCallbackAsync))!
        );

        public override GrainId TargetId => timer._activation.GrainId;

        public override bool AlwaysInterleave => timer._options.Interleave;

        public override bool KeepAlive => timer._options.KeepAlive;

        public override bool LocalOnly => true;

        public override object? Result { get; set; }

        public override bool IsSettled => false;

        public override void Reply() { }

        public override bool TryFail(Exception exception) => true;

        protected override ValueTask InvokeMethodAsync(object target) => timer.TickAsync();
    }
}

/// <summary>What call filters see of a tick.</summary>
internal interface IGrainTimerInvoker : IAddressable
{
    Task InvokeCallbackAsync();
}
