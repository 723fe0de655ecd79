namespace RetailGuard.Testing;

/// <summary>How long a test waits for what must come. Long, since it only passes when the test fails.</summary>
internal static class WaitLimit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <exception cref="WaitTimeoutException">It did not come; says what was awaited and what was seen instead.</exception>
    public static async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> wait, string expected, Func<string> seen)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            return await wait(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or System.Threading.Channels.ChannelClosedException)
        {
            throw new WaitTimeoutException($"Expected {expected}; it never came. Seen: {seen()}", e);
        }
    }
}

public sealed class WaitTimeoutException(string message, Exception inner) : Exception(message, inner);
