namespace Orleans
{
    using Orleans.Runtime;

    /// <summary>Marks an interface whose methods are calls to a grain.</summary>
    public interface IGrain : IAddressable;

    /// <summary>Marks a grain interface whose grains are named by a string.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>Marks an interface whose methods are calls to an object outside of the grains.</summary>
    public interface IGrainObserver : IAddressable;

    /// <summary>Gives references to grains and to observers. Getting a reference never calls the grain.</summary>
    public interface IGrainFactory
    {
        /// <exception cref="ArgumentException">No grain class, or more than one, implements the interface.</exception>
        /// <exception cref="Serialization.CodecNotFoundException">A parameter or result of the interface cannot be serialized.</exception>
        TGrainInterface GetGrain<TGrainInterface>(string primaryKey)
            where TGrainInterface : IGrainWithStringKey;

        /// <inheritdoc cref="GetGrain{TGrainInterface}(string)"/>
        IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

        /// <inheritdoc cref="GetGrain{TGrainInterface}(string)"/>
        TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
            where TGrainInterface : IAddressable;

        /// <summary>
        /// Gives a reference through which grains can call <paramref name="obj"/>. The silo holds the object weakly:
        /// the caller keeps it alive.
        /// </summary>
        TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
            where TGrainObserverInterface : IGrainObserver;

        /// <summary>Forgets a reference; later calls through it get no answer and time out.</summary>
        void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
            where TGrainObserverInterface : IGrainObserver;
    }

    /// <summary>The grain factory for code outside of grains.</summary>
    public interface IClusterClient : IGrainFactory
    {
        IServiceProvider ServiceProvider { get; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>Anything that can be called through a reference.</summary>
    public interface IAddressable;

    /// <summary>One activation of a grain.</summary>
    public interface IGrainContext : IEquatable<IGrainContext>
    {
        GrainReference GrainReference { get; }

        GrainId GrainId { get; }

        object? GrainInstance { get; }

        /// <summary>Services whose scoped instances live as long as the activation.</summary>
        IServiceProvider ActivationServices { get; }

        /// <summary>Completes when the activation is gone. Never await it from within the grain.</summary>
        Task Deactivated { get; }

        /// <summary>Starts deactivation, which happens once no call is running.</summary>
        void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
    }
}
