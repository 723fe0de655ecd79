using Microsoft.Extensions.Logging;
using Orleans.Calls;
using Orleans.Runtime;

namespace Orleans.Execution;

/// <summary>What the silo logs: ids and method names, never arguments.</summary>
internal sealed partial class SiloLog(ILogger<Silo> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The embedded silo has started")]
    public partial void Started();

    [LoggerMessage(Level = LogLevel.Information, Message = "The embedded silo has stopped; {Calls} calls were left unanswered")]
    public partial void Stopped(int calls);

    [LoggerMessage(Level = LogLevel.Error, Message = "Grain {GrainId} failed to activate")]
    public partial void ActivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Grain {GrainId} failed in OnDeactivateAsync")]
    public partial void DeactivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Grain {GrainId} failed to dispose")]
    public partial void DisposalFailed(Exception exception, GrainId grainId);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Call} threw")]
    public partial void CallFailed(Exception exception, Call call);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Call} threw, and nobody waits for it")]
    public partial void UnansweredCallFailed(Exception exception, Call call);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Call} had no answer within {Timeout}")]
    public partial void TimedOut(Call call, TimeSpan timeout);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A call to observer {GrainId} is dropped: the observer is gone")]
    public partial void ObserverIsGone(GrainId grainId);
}
