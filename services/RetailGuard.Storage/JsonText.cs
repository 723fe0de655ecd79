using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RetailGuard.Storage;

/// <summary>A record without identity, kept as JSON in a column of its owner.</summary>
public sealed class JsonText<T>()
    : ValueConverter<T, string>(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Web),
        text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!
    );
