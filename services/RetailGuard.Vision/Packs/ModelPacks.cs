using System.Diagnostics.CodeAnalysis;

namespace RetailGuard.Vision;

/// <summary>The packs that a server runs: the one in use and, while retailers move to another model, the next one beside it.</summary>
public sealed class ModelPacks
{
    /// <exception cref="ModelPackException"><c>model-packs-alike</c>: both make templates of one space.</exception>
    public ModelPacks(ModelPack first, ModelPack? next = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        if (next?.Space.Id == first.Space.Id)
        {
            throw new ModelPackException(
                "model-packs-alike",
                $"The packs {first.Name} and {next.Name} both make templates of {first.Space.Id}. Templates of two packs never compare: give the next one a space of its own."
            );
        }

        (First, All) = (first, next is null ? [first] : [first, next]);
    }

    /// <summary>The pack of those who have chosen none.</summary>
    public ModelPack First { get; }

    /// <summary>One or two, <see cref="First"/> first.</summary>
    public IReadOnlyList<ModelPack> All { get; }

    /// <summary>The pack that makes templates of a space.</summary>
    public bool TryFind(string space, [NotNullWhen(true)] out ModelPack? pack) =>
        (pack = All.FirstOrDefault(p => p.Space.Id == space)) is not null;

    /// <param name="first">Name of a pack in the models folder, or the path of its own folder.</param>
    /// <param name="next">Likewise; null when there is none.</param>
    /// <exception cref="ModelPackException">A pack cannot be used; the message says why and what to do.</exception>
    public static ModelPacks LoadNamed(string first, string? next) =>
        new(ModelPack.LoadNamed(first), next is null ? null : ModelPack.LoadNamed(next));
}
