using System.Text.Json;

namespace RetailGuard.Foundation;

/// <summary>One of a few words in an address, as the API writes them: <c>askToLeave</c>.</summary>
public static class QueryWord
{
    /// <param name="name">The parameter's.</param>
    /// <param name="text">Null where the address does not say it.</param>
    public static Result<Word<T>> Read<T>(string name, string? text)
        where T : struct, Enum
    {
        if (text is null)
        {
            return new Word<T>(null);
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) == text)
            {
                return new Word<T>(value);
            }
        }

        return WrongFields.One(name, $"{name}-unknown", $"{name} must be one of: {RequestCheck.Allowed<T>()}.");
    }
}

/// <param name="Value">Null where nothing was said.</param>
public sealed record Word<T>(T? Value)
    where T : struct, Enum;
