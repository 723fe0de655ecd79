using System.Collections.Concurrent;
using System.Threading.Channels;

namespace RetailGuard.Tests.Cluster;

/// <summary>Where grains leave events for the test to await, and where they wait until the test lets them go.</summary>
public sealed class Probe
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Channel<string>> _events = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();

    /// <summary>Reports an event under a name.</summary>
    public void Report(string name, string value = "") => EventsOf(name).Writer.TryWrite(value);

    /// <summary>The next event of a name.</summary>
    public async Task<string> Next(string name)
    {
        try
        {
            return await EventsOf(name).Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(s_limit);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"No event \"{name}\" within {s_limit}; known are: {string.Join(", ", _events.Keys)}.", exception);
        }
    }

    public int Count(string name) => EventsOf(name).Reader.Count;

    /// <summary>Completes once the test opens the gate.</summary>
    public Task Pass(string gate) => GateOf(gate).Task.WaitAsync(s_limit);

    public void Open(string gate) => GateOf(gate).TrySetResult();

    private Channel<string> EventsOf(string name) => _events.GetOrAdd(name, _ => Channel.CreateUnbounded<string>());

    private TaskCompletionSource GateOf(string gate) =>
        _gates.GetOrAdd(gate, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
