using Orleans.Calls;
using Orleans.Execution;

namespace Orleans.Runtime;

/// <summary>Names a grain or an observer and carries calls to it. References to the same target are equal.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private protected GrainReference(Silo silo, GrainInterface grainInterface, GrainId grainId)
    {
        Silo = silo;
        Interface = grainInterface;
        GrainId = grainId;
    }

    public GrainId GrainId { get; }

    public GrainInterfaceType InterfaceType => Interface.Name;

    public string InterfaceName => Interface.Type.FullName ?? Interface.Type.Name;

    internal Silo Silo { get; }

    internal GrainInterface Interface { get; }

    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"{InterfaceName}:{GrainId}";

    public static bool operator ==(GrainReference? left, GrainReference? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(GrainReference? left, GrainReference? right) => !(left == right);
}
