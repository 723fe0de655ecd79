using Orleans.Calls;
using Orleans.Runtime;

namespace Orleans.Execution;

/// <inheritdoc/>
internal sealed class GrainFactory(Silo silo) : IClusterClient
{
    public IServiceProvider ServiceProvider => silo.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey)
        where TGrainInterface : IGrainWithStringKey => (TGrainInterface)GetGrain(typeof(TGrainInterface), primaryKey);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey)
    {
        ArgumentNullException.ThrowIfNull(grainInterfaceType);
        var type = silo.Classes.Implementing(grainInterfaceType).GrainType;
        return (IGrain)CreateReference(grainInterfaceType, GrainId.Create(type, grainPrimaryKey));
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)(object)CreateReference(typeof(TGrainInterface), grainId);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (RuntimeContext.Current is not null)
        {
            throw new InvalidOperationException("Cannot create a local object reference from a grain.");
        }

        if (obj is GrainReference)
        {
            throw new ArgumentException("The object is already a reference.", nameof(obj));
        }

        if (obj is not TGrainObserverInterface)
        {
            throw new ArgumentException($"The object is not a {typeof(TGrainObserverInterface)}.", nameof(obj));
        }

        // First the interface, so that a refused one leaves nothing behind.
        GrainInterface.Of(typeof(TGrainObserverInterface));
        return (TGrainObserverInterface)(object)CreateReference(typeof(TGrainObserverInterface), silo.Observers.Add(obj));
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (RuntimeContext.Current is not null)
        {
            throw new InvalidOperationException("Cannot delete a local object reference from a grain.");
        }

        if (obj is not GrainReference reference)
        {
            throw new ArgumentException("The object is not a reference.", nameof(obj));
        }

        if (!silo.Observers.Remove(reference.GrainId))
        {
            throw new ArgumentException("The reference is not associated with a local object.", nameof(obj));
        }
    }

    public GrainReference CreateReference(Type grainInterface, GrainId grainId) =>
        GrainInterface.Of(grainInterface).CreateReference(silo, grainId);
}
