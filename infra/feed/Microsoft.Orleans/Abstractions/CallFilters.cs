using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans
{
    public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

    public delegate Task OutgoingGrainCallFilterDelegate(IOutgoingGrainCallContext context);

    /// <summary>One call on its way through the filters.</summary>
    public interface IGrainCallContext
    {
        IInvokable Request { get; }

        /// <summary>The called grain or observer on the incoming side; the reference on the outgoing side.</summary>
        object? Grain { get; }

        /// <summary>The caller: a grain, or the client of the silo, of grain type <c>sys.client</c>.</summary>
        GrainId? SourceId { get; }

        GrainId TargetId { get; }

        GrainInterfaceType InterfaceType { get; }

        string InterfaceName { get; }

        string MethodName { get; }

        MethodInfo InterfaceMethod { get; }

        object? Result { get; set; }

        /// <summary>Goes on to the next filter and at last to the method. A filter that never goes on must throw or set the result.</summary>
        Task Invoke();
    }

    public interface IIncomingGrainCallContext : IGrainCallContext
    {
        IGrainContext TargetContext { get; }

        MethodInfo ImplementationMethod { get; }
    }

    public interface IOutgoingGrainCallContext : IGrainCallContext
    {
        IGrainContext? SourceContext { get; }
    }

    /// <summary>Sees every call before its target does: grain calls, observer calls and timer ticks.</summary>
    public interface IIncomingGrainCallFilter
    {
        Task Invoke(IIncomingGrainCallContext context);
    }

    /// <summary>Sees every call before it leaves the caller.</summary>
    public interface IOutgoingGrainCallFilter
    {
        Task Invoke(IOutgoingGrainCallContext context);
    }
}

namespace Orleans.Serialization.Invocation
{
    /// <summary>A request: a method and its arguments.</summary>
    public interface IInvokable
    {
        object? GetTarget();

        int GetArgumentCount();

        object? GetArgument(int index);

        void SetArgument(int index, object value);

        string GetMethodName();

        string GetInterfaceName();

        string GetActivityName();

        MethodInfo GetMethod();

        Type GetInterfaceType();

        TimeSpan? GetDefaultResponseTimeout();

        CancellationToken GetCancellationToken();
    }
}
