using Orleans.Runtime;

namespace Orleans.Configuration;

/// <summary>When idle grains are deactivated.</summary>
public class GrainCollectionOptions
{
    /// <summary>How often idle grains are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a grain may be idle; more than the quantum.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The same by the full name of a grain class.</summary>
    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = [];

    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    internal void Validate()
    {
        if (CollectionQuantum <= TimeSpan.Zero)
        {
            throw new OrleansConfigurationException($"{nameof(CollectionQuantum)} is {CollectionQuantum}; it must be more than zero.");
        }

        foreach (var (name, age) in ClassSpecificCollectionAge.Append(new(nameof(CollectionAge), CollectionAge)))
        {
            if (age <= CollectionQuantum)
            {
                throw new OrleansConfigurationException(
                    $"{name} is {age}; it must be more than {nameof(CollectionQuantum)}, which is {CollectionQuantum}."
                );
            }
        }
    }
}

/// <summary>How long a caller waits.</summary>
public abstract class MessagingOptions
{
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <inheritdoc/>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How many ended activations a call may meet before it is rejected.</summary>
    public int MaxForwardCount { get; set; } = 2;
}
