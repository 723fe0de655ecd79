using Orleans.Execution;
using Orleans.Runtime;

namespace Orleans.Calls;

/// <summary>What a generated proxy derives from: one method per kind of return type, each taking the method's index.</summary>
internal abstract class ProxyBase(Silo silo, GrainInterface grainInterface, GrainId grainId) : GrainReference(silo, grainInterface, grainId)
{
    public Task<TResult> CallTask<TResult>(int method, object?[] arguments) => Call<TResult>(method, arguments);

    public Task CallTask(int method, object?[] arguments) => Call<object?>(method, arguments);

    public ValueTask<TResult> CallValueTask<TResult>(int method, object?[] arguments) => new(Call<TResult>(method, arguments));

    public ValueTask CallValueTask(int method, object?[] arguments) => new(Call<object?>(method, arguments));

    public void CallVoid(int method, object?[] arguments) => _ = Call<object?>(method, arguments);

    private Task<TResult> Call<TResult>(int index, object?[] arguments)
    {
        var method = Interface.Methods[index];
        method.CopyArguments(arguments);
        return Silo.Call(new Call<TResult>(this, (GrainMethod<TResult>)method, arguments));
    }
}
