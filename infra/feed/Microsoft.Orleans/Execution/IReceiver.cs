using Orleans.Calls;

namespace Orleans.Execution;

/// <summary>Where the calls to one grain go.</summary>
internal interface IReceiver
{
    IEnumerable<Activation> Activations { get; }

    /// <summary>False when this receiver has ended and the call belongs to a new one.</summary>
    bool TryReceive(Call call);
}
