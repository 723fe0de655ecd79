using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans;

namespace RetailGuard.Foundation;

/// <summary>A typed identifier: a version 7 UUID that cannot be taken for another kind's.</summary>
public interface IEntityId<TSelf>
    where TSelf : struct, IEntityId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>A retailer: the border that nothing crosses.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.TenantId"), JsonConverter(typeof(EntityIdJsonConverter<TenantId>))]
public readonly record struct TenantId([property: Id(0)] Guid Value) : IEntityId<TenantId>
{
    public static TenantId From(Guid value) => new(value);

    public static bool TryParse(string? text, out TenantId id) => EntityId.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[GenerateSerializer, Immutable, Alias("RetailGuard.StoreId"), JsonConverter(typeof(EntityIdJsonConverter<StoreId>))]
public readonly record struct StoreId([property: Id(0)] Guid Value) : IEntityId<StoreId>
{
    public static StoreId From(Guid value) => new(value);

    public static bool TryParse(string? text, out StoreId id) => EntityId.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[GenerateSerializer, Immutable, Alias("RetailGuard.CameraId"), JsonConverter(typeof(EntityIdJsonConverter<CameraId>))]
public readonly record struct CameraId([property: Id(0)] Guid Value) : IEntityId<CameraId>
{
    public static CameraId From(Guid value) => new(value);

    public static bool TryParse(string? text, out CameraId id) => EntityId.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

/// <summary>A paired machine: an edge connector or a tablet.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.DeviceId"), JsonConverter(typeof(EntityIdJsonConverter<DeviceId>))]
public readonly record struct DeviceId([property: Id(0)] Guid Value) : IEntityId<DeviceId>
{
    public static DeviceId From(Guid value) => new(value);

    public static bool TryParse(string? text, out DeviceId id) => EntityId.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

/// <summary>Somebody who signs in. Never a shopper.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.PersonId"), JsonConverter(typeof(EntityIdJsonConverter<PersonId>))]
public readonly record struct PersonId([property: Id(0)] Guid Value) : IEntityId<PersonId>
{
    public static PersonId From(Guid value) => new(value);

    public static bool TryParse(string? text, out PersonId id) => EntityId.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

/// <summary>A watchlist entry.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.EntryId"), JsonConverter(typeof(EntityIdJsonConverter<EntryId>))]
public readonly record struct EntryId([property: Id(0)] Guid Value) : IEntityId<EntryId>
{
    public static EntryId From(Guid value) => new(value);

    public static bool TryParse(string? text, out EntryId id) => EntityId.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[GenerateSerializer, Immutable, Alias("RetailGuard.AlertId"), JsonConverter(typeof(EntityIdJsonConverter<AlertId>))]
public readonly record struct AlertId([property: Id(0)] Guid Value) : IEntityId<AlertId>
{
    public static AlertId From(Guid value) => new(value);

    public static bool TryParse(string? text, out AlertId id) => EntityId.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

/// <summary>An entry that one store offers to another.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.ShareId"), JsonConverter(typeof(EntityIdJsonConverter<ShareId>))]
public readonly record struct ShareId([property: Id(0)] Guid Value) : IEntityId<ShareId>
{
    public static ShareId From(Guid value) => new(value);

    public static bool TryParse(string? text, out ShareId id) => EntityId.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

/// <summary>A mail that waits, went out, or could not.</summary>
[GenerateSerializer, Immutable, Alias("RetailGuard.MailId"), JsonConverter(typeof(EntityIdJsonConverter<MailId>))]
public readonly record struct MailId([property: Id(0)] Guid Value) : IEntityId<MailId>
{
    public static MailId From(Guid value) => new(value);

    public static bool TryParse(string? text, out MailId id) => EntityId.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

internal static class EntityId
{
    public static bool TryParse<TId>(string? text, out TId id)
        where TId : struct, IEntityId<TId>
    {
        var parsed = Guid.TryParse(text, out var value);
        id = TId.From(value);
        return parsed;
    }
}

internal sealed class EntityIdJsonConverter<TId> : JsonConverter<TId>
    where TId : struct, IEntityId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TId.From(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>Source of new identifiers, injected so that tests can order them.</summary>
public interface IIds
{
    /// <summary>A UUID that has never been given out.</summary>
    Guid Next();
}

/// <summary>Version 7 UUIDs: they sort by time, so rows that are made together lie together.</summary>
public sealed class TimeOrderedIds(TimeProvider time) : IIds
{
    public Guid Next() => Guid.CreateVersion7(time.GetUtcNow());
}
