using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>Copies the values of one type the way a trip over the wire would.</summary>
internal abstract class Copier
{
    /// <summary>True when the copy is the value itself.</summary>
    public virtual bool IsShallow => false;

    public abstract object? Copy(object? value, CopyContext context);
}

/// <summary>What one call has copied so far, so that an object that occurs twice is copied once.</summary>
internal sealed class CopyContext
{
    private Dictionary<object, object>? _copies;

    public bool TryGet(object original, [NotNullWhen(true)] out object? copy)
    {
        copy = null;
        return _copies is not null && _copies.TryGetValue(original, out copy);
    }

    public void Record(object original, object copy) =>
        (_copies ??= new Dictionary<object, object>(ReferenceEqualityComparer.Instance)).Add(original, copy);
}

internal sealed class ShallowCopier : Copier
{
    public static readonly ShallowCopier Instance = new();

    public override bool IsShallow => true;

    public override object? Copy(object? value, CopyContext context) => value;
}

/// <summary>Decides by the value's own type: for members declared as object, interface, abstract or unsealed class.</summary>
internal sealed class DynamicCopier : Copier
{
    public override object? Copy(object? value, CopyContext context) =>
        value is null ? null : DeepCopy.For(value.GetType()).Copy(value, context);
}

/// <summary>Passes references to grains and observers; the objects themselves never travel.</summary>
internal sealed class ReferenceCopier(Type type) : Copier
{
    public override object? Copy(object? value, CopyContext context) =>
        value is null or GrainReference
            ? value
            : throw new CodecNotFoundException(
                $"Could not find a codec for type {value.GetType()}: a {type} travels as a reference. "
                    + "Pass this.AsReference<T>() of a grain, or CreateObjectReference<T>() of an observer."
            );
}
