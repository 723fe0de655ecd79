using System.Reflection;
using Orleans;

namespace RetailGuard.Tests.Unit.Architecture;

/// <summary>What all grains and all that they send have in common.</summary>
public sealed class GrainTests
{
    private static readonly IReadOnlyList<Type> Grains = [.. Sources.Types.Where(t => t.IsAssignableTo(typeof(Grain)))];

    private static readonly IReadOnlyList<Type> Interfaces =
    [
        .. Sources.Types.Where(t => t.IsInterface && (t.IsAssignableTo(typeof(IGrain)) || t.IsAssignableTo(typeof(IGrainObserver)))),
    ];

    private static readonly IReadOnlyList<Type> Messages =
    [
        .. Sources.Types.Where(t => t.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)),
    ];

    [Fact]
    public void A_grain_is_reached_only_through_its_interface()
    {
        Grains.ShouldNotBeEmpty();
        Grains.Where(grain => !grain.IsSealed || grain.IsVisible).ShouldBeEmpty("a grain is sealed and internal");
    }

    [Fact]
    public void What_goes_between_machines_has_a_name_that_outlives_renaming()
    {
        Interfaces.ShouldNotBeEmpty();
        Messages.ShouldNotBeEmpty();
        MemberInfo[] named = [.. Interfaces, .. Interfaces.SelectMany(i => i.GetMethods()), .. Messages];
        named.Where(member => member.GetCustomAttribute<AliasAttribute>() is null).ShouldBeEmpty("each carries [Alias]");
    }

    [Fact]
    public void No_two_things_go_by_one_name() =>
        Interfaces.Concat(Messages).Select(type => type.GetCustomAttribute<AliasAttribute>()!.Alias).ShouldBeUnique();

    [Fact]
    public void No_two_members_of_a_message_have_one_number()
    {
        foreach (var message in Messages)
        {
            message
                .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Select(property => property.GetCustomAttribute<IdAttribute>())
                .OfType<IdAttribute>()
                .Select(id => id.Id)
                .ShouldBeUnique($"in {message.Name}");
        }
    }

    [Fact]
    public void Every_property_that_a_message_carries_has_its_number()
    {
        foreach (var message in Messages)
        {
            message
                .GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(property => property.SetMethod is not null && property.GetCustomAttribute<IdAttribute>() is null)
                .Select(property => $"{message.Name}.{property.Name}")
                .ShouldBeEmpty("without a number it would be lost on the way to another machine");
        }
    }
}
