using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Values that travel with the calls of a flow, from caller to callee, never back.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<Dictionary<string, object>?> s_values = new();

    public static IEnumerable<string> Keys => s_values.Value?.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries => s_values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    public static object? Get(string key) => s_values.Value?.GetValueOrDefault(key);

    // The dictionary is never changed in place: other flows may hold it.
    public static void Set(string key, object value) =>
        s_values.Value = s_values.Value is { } values ? new(values) { [key] = value } : new() { [key] = value };

    public static bool Remove(string key)
    {
        if (s_values.Value is not { } values || !values.ContainsKey(key))
        {
            return false;
        }

        var rest = new Dictionary<string, object>(values);
        rest.Remove(key);
        s_values.Value = rest.Count == 0 ? null : rest;
        return true;
    }

    public static void Clear()
    {
        if (s_values.Value is not null)
        {
            s_values.Value = null;
        }
    }

    /// <summary>What a call takes along: copies, where the values need any.</summary>
    internal static Dictionary<string, object>? Export()
    {
        var values = s_values.Value;
        return values is null || values.Values.All(value => value is null || DeepCopy.For(value.GetType()).IsShallow)
            ? values
            : (Dictionary<string, object>)DeepCopy.Dynamic.Copy(values, new CopyContext())!;
    }

    internal static void Import(Dictionary<string, object>? values)
    {
        if (values is not null || s_values.Value is not null)
        {
            s_values.Value = values;
        }
    }
}
